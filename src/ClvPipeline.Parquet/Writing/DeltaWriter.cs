using System.Buffers.Binary;
using System.Numerics;

namespace ClvPipeline.Parquet.Writing;

/// <summary>Writes DELTA_BINARY_PACKED: blocks of 128 differences, each quarter with a width of its own.</summary>
internal static class DeltaWriter
{
    private const int Block = 128, Quarters = 4, Quarter = Block / Quarters;

    /// <summary>Whether differences take less than half of the plain bytes: sorted keys and times do, hashes do not.</summary>
    public static bool Pays(ReadOnlySpan<long> values, int size)
    {
        if (values.Length < Block) return false;
        var (bytes, limit) = (0L, (long)size * values.Length / 2);
        for (var at = 1; at < values.Length && bytes < limit; at += Quarter)
        {
            var (min, max) = (long.MaxValue, long.MinValue);
            for (var i = at; i < Math.Min(at + Quarter, values.Length); i++)
            {
                var delta = Delta(values[i], values[i - 1], size);
                min = Math.Min(min, delta);
                max = Math.Max(max, delta);
            }
            bytes += 3 + Quarter / 8 * Width(unchecked((ulong)(max - min)), size);
        }
        return bytes < limit;
    }

    /// <param name="values">The values.</param>
    /// <param name="size">Bytes of one: 8 or 4. Differences are taken modulo that.</param>
    /// <param name="to">Where to.</param>
    public static void Write(ReadOnlySpan<long> values, int size, ByteSink to)
    {
        to.Varint(Block);
        to.Varint(Quarters);
        to.Varint((ulong)values.Length);
        to.Varint(values.IsEmpty ? 0 : ZigZag(values[0]));
        Span<ulong> deltas = stackalloc ulong[Block];
        for (var at = 1; at < values.Length; at += Block)
        {
            var count = Math.Min(Block, values.Length - at);
            var min = long.MaxValue;
            for (var i = 0; i < count; i++) min = Math.Min(min, Delta(values[at + i], values[at + i - 1], size));
            for (var i = 0; i < count; i++) deltas[i] = Fit(unchecked((ulong)(Delta(values[at + i], values[at + i - 1], size) - min)), size);
            deltas[count..].Clear();
            to.Varint(ZigZag(min));
            var widths = to.Length;
            to.Take(Quarters).Clear();
            for (var q = 0; q * Quarter < count; q++)
            {
                var some = deltas.Slice(q * Quarter, Quarter);
                var all = 0UL;
                foreach (var delta in some) all |= delta;
                var width = Width(all, size);
                to.Array[widths + q] = (byte)width;
                Pack(some, width, to.Take(Quarter / 8 * width));
            }
        }
    }

    private static long Delta(long value, long before, int size) => size == 4 ? unchecked((int)(value - before)) : unchecked(value - before);

    private static ulong Fit(ulong delta, int size) => size == 4 ? (uint)delta : delta;

    private static int Width(ulong largest, int size) => Math.Min(64 - BitOperations.LeadingZeroCount(largest), 8 * size);

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private static void Pack(ReadOnlySpan<ulong> numbers, int width, Span<byte> to)
    {
        var (word, bits, at) = (0UL, 0, 0); // what is not written yet, from its lowest bits on
        foreach (var number in numbers)
        {
            word |= number << bits;
            bits += width;
            if (bits < 64) continue;
            BinaryPrimitives.WriteUInt64LittleEndian(to[at..], word);
            (at, bits) = (at + 8, bits - 64);
            word = bits == 0 ? 0 : number >> (width - bits);
        }

        // A quarter of an odd width ends in half a word.
        if (bits > 0) BinaryPrimitives.WriteUInt32LittleEndian(to[at..], (uint)word);
    }
}
