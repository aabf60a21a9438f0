using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

using System.Globalization;

namespace ClvPipeline;

/// <summary>Reads customer ids as keys. A null or blank one is a bad row.</summary>
internal abstract class KeyReader<TKey> where TKey : unmanaged, IKey<TKey>
{
    /// <summary>Reads as many rows as <paramref name="keys"/> has.</summary>
    public abstract void Read(Span<TKey> keys, RowBlock block);

    /// <summary>After <see cref="Read"/>: a reference to the text of row <paramref name="row"/>'s id, 0 for other kinds.</summary>
    public virtual long TextOf(int row) => 0;

    /// <summary>The reader for a kind of id.</summary>
    public static KeyReader<TKey> Open(IPart part, KeyKind kind, Utf8Arena.Writer? texts) => (KeyReader<TKey>)(object)(kind switch
    {
        KeyKind.Integer => new IntegerKeyReader(part.Open("customer_id")),
        KeyKind.Uuid => new UuidKeyReader(part.Open("customer_id")),
        _ => new TextKeyReader(part.Open("customer_id"), texts),
    });
}

internal sealed class IntegerKeyReader(ColumnCursor cursor) : KeyReader<IntegerKey>
{
    private readonly IntegerIds _ids = new(cursor, "customer_id", required: true);
    private readonly bool[] _has = new bool[RowBlock.Capacity];

    // A key is its number and nothing else, so numbers are read straight into keys.
    public override void Read(Span<IntegerKey> keys, RowBlock block) => _ids.Read(MemoryMarshal.Cast<IntegerKey, long>(keys), _has, block);
}

internal sealed class UuidKeyReader(ColumnCursor cursor) : KeyReader<WideKey>
{
    private readonly Int128[] _values = new Int128[RowBlock.Capacity];
    private readonly byte[] _valid = new byte[RowBlock.Capacity];

    public override void Read(Span<WideKey> keys, RowBlock block)
    {
        cursor.Read(_values.AsSpan(0, keys.Length), _valid.AsSpan(0, keys.Length));
        for (var i = 0; i < keys.Length; i++)
        {
            var value = (UInt128)_values[i];
            keys[i] = new WideKey((ulong)(value >> 64), (ulong)value);
            if (_valid[i] == 0) block.Reject(i, "customer_id", "is null", (string?)null);
        }
    }
}

internal sealed class TextKeyReader(ColumnCursor cursor, Utf8Arena.Writer? texts) : KeyReader<WideKey>
{
    private readonly Ids _ids = new(cursor, texts);
    private readonly (WideKey Key, long Text)[] _rows = new (WideKey, long)[RowBlock.Capacity];

    public override void Read(Span<WideKey> keys, RowBlock block)
    {
        _ids.Read(_rows.AsSpan(0, keys.Length), block);
        for (var i = 0; i < keys.Length; i++) keys[i] = _rows[i].Key;
    }

    public override long TextOf(int row) => _rows[row].Text;

    private sealed class Ids(ColumnCursor cursor, Utf8Arena.Writer? texts) : TextColumn<(WideKey Key, long Text)>(cursor)
    {
        public override string Column => "customer_id";

        protected override ((WideKey Key, long Text) Value, string? Problem) Map(ReadOnlySpan<byte> text)
        {
            if (RowBlock.Problem(text) is { } problem) return (default, problem);
            if (IdReader.IsBlank(text)) return (default, "is blank");
            return ((TextKey.Of(text), texts?.Add(text) ?? 0), null);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        protected override void MapPlain(Utf8Values values, Span<(WideKey Key, long Text)> known, Span<byte> states)
        {
            for (var i = 0; i < known.Length; i++)
            {
                var text = values[i];
                if (!TextKey.IsUuid(text, out var key))
                {
                    if (!IdReader.IsPlain(text)) continue;
                    key = TextHash.Of(text);
                }

                known[i] = (key, texts?.Add(text) ?? 0);
                states[i] = Fine;
            }
        }

        protected override (WideKey Key, long Text) Null(out string? problem)
        {
            problem = "is null";
            return default;
        }
    }
}
