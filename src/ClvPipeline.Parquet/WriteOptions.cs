namespace ClvPipeline.Parquet;

/// <summary>How a file is written.</summary>
public sealed record WriteOptions
{
    /// <summary>How pages are compressed.</summary>
    public ParquetCodec Codec { get; init; } = ParquetCodec.Snappy;

    /// <summary>Keys and values for the footer, written in the order of their keys.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Rows of a page at most. Larger pages compress hardly better, and leave the cache.</summary>
    public int PageRows { get; init; } = 20_000;

    /// <summary>The program that the file says wrote it.</summary>
    public string CreatedBy { get; init; } = "ClvPipeline version 0.1.0";
}
