using System.Buffers.Binary;
using System.Text;

namespace ClvPipeline.Storage;

/// <summary>
/// A result table in the binary format of Postgres's COPY, straight from its columns: no object and no string a value.
/// Integers are big-endian, dates and instants count from 2000-01-01, numeric is digits to the base of 10,000.
/// </summary>
internal sealed class CopyStream
{
    private const int BufferSize = 1 << 18, DaysTo2000 = 10_957;
    private const long MicrosTo2000 = 946_684_800_000_000;

    private static ReadOnlySpan<byte> Signature => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0];

    private readonly Stream _to;
    private readonly ResultTable _table;
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _filled;

    private CopyStream(Stream to, ResultTable table) => (_to, _table) = (to, table);

    /// <summary>Writes all rows, header and trailer included.</summary>
    public static void Write(Stream to, ResultTable table, CancellationToken cancellation) => new CopyStream(to, table).Write(cancellation);

    private void Write(CancellationToken cancellation)
    {
        Signature.CopyTo(Room(Signature.Length));
        Room(8).Clear(); // no flags, no extension
        var columns = _table.Columns.Count;
        for (var row = 0; row < _table.Rows; row++)
        {
            if ((row & 0xFFF) == 0) cancellation.ThrowIfCancellationRequested();
            BinaryPrimitives.WriteInt16BigEndian(Room(2), (short)columns);
            for (var column = 0; column < columns; column++) Value(_table.Columns[column], _table.Spec.Columns[column].Kind, row);
        }

        BinaryPrimitives.WriteInt16BigEndian(Room(2), -1);
        Flush();
    }

    private void Value(ResultColumn column, ResultKind kind, int row)
    {
        switch (column)
        {
            case ResultColumn.Longs { Valid: { } valid } when valid[row] == 0:
            case ResultColumn.Reals { Valid: { } known } when known[row] == 0:
            case ResultColumn.Wide { Valid: { } there } when there[row] == 0:
                Length(-1);
                break;
            case ResultColumn.Longs longs:
                Whole(longs.Values[row], kind);
                break;
            case ResultColumn.Reals reals:
                Length(8);
                BinaryPrimitives.WriteDoubleBigEndian(Room(8), reals.Values[row]);
                break;
            case ResultColumn.Wide wide:
                Numeric(wide.Values[row]);
                break;
            case ResultColumn.Text text:
                Text(text, text.Codes[row]);
                break;
        }
    }

    private void Whole(long value, ResultKind kind)
    {
        switch (kind)
        {
            case ResultKind.Money:
                Numeric(value);
                break;
            case ResultKind.Date:
                Length(4);
                BinaryPrimitives.WriteInt32BigEndian(Room(4), checked((int)(value - DaysTo2000)));
                break;
            case ResultKind.Boolean:
                Length(1);
                Room(1)[0] = (byte)value;
                break;
            default:
                Length(8);
                BinaryPrimitives.WriteInt64BigEndian(Room(8), kind == ResultKind.Instant ? value - MicrosTo2000 : value);
                break;
        }
    }

    private void Numeric(Int128 micros)
    {
        Span<byte> bytes = stackalloc byte[NumericBytes.MostBytes];
        var length = NumericBytes.Write(micros, bytes);
        Length(length);
        bytes[..length].CopyTo(Room(length));
    }

    private void Text(ResultColumn.Text text, int code)
    {
        if (code < 0)
        {
            Length(-1);
            return;
        }

        ReadOnlySpan<byte> bytes = text.Data.AsSpan(text.Offsets[code]..text.Offsets[code + 1]);
        // The one character that Postgres has no room for, and only in the values of rejected rows: shown as its symbol.
        if (bytes.Contains((byte)0)) bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace('\0', '\u2400'));
        Length(bytes.Length);
        if (bytes.Length <= BufferSize)
        {
            bytes.CopyTo(Room(bytes.Length));
            return;
        }

        Flush();
        _to.Write(bytes);
    }

    private void Length(int bytes) => BinaryPrimitives.WriteInt32BigEndian(Room(4), bytes);

    private Span<byte> Room(int bytes)
    {
        if (_filled + bytes > BufferSize) Flush();
        _filled += bytes;
        return _buffer.AsSpan(_filled - bytes, bytes);
    }

    private void Flush()
    {
        _to.Write(_buffer, 0, _filled);
        _filled = 0;
    }
}
