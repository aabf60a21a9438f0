using ClvPipeline.Parquet.Format;

namespace ClvPipeline.Parquet;

/// <summary>A column of a file.</summary>
/// <param name="Name">The name; inside structures the dotted path.</param>
/// <param name="Index">The place among the file's leaf columns; -1 of a structure, list or map, which has no values of its own.</param>
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

    /// <summary>Whether values may be null, by themselves or because a structure around them is.</summary>
    public bool Optional => Levels > 0;

    /// <summary>Whether a number may need more than a long holds: a decimal of more than 18 digits, an integer of 64 bits without a sign. Read as Int128.</summary>
    public bool Wide => (Kind == ParquetKind.Decimal && Precision > 18) || (Kind == ParquetKind.Integer && !Signed && BitWidth == 64);

    /// <summary>How many of the column and the structures around it may be null.</summary>
    internal int Levels { get; init; }

    internal PhysicalType Physical { get; init; }

    /// <summary>Bytes of a FIXED_LEN_BYTE_ARRAY.</summary>
    internal int Length { get; init; }
}
