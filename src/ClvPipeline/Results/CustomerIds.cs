using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ClvPipeline;

/// <summary>The ids of customers as results show them: as text whatever their kind, integers in the order of numbers and all others in that of their bytes.</summary>
internal sealed class CustomerIds<TKey>(IntakeContext context) where TKey : unmanaged, IKey<TKey>
{
    /// <summary>The first eight bytes of an id: of two that differ in it, the smaller belongs to the first.</summary>
    public ulong Prefix(TKey key, long text)
    {
        if (key is IntegerKey integer) return (ulong)integer.Value ^ (1UL << 63);
        if (context.Kind == KeyKind.Uuid) return ((WideKey)(object)key).High;
        var bytes = context.Texts[text];
        Span<byte> padded = stackalloc byte[8];
        padded.Clear();
        bytes[..Math.Min(8, bytes.Length)].CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }

    /// <summary>The order of two customers.</summary>
    public int Compare(TKey key, long text, TKey otherKey, long otherText)
    {
        var order = Prefix(key, text).CompareTo(Prefix(otherKey, otherText));
        if (order != 0 || context.Kind == KeyKind.Integer) return order;
        return context.Kind == KeyKind.Uuid
            ? ((WideKey)(object)key).Low.CompareTo(((WideKey)(object)otherKey).Low)
            : context.Texts[text].SequenceCompareTo(context.Texts[otherText]);
    }

    /// <summary>Adds a column of ids, one a row.</summary>
    public void AddTo(TableBuilder table, TKey[] keys, long[] texts)
    {
        var codes = new int[keys.Length];
        for (var i = 0; i < codes.Length; i++) codes[i] = i;
        AddTo(table, codes, keys, texts);
    }

    /// <summary>Adds a column of ids by their places in a list.</summary>
    public void AddTo(TableBuilder table, int[] codes, TKey[] keys, long[] texts)
    {
        var offsets = new int[keys.Length + 1];
        var data = new byte[Math.Max(1024, keys.Length * 12)];
        Span<byte> uuid = stackalloc byte[16];
        for (var i = 0; i < keys.Length; i++)
        {
            if (offsets[i] + 1024 > data.Length) Array.Resize(ref data, (int)Math.Min(2L * data.Length, Array.MaxLength));
            var at = data.AsSpan(offsets[i]);
            int length;
            if (keys[i] is IntegerKey integer)
            {
                integer.Value.TryFormat(at, out length, provider: CultureInfo.InvariantCulture);
            }
            else if (context.Kind == KeyKind.Uuid)
            {
                var key = (WideKey)(object)keys[i];
                BinaryPrimitives.WriteUInt64BigEndian(uuid, key.High);
                BinaryPrimitives.WriteUInt64BigEndian(uuid[8..], key.Low);
                length = Encoding.UTF8.GetBytes(new Guid(uuid, bigEndian: true).ToString("D"), at);
            }
            else
            {
                var text = context.Texts[texts[i]];
                text.CopyTo(at);
                length = text.Length;
            }

            offsets[i + 1] = offsets[i] + length;
        }

        table.Text(codes, data[..offsets[^1]], offsets);
    }
}
