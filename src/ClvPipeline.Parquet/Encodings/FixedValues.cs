using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ClvPipeline.Parquet.Format;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>Turns stored values of a fixed number of bytes into the three numeric readings.</summary>
internal sealed class FixedValues(ParquetColumn column, Place place)
{
    private const long MicrosPerDay = 86_400_000_000;
    private const int JulianDayOf1970 = 2_440_588;
    private const int MostDays = 110_000_000;
    private readonly DecimalBytes _decimals = new(column, place);

    /// <summary>Bytes of one value.</summary>
    public int Width { get; } = column.Physical switch
    {
        PhysicalType.Int32 or PhysicalType.Float => 4,
        PhysicalType.Int64 or PhysicalType.Double => 8,
        PhysicalType.Int96 => 12,
        PhysicalType.FixedLenByteArray => column.Length,
        _ => throw new InvalidOperationException($"{column.TypeName} has no fixed width"),
    };

    public void Convert(ReadOnlySpan<byte> from, Span<long> to)
    {
        switch (column.Physical)
        {
            case PhysicalType.Int64:
                MemoryMarshal.Cast<byte, long>(from).CopyTo(to);
                break;
            case PhysicalType.Int32 when column.Signed || column.BitWidth < 32:
                var ints = MemoryMarshal.Cast<byte, int>(from);
                for (var i = 0; i < ints.Length; i++) to[i] = ints[i];
                break;
            case PhysicalType.Int32:
                var uints = MemoryMarshal.Cast<byte, uint>(from);
                for (var i = 0; i < uints.Length; i++) to[i] = uints[i];
                break;
            case PhysicalType.Int96:
                for (var i = 0; i < to.Length; i++) to[i] = Micros(from.Slice(12 * i, 12));
                break;
            default:
                for (var i = 0; i < to.Length; i++) to[i] = _decimals.ToLong(from.Slice(Width * i, Width));
                break;
        }
    }

    public void Convert(ReadOnlySpan<byte> from, Span<double> to)
    {
        switch (column.Physical)
        {
            case PhysicalType.Double:
                MemoryMarshal.Cast<byte, double>(from).CopyTo(to);
                break;
            case PhysicalType.Float:
                var floats = MemoryMarshal.Cast<byte, float>(from);
                for (var i = 0; i < floats.Length; i++) to[i] = floats[i];
                break;
            default:
                for (var i = 0; i < to.Length; i++) to[i] = (double)BinaryPrimitives.ReadHalfLittleEndian(from[(2 * i)..]);
                break;
        }
    }

    public void Convert(ReadOnlySpan<byte> from, Span<Int128> to)
    {
        if (column.Physical == PhysicalType.Int64)
        {
            var longs = MemoryMarshal.Cast<byte, ulong>(from);
            for (var i = 0; i < to.Length; i++) to[i] = longs[i];
            return;
        }
        if (Width == 16)
        {
            for (var i = 0; i < to.Length; i++) to[i] = BinaryPrimitives.ReadInt128BigEndian(from[(16 * i)..]);
            return;
        }
        for (var i = 0; i < to.Length; i++) to[i] = _decimals.ToInt128(from.Slice(Width * i, Width));
    }

    // Spark counts microseconds from Julian day 0, so its last 6,700 years run over and come out as days and nanoseconds below zero: running over once more undoes it.
    private long Micros(ReadOnlySpan<byte> bytes)
    {
        var nanos = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        long day = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (day is < -MostDays or > MostDays || nanos is < -MicrosPerDay * 1000 or > MicrosPerDay * 1000) throw place.Error("a value is damaged: an INT96 timestamp is out of range");
        return unchecked((day - JulianDayOf1970) * MicrosPerDay + nanos / 1000);
    }
}
