using System.Buffers.Binary;

namespace ClvPipeline.Parquet.Format;

/// <summary>The statistics of a chunk as the footer holds them.</summary>
internal sealed class StoredStatistics
{
    public long Nulls = -1;
    public ulong? OldMin, OldMax, Min, Max;
    private int _oldMinBytes, _oldMaxBytes, _minBytes, _maxBytes;

    public static StoredStatistics Read(ref ThriftReader r)
    {
        var s = new StoredStatistics();
        var id = 0;
        while (r.Next(ref id, out var type))
        {
            switch (id)
            {
                case 1: s.OldMax = Number(r.Bytes(type), out s._oldMaxBytes); break;
                case 2: s.OldMin = Number(r.Bytes(type), out s._oldMinBytes); break;
                case 3: s.Nulls = r.I64(type); break;
                case 5: s.Max = Number(r.Bytes(type), out s._maxBytes); break;
                case 6: s.Min = Number(r.Bytes(type), out s._minBytes); break;
                default: r.Skip(type); break;
            }
        }
        return s;
    }

    /// <summary>What may be believed of them.</summary>
    /// <param name="column">The column.</param>
    /// <param name="values">Its values in the row group, nulls included.</param>
    /// <param name="ordered">Whether the footer says that the column is ordered as its type is: without that, least and greatest may be by another order.</param>
    public ParquetStatistics Of(ParquetColumn column, long values, bool ordered)
    {
        long? nulls = Nulls >= 0 && Nulls <= values ? Nulls : null;
        var width = column.Physical switch { PhysicalType.Int32 => 4, PhysicalType.Int64 => 8, _ => 0 };
        // Int96 has no order, texts and reals have no reading as long, and 64 bits without a sign do not fit.
        if (width == 0 || column.Wide || column.Kind is ParquetKind.Nested or ParquetKind.Unsupported) return new(nulls, null, null);
        var (min, max) = (Min, Max);
        if (!ordered || min is null || max is null || _minBytes != width || _maxBytes != width)
        {
            // The older pair was compared with signs.
            if (!column.Signed || OldMin is null || OldMax is null || _oldMinBytes != width || _oldMaxBytes != width) return new(nulls, null, null);
            (min, max) = (OldMin, OldMax);
        }
        var (low, high) = (Signed(min.Value, column, width), Signed(max.Value, column, width));
        return low <= high ? new(nulls, low, high) : new(nulls, null, null);
    }

    private static long Signed(ulong bits, ParquetColumn column, int width) => width == 8 ? (long)bits : column.Signed || column.BitWidth < 32 ? (int)bits : (uint)bits;

    private static ulong? Number(ReadOnlySpan<byte> bytes, out int length)
    {
        length = bytes.Length;
        return length switch { 4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes), 8 => BinaryPrimitives.ReadUInt64LittleEndian(bytes), _ => null };
    }
}
