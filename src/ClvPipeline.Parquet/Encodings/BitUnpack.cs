using System.Runtime.CompilerServices;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>Unpacks numbers of 0 to 64 bits that are packed from the lowest bit up. Loads are eight bytes wide: the source needs slack behind its end.</summary>
internal static unsafe class BitUnpack
{
    /// <summary>Unpacks <paramref name="count"/> numbers of up to 32 bits, a multiple of eight, from a byte boundary.</summary>
    public static void Eights(byte* from, int* to, int count, int width)
    {
        var mask = (1UL << width) - 1;
        if (width <= 8)
        {
            for (var end = to + count; to < end; to += 8, from += width)
            {
                var word = Unsafe.ReadUnaligned<ulong>(from);
                to[0] = (int)(word & mask);
                to[1] = (int)((word >> width) & mask);
                to[2] = (int)((word >> (2 * width)) & mask);
                to[3] = (int)((word >> (3 * width)) & mask);
                to[4] = (int)((word >> (4 * width)) & mask);
                to[5] = (int)((word >> (5 * width)) & mask);
                to[6] = (int)((word >> (6 * width)) & mask);
                to[7] = (int)((word >> (7 * width)) & mask);
            }
            return;
        }
        for (var end = to + count; to < end; to += 8, from += width)
        {
            for (var i = 0; i < 8; i++) to[i] = (int)((Unsafe.ReadUnaligned<ulong>(from + ((i * width) >> 3)) >> ((i * width) & 7)) & mask);
        }
    }

    /// <summary>The number at place <paramref name="index"/>, of up to 32 bits.</summary>
    public static int One(byte* from, long index, int width)
    {
        var bit = index * width;
        return (int)((Unsafe.ReadUnaligned<ulong>(from + (bit >> 3)) >> (int)(bit & 7)) & ((1UL << width) - 1));
    }

    /// <summary>Unpacks <paramref name="count"/> numbers of up to 64 bits.</summary>
    public static void Longs(byte* from, long* to, int count, int width)
    {
        if (width == 0)
        {
            new Span<long>(to, count).Clear();
            return;
        }
        var mask = width == 64 ? ulong.MaxValue : (1UL << width) - 1;
        var bit = 0;
        for (var i = 0; i < count; i++, bit += width)
        {
            var shift = bit & 7;
            var word = Unsafe.ReadUnaligned<ulong>(from + (bit >> 3)) >> shift;
            // Only numbers of more than 57 bits can reach into a ninth byte.
            if (shift + width > 64) word |= (ulong)from[(bit >> 3) + 8] << (64 - shift);
            to[i] = (long)(word & mask);
        }
    }
}
