namespace ClvPipeline.Parquet;

/// <summary>A file is damaged, is no Parquet file, or uses something that this codec does not read. The message says which file, where in it, and what was found.</summary>
public sealed class ParquetException : Exception
{
    /// <summary>Says what is wrong, and where.</summary>
    public ParquetException(string file, string what, string? column = null, int rowGroup = -1, int page = -1, long offset = -1, Exception? inner = null)
        : base($"{file}: {what}{Where(column, rowGroup, page, offset)}", inner)
    {
        File = file;
        Column = column;
        RowGroup = rowGroup;
        Page = page;
        Offset = offset;
    }

    /// <summary>The file's path as it was given.</summary>
    public string File { get; }

    /// <summary>The column's dotted path, where known.</summary>
    public string? Column { get; }

    /// <summary>The row group counted from 0, or -1.</summary>
    public int RowGroup { get; }

    /// <summary>The page of the column chunk counted from 0 (the dictionary included), or -1.</summary>
    public int Page { get; }

    /// <summary>The byte of the file at which the damaged part begins, or -1.</summary>
    public long Offset { get; }

    private static string Where(string? column, int rowGroup, int page, long offset)
    {
        List<string> parts = [];
        if (column is not null) parts.Add($"column '{column}'");
        if (rowGroup >= 0) parts.Add($"row group {rowGroup}");
        if (page >= 0) parts.Add($"page {page}");
        if (offset >= 0) parts.Add($"at byte {offset}");
        return parts.Count == 0 ? "" : $" ({string.Join(", ", parts)})";
    }
}
