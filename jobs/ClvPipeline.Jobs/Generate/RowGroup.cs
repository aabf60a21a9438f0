using ClvPipeline.Parquet;

namespace ClvPipeline.Jobs.Generate;

/// <summary>Sizes and texts that all files of a shop share.</summary>
internal static class RowGroup
{
    /// <summary>Rows of a row group.</summary>
    public const int Rows = 500_000;

    /// <summary>Marks null in a column of whole numbers until it is written.</summary>
    public const long Null = long.MinValue;

    /// <summary>Writes whole numbers in which <see cref="Null"/> stands for null.</summary>
    public static void WriteOptional(this ParquetWriter writer, ReadOnlySpan<long> values)
    {
        var valid = new byte[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            valid[i] = values[i] == Null ? (byte)0 : (byte)1;
        }
        writer.Write(values, valid);
    }
}
