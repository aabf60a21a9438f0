using System.Runtime.CompilerServices;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Compression;

/// <summary>Decodes Snappy blocks (github.com/google/snappy, format_description.txt).</summary>
internal static unsafe class Snappy
{
    /// <summary>The most bytes that one compressed byte can stand for: copies of 64 bytes take three.</summary>
    public const int MostExpansion = 22;

    // By tag of a copy: its length, in 8 to 10 the high bits of its offset, and from 11 on how many bytes with the rest of it follow.
    private static readonly ushort[] Copies = [.. Enumerable.Range(0, 256).Select(tag => (ushort)((tag & 3) switch
    {
        0 => 0,
        1 => (((tag >> 2) & 7) + 4) | ((tag >> 5) << 8) | (1 << 11),
        2 => ((tag >> 2) + 1) | (2 << 11),
        _ => ((tag >> 2) + 1) | (4 << 11),
    }))];

    /// <summary>Decodes exactly <paramref name="length"/> bytes; false where the data is damaged. Both arrays have the slack behind their ends.</summary>
    public static bool TryDecode(Slice source, byte[] target, int length)
    {
        DemandSlack(source, target, length);
        var header = 0;
        if (Header(source.Span, ref header) != length) return false;
        fixed (ushort* copies = Copies)
        fixed (byte* from = source.Array, to = target) return Decode(from + source.Start + header, from + source.End, to, to + length, copies);
    }

    /// <summary>Wide loads and stores count on it, so it is not taken on trust.</summary>
    public static void DemandSlack(Slice source, byte[] target, int length)
    {
        if (source.Start < 0 || source.Length < 0 || source.End + PooledBytes.Slack > source.Array.Length || length + PooledBytes.Slack > target.Length) throw new InvalidOperationException("a buffer without slack");
    }

    private static long Header(ReadOnlySpan<byte> source, ref int at)
    {
        long value = 0;
        for (var shift = 0; shift < 35 && at < source.Length; shift += 7)
        {
            var b = source[at++];
            value |= (long)(b & 127) << shift;
            if (b < 128) return value;
        }
        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Decode(byte* ip, byte* ipEnd, byte* op, byte* opEnd, ushort* copies)
    {
        var opStart = op;
        while (ip < ipEnd)
        {
            uint tag = *ip++;
            uint length, offset;
            if ((tag & 3) == 0)
            {
                length = (tag >> 2) + 1;
                if (length > 60)
                {
                    var extra = length - 60;
                    if (extra > (ulong)(ipEnd - ip)) return false;
                    length = (*(uint*)ip & (uint)((1UL << (int)(8 * extra)) - 1)) + 1;
                    ip += extra;
                    if (length == 0) return false;
                }
                if (length > (ulong)(ipEnd - ip) || length > (ulong)(opEnd - op)) return false;
                if (length <= 32)
                {
                    Copy.Sixteen(ip, op);
                    Copy.Sixteen(ip + 16, op + 16);
                }
                else Unsafe.CopyBlockUnaligned(op, ip, length);
                ip += length;
                op += length;
                continue;
            }
            // The three kinds of copies go one way: which of them comes next is anybody's guess, and a wrong one costs more than this. What is read behind the end
            // lies in the slack, and is found out by the check below.
            uint copy = copies[tag];
            var bytes = copy >> 11;
            length = copy & 0xff;
            offset = (copy & 0x700) | (*(uint*)ip & (uint)((1UL << (int)(8 * bytes)) - 1));
            ip += bytes;
            if (ip > ipEnd || offset == 0 || offset > (ulong)(op - opStart) || length > (ulong)(opEnd - op)) return false;
            op = Copy.Match(op, offset, length);
        }
        return op == opEnd;
    }
}
