using ClvPipeline.Parquet.Format;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>Decimals that are stored as bytes.</summary>
internal sealed class DecimalBytes(ParquetColumn column, Place place)
{
    /// <summary>A decimal's unscaled number from its bytes, most significant first, in two's complement.</summary>
    public long ToLong(ReadOnlySpan<byte> bytes)
    {
        var value = ToInt128(bytes);
        return value == (long)value ? (long)value : throw place.Error($"a value is damaged: {value} has more than the {column.Precision} digits of its column");
    }

    /// <inheritdoc cref="ToLong"/>
    public Int128 ToInt128(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0) return 0;
        Int128 value = (sbyte)bytes[0] >> 7;
        for (var i = 0; i < bytes.Length; i++)
        {
            // What does not fit must be sign bits only.
            if (i >= 16 && value >> 119 != value >> 127) throw place.Error("a value is damaged: a decimal has more than 38 digits");
            value = (value << 8) | bytes[i];
        }
        return value;
    }
}
