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
    /// <summary>Smaller than Snappy at nearly its speed. Written where the machine has libzstd, else as Snappy: <see cref="ParquetWriter.Codec"/> says which. Read everywhere.</summary>
    Zstd = 6,
}
