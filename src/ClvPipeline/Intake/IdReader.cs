using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace ClvPipeline;

/// <summary>Reads order and touch ids as 64-bit numbers: the integer itself, or a reference to the bytes of a text id or UUID.</summary>
internal abstract class IdReader
{
    /// <summary>Reads as many rows as <paramref name="ids"/> has; <paramref name="has"/> says which rows have one.</summary>
    public abstract void Read(Span<long> ids, Span<bool> has, RowBlock block);

    /// <summary>The reader of a column, or null where the source has none.</summary>
    /// <param name="part">The part.</param>
    /// <param name="column">Our name of the column.</param>
    /// <param name="required">Whether a null or blank id makes a bad row, rather than one without an id.</param>
    /// <param name="texts">Where text goes.</param>
    public static IdReader? Open(IPart part, string column, bool required, Utf8Arena.Writer texts) => part.TypeOf(column)?.Kind switch
    {
        null => null,
        ColumnKind.Text => new TextIds(part.Open(column), column, required, texts),
        ColumnKind.Uuid => new UuidIds(part.Open(column), column, required, texts),
        _ => new IntegerIds(part.Open(column), column, required),
    };

    /// <summary>Whether a text is what ids nearly always are: visible ASCII and not too long, so that there is nothing more to ask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsPlain(ReadOnlySpan<byte> text)
    {
        const byte first = (byte)'!', span = (byte)'~' - first;
        if (text.Length is 0 or > 1000) return false;
        if (text.Length >= Vector128<byte>.Count)
        {
            // The last look overlaps the one before.
            var last = text.Length - Vector128<byte>.Count;
            var largest = Vector128.Create(text[last..]) - Vector128.Create(first);
            for (var i = 0; i < last; i += Vector128<byte>.Count) largest = Vector128.Max(largest, Vector128.Create(text[i..]) - Vector128.Create(first));
            return Vector128.LessThanOrEqualAll(largest, Vector128.Create(span));
        }

        foreach (var b in text)
            if ((byte)(b - first) > span) return false;
        return true;
    }

    internal static bool IsBlank(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
            if (b > ' ') return b >= 0x80 && string.IsNullOrWhiteSpace(Encoding.UTF8.GetString(text));
        return true;
    }
}

/// <summary>Integers; decimals without a fraction count as such.</summary>
internal sealed class IntegerIds(ColumnCursor cursor, string column, bool required) : IdReader
{
    private readonly byte[] _valid = new byte[RowBlock.Capacity];
    private readonly Int128[] _wide = cursor.Wide ? new Int128[RowBlock.Capacity] : [];

    public override void Read(Span<long> ids, Span<bool> has, RowBlock block)
    {
        if (_wide.Length > 0)
        {
            cursor.Read(_wide.AsSpan(0, ids.Length), _valid.AsSpan(0, ids.Length));
            for (var i = 0; i < ids.Length; i++)
            {
                ids[i] = unchecked((long)_wide[i]);
                if (_wide[i] != ids[i]) block.Reject(i, column, "does not fit 64 bits", _wide[i].ToString(CultureInfo.InvariantCulture));
            }
        }
        else
        {
            cursor.Read(ids, _valid.AsSpan(0, ids.Length));
        }

        if (!_valid.AsSpan(0, ids.Length).ContainsAnyExcept((byte)1))
        {
            has[..ids.Length].Fill(true);
            return;
        }

        for (var i = 0; i < ids.Length; i++)
        {
            has[i] = _valid[i] == 1;
            if (_valid[i] > 1) block.Reject(i, column, "is not a whole number of 64 bits", cursor.Unreadable(i));
            else if (required && !has[i]) block.Reject(i, column, "is null", (string?)null);
        }
    }
}

internal sealed class UuidIds(ColumnCursor cursor, string column, bool required, Utf8Arena.Writer texts) : IdReader
{
    private readonly byte[] _valid = new byte[RowBlock.Capacity];
    private readonly Int128[] _values = new Int128[RowBlock.Capacity];

    public override void Read(Span<long> ids, Span<bool> has, RowBlock block)
    {
        cursor.Read(_values.AsSpan(0, ids.Length), _valid.AsSpan(0, ids.Length));
        Span<byte> bytes = stackalloc byte[16];
        for (var i = 0; i < ids.Length; i++)
        {
            has[i] = _valid[i] != 0;
            if (!has[i])
            {
                ids[i] = 0;
                if (required) block.Reject(i, column, "is null", (string?)null);
                continue;
            }

            BinaryPrimitives.WriteUInt128BigEndian(bytes, (UInt128)_values[i]);
            ids[i] = texts.Add(bytes);
        }
    }
}

internal sealed class TextIds(ColumnCursor cursor, string column, bool required, Utf8Arena.Writer texts) : IdReader
{
    private readonly Texts _texts = new(cursor, column, required, texts);
    private readonly (long Id, bool Has)[] _rows = new (long, bool)[RowBlock.Capacity];

    public override void Read(Span<long> ids, Span<bool> has, RowBlock block)
    {
        _texts.Read(_rows.AsSpan(0, ids.Length), block);
        for (var i = 0; i < ids.Length; i++) (ids[i], has[i]) = _rows[i];
    }

    private sealed class Texts(ColumnCursor cursor, string column, bool required, Utf8Arena.Writer texts) : TextColumn<(long Id, bool Has)>(cursor)
    {
        public override string Column => column;

        protected override ((long Id, bool Has) Value, string? Problem) Map(ReadOnlySpan<byte> text)
        {
            if (RowBlock.Problem(text) is { } problem) return (default, problem);
            if (IsBlank(text)) return (default, required ? "is blank" : null);
            return ((texts.Add(text), true), null);
        }

        protected override void MapPlain(Utf8Values values, Span<(long Id, bool Has)> known, Span<byte> states)
        {
            for (var i = 0; i < known.Length; i++)
            {
                var text = values[i];
                if (!IsPlain(text)) continue;
                known[i] = (texts.Add(text), true);
                states[i] = Fine;
            }
        }

        protected override (long Id, bool Has) Null(out string? problem)
        {
            problem = required ? "is null" : null;
            return default;
        }
    }
}
