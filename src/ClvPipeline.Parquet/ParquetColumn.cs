using ClvPipeline.Parquet.Format;

namespace ClvPipeline.Parquet;

/// <summary>A leaf column of a file.</summary>
/// <param name="Name">The name; of a nested column the dotted path.</param>
/// <param name="Index">The place among the file's leaf columns.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="TypeName">The type in words, such as <c>INT64 (TIMESTAMP micros, UTC)</c>.</param>
public sealed record ParquetColumn(string Name, int Index, ParquetKind Kind, string TypeName)
{
    /// <summary>Digits of a decimal.</summary>
    public int Precision { get; init; }

    /// <summary>Digits behind the point of a decimal.</summary>
    public int Scale { get; init; }

    /// <summary>1,000, 1,000,000 or 1,000,000,000 for a time or timestamp, as it is read (INT96: microseconds).</summary>
    public long TicksPerSecond { get; init; }

    /// <summary>Whether a time or timestamp counts in UTC rather than being a local reading.</summary>
    public bool IsUtc { get; init; }

    /// <summary>Whether a timestamp is stored as INT96, which says nothing about its zone.</summary>
    public bool IsInt96 { get; init; }

    /// <summary>Bits of an integer.</summary>
    public int BitWidth { get; init; }

    /// <summary>Whether an integer has a sign.</summary>
    public bool Signed { get; init; } = true;

    /// <summary>Whether values may be null.</summary>
    public bool Optional { get; init; }

    /// <summary>Whether a decimal has more digits than a long holds for certain.</summary>
    public bool Wide => Kind == ParquetKind.Decimal && Precision > 18;

    internal PhysicalType Physical { get; init; }

    /// <summary>Bytes of a FIXED_LEN_BYTE_ARRAY.</summary>
    internal int Length { get; init; }
}
