namespace ClvPipeline.Parquet;

/// <summary>The types that the writer writes.</summary>
public enum WriteType
{
    /// <summary>Whole numbers of 64 bits.</summary>
    Int64,
    /// <summary>Whole numbers of 32 bits.</summary>
    Int32,
    /// <summary>Reals of 64 bits.</summary>
    Double,
    /// <summary>0 and 1.</summary>
    Boolean,
    /// <summary>Days since 1970-01-01.</summary>
    Date,
    /// <summary>Microseconds since 1970 in UTC.</summary>
    TimestampMicrosUtc,
    /// <summary>Unscaled whole numbers: of up to 18 digits as long, of up to 38 as Int128.</summary>
    Decimal,
    /// <summary>UTF-8 text.</summary>
    Text,
    /// <summary>128 bits, the first byte the highest.</summary>
    Uuid,
}

/// <summary>A column to be written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Optional">Whether it may hold nulls.</param>
/// <param name="Precision">Digits of a Decimal, 1 to 38.</param>
/// <param name="Scale">Digits behind the point of a Decimal.</param>
public sealed record WriteColumn(string Name, WriteType Type, bool Optional = false, int Precision = 18, int Scale = 6)
{
    internal bool Wide => Type == WriteType.Uuid || (Type == WriteType.Decimal && Precision > 18);

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name);
        if (Type == WriteType.Decimal && (Precision is < 1 or > 38 || Scale < 0 || Scale > Precision)) throw new ArgumentException($"column '{Name}': there is no decimal of {Precision} digits with {Scale} behind the point");
    }
}

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
