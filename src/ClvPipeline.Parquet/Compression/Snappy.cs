using System.Runtime.CompilerServices;
using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Compression;

/// <summary>Decodes Snappy blocks (github.com/google/snappy, format_description.txt).</summary>
internal static unsafe class Snappy
{
    /// <summary>The most bytes that one compressed byte can stand for: copies of 64 bytes take three.</summary>
    public const int MostExpansion = 22;

    /// <summary>Decodes exactly <paramref name="length"/> bytes to <paramref name="start"/>; both arrays have the slack behind their ends.</summary>
    public static void Decode(Slice source, byte[] target, int start, int length, Place place)
    {
        var header = 0;
        var declared = Header(source.Span, ref header, place);
        if (declared != (uint)length) throw place.Error($"a page is damaged: Snappy says {declared} bytes, the page header {length}");
        if (source.End + PooledBytes.Slack > source.Array.Length || start + length + PooledBytes.Slack > target.Length) throw new InvalidOperationException("a buffer without slack");
        fixed (byte* from = source.Array, to = target)
        {
            if (!Decode(from + source.Start + header, from + source.End, to + start, to + start + length)) throw place.Error("a page is damaged: its Snappy data cannot be decoded");
        }
    }

    private static uint Header(ReadOnlySpan<byte> source, ref int at, Place place)
    {
        ulong value = 0;
        for (var shift = 0; shift < 35 && at < source.Length; shift += 7)
        {
            var b = source[at++];
            value |= (ulong)(b & 127) << shift;
            if (b < 128) return value <= int.MaxValue ? (uint)value : throw place.Error("a page is damaged: Snappy declares more than 2 GB");
        }
        throw place.Error("a page is damaged: its Snappy data has no length");
    }

    // Copies go in steps of 16 and may write up to 15 bytes too many: into the slack, or where the next step writes anyway.
    private static bool Decode(byte* ip, byte* ipEnd, byte* op, byte* opEnd)
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
                if (length <= 16) Copy16(ip, op);
                else Unsafe.CopyBlockUnaligned(op, ip, length);
                ip += length;
                op += length;
                continue;
            }
            // What is read behind the end lies in the slack, and is found out by the check below.
            switch (tag & 3)
            {
                case 1:
                    length = ((tag >> 2) & 7) + 4;
                    offset = ((tag >> 5) << 8) | *ip++;
                    break;
                case 2:
                    length = (tag >> 2) + 1;
                    offset = *(ushort*)ip;
                    ip += 2;
                    break;
                default:
                    length = (tag >> 2) + 1;
                    offset = *(uint*)ip;
                    ip += 4;
                    break;
            }
            if (ip > ipEnd || offset == 0 || offset > (ulong)(op - opStart) || length > (ulong)(opEnd - op)) return false;
            var end = op + length;
            var match = op - offset;
            if (offset >= 16)
            {
                do { Copy16(match, op); match += 16; op += 16; } while (op < end);
            }
            else if (offset >= 8)
            {
                do { *(ulong*)op = *(ulong*)match; match += 8; op += 8; } while (op < end);
            }
            else
            {
                do *op++ = *match++; while (op < end);
            }
            op = end;
        }
        return op == opEnd;
    }

    private static void Copy16(byte* from, byte* to) => Unsafe.WriteUnaligned(to, Unsafe.ReadUnaligned<Int128>(from));
}
