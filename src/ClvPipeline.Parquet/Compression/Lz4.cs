using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Compression;

/// <summary>Decodes LZ4 blocks (github.com/lz4/lz4, lz4_Block_format.md), bare or in Hadoop's frames.</summary>
internal static unsafe class Lz4
{
    /// <summary>A length of 255 costs one byte.</summary>
    public const int MostExpansion = 255;

    public static bool TryDecode(Slice source, byte[] target, int length)
    {
        Snappy.DemandSlack(source, target, length);
        fixed (byte* from = source.Array, to = target) return Decode(from + source.Start, from + source.End, to, to + length) == to + length;
    }

    /// <summary>Codec LZ4 is Hadoop's by its specification, but some writers took it for the bare block.</summary>
    public static bool TryDecodeFramed(Slice source, byte[] target, int length) => TryHadoop(source, target, length) || TryDecode(source, target, length);

    /// <summary>What the block's tokens say it holds; -1 where it is damaged.</summary>
    public static long MostOutput(ReadOnlySpan<byte> source)
    {
        long most = 0;
        for (var at = 0; at < source.Length;)
        {
            int token = source[at++];
            var literals = Length(source, token >> 4, ref at);
            if (literals < 0 || literals > source.Length - at) return -1;
            at += (int)literals;
            most += literals;
            if (at == source.Length) return most;
            at += 2;
            var match = at > source.Length ? -1 : Length(source, token & 15, ref at);
            if (match < 0) return -1;
            most += match + 4;
        }
        return most;
    }

    private static long Length(ReadOnlySpan<byte> source, int start, ref int at)
    {
        long length = start;
        if (start < 15) return length;
        while (at < source.Length)
        {
            int more = source[at++];
            length += more;
            if (more < 255) return length;
        }
        return -1;
    }

    // Blocks of: plain bytes, then pieces of packed bytes until these are there; the sizes with their highest byte first.
    private static bool TryHadoop(Slice source, byte[] target, int length)
    {
        Snappy.DemandSlack(source, target, length);
        fixed (byte* from = source.Array, to = target)
        {
            byte* ip = from + source.Start, ipEnd = ip + source.Length, op = to, opEnd = op + length;
            while (op < opEnd)
            {
                if (ipEnd - ip < 8) return false;
                var plain = Size(ip);
                ip += 4;
                if (plain > (ulong)(opEnd - op)) return false;
                for (var blockEnd = op + plain; op < blockEnd;)
                {
                    if (ipEnd - ip < 4) return false;
                    var packed = Size(ip);
                    ip += 4;
                    if (packed == 0 || packed > (ulong)(ipEnd - ip)) return false;
                    op = Decode(ip, ip + packed, op, blockEnd);
                    if (op is null) return false;
                    ip += packed;
                }
            }
            return ip == ipEnd;
        }
    }

    private static uint Size(byte* at) => BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(at));

    // Returns where the output ends, or null where the block is damaged.
    private static byte* Decode(byte* ip, byte* ipEnd, byte* op, byte* opEnd)
    {
        var start = op;
        while (ip < ipEnd)
        {
            uint token = *ip++;
            ulong length = token >> 4;
            if (length == 15 && !Extend(ref ip, ipEnd, ref length)) return null;
            if (length > (ulong)(ipEnd - ip) || length > (ulong)(opEnd - op)) return null;
            if (length <= 16) Copy.Sixteen(ip, op);
            else Unsafe.CopyBlockUnaligned(op, ip, (uint)length);
            ip += length;
            op += length;
            // The last literals have no copy behind them.
            if (ip == ipEnd) return op;
            if (ipEnd - ip < 2) return null;
            uint offset = Unsafe.ReadUnaligned<ushort>(ip);
            ip += 2;
            length = token & 15;
            if (length == 15 && !Extend(ref ip, ipEnd, ref length)) return null;
            length += 4;
            if (offset == 0 || offset > (ulong)(op - start) || length > (ulong)(opEnd - op)) return null;
            op = Copy.Match(op, offset, (uint)length);
        }
        return op;
    }

    private static bool Extend(ref byte* ip, byte* ipEnd, ref ulong length)
    {
        uint more;
        do
        {
            if (ip >= ipEnd) return false;
            more = *ip++;
            length += more;
        }
        while (more == 255);
        return true;
    }
}
