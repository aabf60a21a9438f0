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
