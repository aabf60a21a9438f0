using System.Buffers.Binary;
using System.Globalization;

namespace ClvPipeline.Storage;

/// <summary>
/// One column of a binary COPY: takes the fields of a block of rows one after another, and hands them out as the engine asks. A row's field is as Postgres sends it,
/// big-endian; what is not of the length that its type has is no COPY of ours.
/// </summary>
internal abstract class CopyColumn(ColumnType type) : ColumnCursor
{
    /// <summary>Rows in a block at most.</summary>
    public const int Capacity = 8192;

    /// <summary>0 null, 1 a value, 2 unreadable.</summary>
    protected readonly byte[] Valid = new byte[Capacity];

    private Dictionary<int, string>? _unreadable;
    private int _next, _last;

    public override ColumnType Type => type;

    /// <summary>A new block of rows begins.</summary>
    public virtual void Begin()
    {
        (_next, _last) = (0, 0);
        _unreadable?.Clear();
    }

    /// <summary>Row <paramref name="row"/> of the block is null.</summary>
    public abstract void TakeNull(int row);

    /// <summary>Row <paramref name="row"/> of the block has this field.</summary>
    public abstract void Take(int row, ReadOnlySpan<byte> field);

    public override string Unreadable(int row) => _unreadable![_last + row];

    /// <summary>Row <paramref name="row"/> has something that is no value.</summary>
    protected void TakeUnreadable(int row, string text)
    {
        Valid[row] = 2;
        (_unreadable ??= [])[row] = text;
    }

    /// <summary>The first of <paramref name="count"/> rows that are handed out now.</summary>
    protected int Take(int count)
    {
        if (_next + count > Capacity) throw new InvalidOperationException($"{count} rows were asked for where {Capacity - _next} are left");
        _last = _next;
        _next += count;
        return _last;
    }

    protected static InvalidDataException Misfit(ColumnType type, int length) => new($"a field of {type.Name} has {length.ToString(CultureInfo.InvariantCulture)} bytes");
}

/// <summary>Integers, booleans, dates and timestamps.</summary>
internal sealed class LongColumn(ColumnType type, WireType wire) : CopyColumn(type)
{
    // Postgres counts from 2000-01-01.
    private const long EpochDays = 10_957, EpochMicroseconds = EpochDays * 86_400_000_000;

    private readonly long[] _values = new long[Capacity];

    public override void TakeNull(int row) => (_values[row], Valid[row]) = (0, 0);

    public override void Take(int row, ReadOnlySpan<byte> field)
    {
        if (field.Length != (wire is WireType.Boolean ? 1 : wire is WireType.Int2 ? 2 : wire is WireType.Int4 or WireType.Date ? 4 : 8)) throw Misfit(Type, field.Length);
        Valid[row] = 1;
        _values[row] = wire switch
        {
            WireType.Int8 => BinaryPrimitives.ReadInt64BigEndian(field),
            WireType.Timestamp or WireType.TimestampTz => Instant(row, BinaryPrimitives.ReadInt64BigEndian(field)),
            WireType.Int4 => BinaryPrimitives.ReadInt32BigEndian(field),
            WireType.Int2 => BinaryPrimitives.ReadInt16BigEndian(field),
            WireType.Date => Day(row, BinaryPrimitives.ReadInt32BigEndian(field)),
            _ => field[0] == 0 ? 0 : 1,
        };
    }

    public override void Read(Span<long> values, Span<byte> valid)
    {
        var from = Take(values.Length);
        _values.AsSpan(from, values.Length).CopyTo(values);
        Valid.AsSpan(from, values.Length).CopyTo(valid);
    }

    // The last instant is in the year 294276, which is past our count in microseconds: it stays as far out as can be.
    private long Instant(int row, long value) => value is long.MaxValue or long.MinValue ? Infinite(row, value < 0) : value > long.MaxValue - EpochMicroseconds ? long.MaxValue : value + EpochMicroseconds;

    private long Day(int row, int value) => value is int.MaxValue or int.MinValue ? Infinite(row, value < 0) : value + EpochDays;

    private long Infinite(int row, bool past)
    {
        TakeUnreadable(row, past ? "-infinity" : "infinity");
        return 0;
    }
}

/// <summary>Doubles and floats.</summary>
internal sealed class RealColumn(ColumnType type) : CopyColumn(type)
{
    private readonly double[] _values = new double[Capacity];

    public override void TakeNull(int row) => (_values[row], Valid[row]) = (0, 0);

    public override void Take(int row, ReadOnlySpan<byte> field)
    {
        Valid[row] = 1;
        _values[row] = field.Length switch { 8 => BinaryPrimitives.ReadDoubleBigEndian(field), 4 => BinaryPrimitives.ReadSingleBigEndian(field), _ => throw Misfit(Type, field.Length) };
    }

    public override void Read(Span<double> values, Span<byte> valid)
    {
        var from = Take(values.Length);
        _values.AsSpan(from, values.Length).CopyTo(values);
        Valid.AsSpan(from, values.Length).CopyTo(valid);
    }
}

/// <summary>UUIDs.</summary>
internal sealed class UuidColumn(ColumnType type) : CopyColumn(type)
{
    private readonly Int128[] _values = new Int128[Capacity];

    public override void TakeNull(int row) => (_values[row], Valid[row]) = (0, 0);

    public override void Take(int row, ReadOnlySpan<byte> field)
    {
        if (field.Length != 16) throw Misfit(Type, field.Length);
        Valid[row] = 1;
        _values[row] = BinaryPrimitives.ReadInt128BigEndian(field);
    }

    public override void Read(Span<Int128> values, Span<byte> valid)
    {
        var from = Take(values.Length);
        _values.AsSpan(from, values.Length).CopyTo(values);
        Valid.AsSpan(from, values.Length).CopyTo(valid);
    }
}
