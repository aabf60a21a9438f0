using System.Buffers.Binary;
using ClvPipeline.Tests.Oracle;

namespace ClvPipeline.Tests.Postgres;

/// <summary>Writes the columns of a part as a binary COPY, field by field as Postgres documents the format: shares no code with what reads it.</summary>
internal sealed class CopyWriter(Stream to)
{
    private static readonly long Epoch = (new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>What Postgres can hold of the instants, in microseconds since 1970: from 4713 BC to the year 294276.</summary>
    private static readonly long Last = 9_223_371_331_200_000_000 - 1;

    /// <summary>The type that a column has in Postgres.</summary>
    public static string TypeOf(PhysicalColumn column) => column.Type switch
    {
        { Kind: ColumnKind.Integer } => "bigint",
        { Kind: ColumnKind.Decimal, Scale: var scale } => column is WideColumn ? "numeric" : $"numeric(20,{scale})",
        { Kind: ColumnKind.Real, Name: "float" } => "real",
        { Kind: ColumnKind.Real } => "double precision",
        { Kind: ColumnKind.Text } => "text",
        { Kind: ColumnKind.Uuid } => "uuid",
        { Kind: ColumnKind.Boolean } => "boolean",
        { Kind: ColumnKind.Date } => "date",
        { Kind: ColumnKind.Timestamp, TicksPerSecond: 1_000_000, Legacy96: false, Zoned: var zoned } => zoned ? "timestamptz" : "timestamp",
        _ => throw new InvalidOperationException($"{column.Type} is no type of Postgres"),
    };

    /// <summary>Writes the rows, each behind its number from 0.</summary>
    public void Write(MemoryPart part)
    {
        to.Write([.. "PGCOPY\n"u8, 0xFF, 13, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        for (var row = 0; row < part.Rows; row++)
        {
            Int16((short)(part.Columns.Count + 1));
            // A real number: nothing that customers could be grouped by.
            Int32(8);
            to.Write(Bytes(8, to => BinaryPrimitives.WriteDoubleBigEndian(to, row)));
            foreach (var column in part.Columns.Values) Field(column, row);
        }

        Int16(-1);
    }

    private void Field(PhysicalColumn column, int row)
    {
        byte[]? bytes = column switch
        {
            LongColumn { Type.Kind: ColumnKind.Decimal } longs => longs.Values[row] is { } value ? Numeric(value, column.Type.Scale) : null,
            LongColumn longs => longs.Values[row] is { } value ? Whole(column.Type, value) : null,
            WideColumn { Type.Kind: ColumnKind.Uuid } wides => wides.Values[row] is { } value ? Bytes(16, to => BinaryPrimitives.WriteInt128BigEndian(to, value)) : null,
            WideColumn wides => wides.Values[row] is { } value ? Numeric(value, column.Type.Scale) : null,
            RealColumn reals => reals.Values[row] is { } value ? column.Type.Name == "float" ? Bytes(4, to => BinaryPrimitives.WriteSingleBigEndian(to, (float)value)) : Bytes(8, to => BinaryPrimitives.WriteDoubleBigEndian(to, value)) : null,
            // What Postgres cannot hold is as bad as what is too long.
            TextColumn texts => texts.Values[row] is { } value ? value.Contains((byte)0) ? [.. Enumerable.Repeat((byte)'x', 70_000)] : value : null,
            _ => throw new InvalidOperationException(),
        };
        Int32(bytes?.Length ?? -1);
        to.Write(bytes);
    }

    private static byte[] Whole(ColumnType type, long value) => type.Kind switch
    {
        ColumnKind.Boolean => [(byte)value],
        ColumnKind.Date => Bytes(4, to => BinaryPrimitives.WriteInt32BigEndian(to, value is > 2_000_000_000 ? int.MaxValue : value < -2_400_000 ? int.MinValue : (int)(value - Epoch / Clock.Day))),
        ColumnKind.Timestamp => Bytes(8, to => BinaryPrimitives.WriteInt64BigEndian(to, value > Last ? long.MaxValue : value < -200_000_000_000_000_000 ? long.MinValue : value - Epoch)),
        _ => Bytes(8, to => BinaryPrimitives.WriteInt64BigEndian(to, value)),
    };

    /// <summary>Digits to the base of 10,000 without zeros at either end, the power of the first, the sign, and how many decimals are shown.</summary>
    private static byte[] Numeric(Int128 value, int scale)
    {
        var digits = new List<short>();
        var left = Int128.Abs(value);
        var weight = -1 - (scale + 3) / 4;
        for (left *= (int)Math.Pow(10, (4 - scale % 4) % 4); left > 0; left /= 10_000, weight++) digits.Insert(0, (short)(left % 10_000));
        while (digits.Count > 0 && digits[^1] == 0) digits.RemoveAt(digits.Count - 1);
        short[] all = [(short)digits.Count, (short)(digits.Count == 0 ? 0 : weight), (short)(value < 0 ? 0x4000 : 0), (short)scale, .. digits];
        return [.. all.SelectMany(one => Bytes(2, to => BinaryPrimitives.WriteInt16BigEndian(to, one)))];
    }

    private static byte[] Bytes(int length, Action<Span<byte>> write)
    {
        var bytes = new byte[length];
        write(bytes);
        return bytes;
    }

    private void Int16(short value) => to.Write(Bytes(2, to => BinaryPrimitives.WriteInt16BigEndian(to, value)));

    private void Int32(int value) => to.Write(Bytes(4, to => BinaryPrimitives.WriteInt32BigEndian(to, value)));
}
