namespace ClvPipeline.Parquet;

/// <summary>How pages are compressed.</summary>
public enum ParquetCodec
{
    /// <summary>Not at all.</summary>
    Uncompressed,
    /// <summary>Fast: the usual choice.</summary>
    Snappy,
    /// <summary>Smaller and much slower.</summary>
    Gzip,
}
