using System.Numerics;
using System.Runtime.CompilerServices;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>Single bits, lowest first, to bytes of 0 or 1.</summary>
internal static class Bits
{
    /// <summary>Unpacks into.Length bits from bit <paramref name="index"/> behind <paramref name="start"/>; returns how many were 1.</summary>
    public static int Unpack(byte[] bytes, int start, long index, Span<byte> into)
    {
        var (i, ones) = (0, 0);
        var at = start + (int)(index >> 3);
        var bit = (int)(index & 7);
        while (i < into.Length)
        {
            if (bit == 0 && into.Length - i >= 8)
            {
                var b = bytes[at++];
                ones += BitOperations.PopCount(b);
                // Bit k is moved to byte k, where it becomes 1 by carrying into the byte's highest bit.
                var spread = (b * 0x0101010101010101UL) & 0x8040201008040201UL;
                Unsafe.WriteUnaligned(ref into[i], ((spread + 0x7F7F7F7F7F7F7F7FUL) >> 7) & 0x0101010101010101UL);
                i += 8;
                continue;
            }
            var one = (bytes[at] >> bit) & 1;
            into[i++] = (byte)one;
            ones += one;
            if (++bit == 8) (at, bit) = (at + 1, 0);
        }
        return ones;
    }
}
