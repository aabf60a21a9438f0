namespace ClvPipeline.Parquet;

/// <summary>What a column holds, and so which of <see cref="ColumnReader"/>'s readings fits.</summary>
public enum ParquetKind
{
    /// <summary>A whole number of up to 64 bits: read as long, or as Int128.</summary>
    Integer,
    /// <summary>An unscaled whole number with a scale: read as long up to 18 digits, or as Int128.</summary>
    Decimal,
    /// <summary>A float, double or half: read as double.</summary>
    Real,
    /// <summary>UTF-8 text: read as codes.</summary>
    Text,
    /// <summary>Bytes that nothing is said about: read as codes.</summary>
    Binary,
    /// <summary>128 bits, most significant byte first: read as Int128.</summary>
    Uuid,
    /// <summary>1 or 0: read as long.</summary>
    Boolean,
    /// <summary>Days since 1970-01-01: read as long.</summary>
    Date,
    /// <summary>Ticks since midnight: read as long.</summary>
    Time,
    /// <summary>Ticks since 1970: read as long.</summary>
    Timestamp,
    /// <summary>Part of a list or map (or the structure, list or map itself): listed, not read.</summary>
    Nested,
    /// <summary>A type that this codec has no reading for: listed, not read.</summary>
    Unsupported,
}
