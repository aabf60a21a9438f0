namespace ClvPipeline.Storage;

/// <summary>Where one of our columns is in one file.</summary>
/// <param name="Type">What it holds.</param>
/// <param name="Index">Its place among the file's columns, or -1 if it is a partition folder's or no single value.</param>
/// <param name="Constant">The value of a partition folder in UTF-8, or null.</param>
internal sealed record SourceColumn(ColumnType Type, int Index, byte[]? Constant = null)
{
    /// <summary>Their name of it, where a second reader reads it; null where not.</summary>
    public string? Theirs { get; init; }
}
