using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ClvPipeline.Parquet.Compression;

/// <summary>Copies in wide steps that may write up to 15 bytes too many: into the slack of a buffer, or where the next step writes anyway.</summary>
internal static unsafe class Copy
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sixteen(byte* from, byte* to) => Vector128.Load(from).Store(to);

    /// <summary>Repeats what stands <paramref name="offset"/> bytes before <paramref name="op"/>, and returns where it ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Match(byte* op, ulong offset, uint length)
    {
        var end = op + length;
        var from = op - offset;
        if (offset >= 16)
        {
            do { Sixteen(from, op); from += 16; op += 16; } while (op < end);
        }
        else
        {
            Near(op, from, offset, end);
        }
        return end;
    }

    // Source and target overlap. After a byte-wise start the distance is a multiple of the period that wide steps do not overtake.
    private static void Near(byte* op, byte* from, ulong offset, byte* end)
    {
        if (offset < 8)
        {
            var period = offset;
            while (period < 8) period += offset;
            for (var stop = op + (period - offset); op < stop && op < end;) *op++ = *from++;
            from = op - period;
        }
        while (op < end)
        {
            *(ulong*)op = *(ulong*)from;
            from += 8;
            op += 8;
        }
    }
}
