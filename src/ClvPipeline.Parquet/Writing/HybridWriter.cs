using System.Buffers.Binary;

namespace ClvPipeline.Parquet.Writing;

/// <summary>Writes the hybrid of run lengths and bit-packed groups.</summary>
internal static class HybridWriter
{
    public static void Write(ReadOnlySpan<int> numbers, int width, ByteSink to)
    {
        // A run pays when it is longer than its own header and that of the packed groups behind it.
        var shortest = Math.Max(8, 64 / Math.Max(width, 1));
        for (var i = 0; i < numbers.Length;)
        {
            var run = RunAt(numbers, i, int.MaxValue);
            if (run >= shortest || width == 0)
            {
                Run(numbers[i], run, width, to);
                i += run;
                continue;
            }
            var end = i;
            do end += 8; while (end < numbers.Length && RunAt(numbers, end, shortest) < shortest);
            to.Varint((ulong)((end - i) / 8) << 1 | 1);
            Pack(numbers[i..Math.Min(end, numbers.Length)], (end - i) / 8 * width, width, to);
            i = end;
        }
    }

    public static void Run(int value, int count, int width, ByteSink to)
    {
        to.Varint((ulong)count << 1);
        for (var shift = 0; shift < width; shift += 8) to.U8(value >> shift);
    }

    private static int RunAt(ReadOnlySpan<int> numbers, int at, int most)
    {
        var first = numbers[at];
        var end = (int)Math.Min(numbers.Length, (long)at + most);
        var i = at + 1;
        while (i < end && numbers[i] == first) i++;
        return i - at;
    }

    private static void Pack(ReadOnlySpan<int> numbers, int size, int width, ByteSink to)
    {
        // Eight bytes more than needed, because words are written whole.
        var start = to.Length;
        var bytes = to.Take(size + 8);
        var (word, bits, at) = (0UL, 0, 0);
        foreach (var number in numbers)
        {
            word |= (ulong)(uint)number << bits;
            bits += width;
            if (bits < 32) continue;
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[at..], (uint)word);
            word >>= 32;
            bits -= 32;
            at += 4;
        }
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[at..], word);
        if (at + 8 < size) bytes[(at + 8)..size].Clear();
        to.Shorten(start + size);
    }
}
