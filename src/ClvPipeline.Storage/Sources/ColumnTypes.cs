using ClvPipeline.Parquet;

namespace ClvPipeline.Storage;

/// <summary>What Parquet's types are to the engine.</summary>
internal static class ColumnTypes
{
    /// <summary>The type of a column in a partition folder's name.</summary>
    public static readonly ColumnType Partition = new(ColumnKind.Text, "partition folder");

    /// <summary>The type of a column in a file.</summary>
    public static ColumnType Of(ParquetColumn column) => column.Kind switch
    {
        ParquetKind.Integer => new(ColumnKind.Integer, column.TypeName),
        ParquetKind.Boolean => new(ColumnKind.Boolean, column.TypeName),
        ParquetKind.Date => new(ColumnKind.Date, column.TypeName),
        ParquetKind.Real => new(ColumnKind.Real, column.TypeName),
        ParquetKind.Uuid => new(ColumnKind.Uuid, column.TypeName),
        ParquetKind.Decimal => new(ColumnKind.Decimal, column.TypeName, Scale: column.Scale),
        ParquetKind.Timestamp => new(ColumnKind.Timestamp, column.TypeName, TicksPerSecond: column.TicksPerSecond, Zoned: column.IsUtc, Legacy96: column.IsInt96),
        // Old writers mark no text as such: bytes are taken for it, and what is no valid UTF-8 is a bad row.
        ParquetKind.Text or ParquetKind.Binary => new(ColumnKind.Text, column.TypeName),
        _ => new(ColumnKind.Other, column.TypeName),
    };
}
