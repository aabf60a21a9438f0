using System.Runtime.CompilerServices;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Compression.Zstd;

/// <summary>
/// Decodes Zstandard frames (RFC 8878) into a buffer that holds all of the output, so that there is no window to keep.
/// Ours, because .NET 10 brings none and a native library is not on every machine. Dictionaries are not supported.
/// </summary>
internal sealed unsafe class ZstdDecoder
{
    /// <summary>The most bytes that a block stands for.</summary>
    public const int MostBlock = 128 << 10;
    private readonly byte[] _literals = new byte[MostBlock + PooledBytes.Slack];
    private readonly HuffmanTable _huffman = new();
    private readonly SequenceTables _tables = new();
    private uint _rep1, _rep2, _rep3;
    private byte* _lit;
    private int _litCount;

    /// <summary>The most bytes that the frames of <paramref name="source"/> can stand for, from the headers of their blocks; -1 where they are damaged.</summary>
    public static long MostOutput(ReadOnlySpan<byte> source)
    {
        long most = 0;
        while (source.Length > 0)
        {
            if (!FrameHeader.TryRead(source, out var header)) return -1;
            source = source[header.Length..];
            if (header.Skip) continue;
            bool last;
            do
            {
                if (source.Length < 3) return -1;
                var head = source[0] | source[1] << 8 | source[2] << 16;
                var (type, size) = ((head >> 1) & 3, head >> 3);
                last = (head & 1) != 0;
                var stored = type == 1 ? 1 : size;
                if (type == 3 || size > MostBlock || stored > source.Length - 3) return -1;
                most += type == 2 ? MostBlock : size;
                source = source[(3 + stored)..];
            }
            while (!last);
            if (header.Checksum && source.Length < 4) return -1;
            if (header.Checksum) source = source[4..];
        }
        return most;
    }

    /// <summary>Decodes all frames of <paramref name="source"/> to exactly <paramref name="length"/> bytes; false where they are damaged.</summary>
    public bool TryDecode(Slice source, byte[] target, int length)
    {
        Snappy.DemandSlack(source, target, length);
        // Bits are loaded from before the place where they begin.
        if (source.Start < PooledBytes.Lead) throw new InvalidOperationException("a buffer without a lead");
        fixed (byte* from = source.Array, to = target) return TryDecode(from + source.Start, from + source.End, to, to + length);
    }

    // There is slack behind both ends, and a lead before the source.
    private bool TryDecode(byte* ip, byte* ipEnd, byte* op, byte* opEnd)
    {
        while (ip < ipEnd)
        {
            if (!FrameHeader.TryRead(new ReadOnlySpan<byte>(ip, (int)(ipEnd - ip)), out var header)) return false;
            ip += header.Length;
            if (header.Skip) continue;
            if (header.Dictionary != 0) return false;
            var frame = op;
            (_rep1, _rep2, _rep3) = (1, 4, 8);
            _huffman.Ready = false;
            _tables.Forget();
            if (!TryBlocks(ref ip, ipEnd, frame, ref op, opEnd)) return false;
            if (header.ContentSize >= 0 && header.ContentSize != op - frame) return false;
            if (!header.Checksum) continue;
            if (ipEnd - ip < 4 || *(uint*)ip != (uint)XxHash64.Of(new ReadOnlySpan<byte>(frame, (int)(op - frame)))) return false;
            ip += 4;
        }
        return op == opEnd;
    }

    private bool TryBlocks(ref byte* ip, byte* ipEnd, byte* frame, ref byte* op, byte* opEnd)
    {
        for (var last = false; !last;)
        {
            if (ipEnd - ip < 3) return false;
            var head = ip[0] | ip[1] << 8 | ip[2] << 16;
            ip += 3;
            last = (head & 1) != 0;
            var size = head >> 3;
            if (size > MostBlock) return false;
            switch ((head >> 1) & 3)
            {
                case 0:
                    if (size > ipEnd - ip || size > opEnd - op) return false;
                    Unsafe.CopyBlockUnaligned(op, ip, (uint)size);
                    ip += size;
                    op += size;
                    break;
                case 1:
                    if (ip == ipEnd || size > opEnd - op) return false;
                    new Span<byte>(op, size).Fill(*ip++);
                    op += size;
                    break;
                case 2:
                    if (size > ipEnd - ip || !TryBlock(ip, ip + size, frame, ref op, opEnd)) return false;
                    ip += size;
                    break;
                default: return false;
            }
        }
        return true;
    }

    private bool TryBlock(byte* ip, byte* ipEnd, byte* frame, ref byte* op, byte* opEnd)
    {
        fixed (byte* buffer = _literals)
        {
            var taken = ReadLiterals(ip, ipEnd - ip, buffer);
            if (taken < 0) return false;
            ip += taken;
            if (ip == ipEnd) return false;
            int count = *ip++;
            if (count > 127)
            {
                if (ipEnd - ip < (count == 255 ? 2 : 1)) return false;
                count = count == 255 ? *(ushort*)ip + 0x7F00 : ((count - 128) << 8) + *ip;
                ip += count >= 0x7F00 ? 2 : 1;
            }
            if (count > 0)
            {
                if (ip == ipEnd) return false;
                var modes = *ip++;
                taken = _tables.Read(modes, ip, ipEnd - ip);
                if (taken < 0) return false;
                ip += taken;
                if (!BackwardBits.TryStart(ip, ipEnd - ip, out var bits) || !TrySequences(ref bits, count, frame, ref op, opEnd)) return false;
            }
            else if (ip != ipEnd)
            {
                return false;
            }
            // What no sequence has taken comes last.
            if (_litCount > opEnd - op) return false;
            Unsafe.CopyBlockUnaligned(op, _lit, (uint)_litCount);
            op += _litCount;
            return true;
        }
    }

    private int ReadLiterals(byte* ip, long length, byte* buffer)
    {
        if (length < 1) return -1;
        var (type, format) = (ip[0] & 3, (ip[0] >> 2) & 3);
        // Behind the source there is slack to load from.
        var word = *(ulong*)ip;
        if (type < 2)
        {
            var head = format switch { 1 => 2, 3 => 3, _ => 1 };
            var size = (int)(format switch { 1 => (word >> 4) & 0xFFF, 3 => (word >> 4) & 0xFFFFF, _ => (word >> 3) & 0x1F });
            var stored = type == 0 ? size : 1;
            if (size > MostBlock || head + stored > length) return -1;
            if (type == 0)
            {
                _lit = ip + head;
            }
            else
            {
                new Span<byte>(buffer, size).Fill(ip[head]);
                _lit = buffer;
            }
            _litCount = size;
            return head + stored;
        }
        var (width, headLength) = format switch { 2 => (14, 4), 3 => (18, 5), _ => (10, 3) };
        var mask = (1UL << width) - 1;
        var plain = (int)((word >> 4) & mask);
        var packed = (int)((word >> (4 + width)) & mask);
        if (plain > MostBlock || plain == 0 || headLength + packed > length) return -1;
        var at = 0;
        if (type == 2)
        {
            at = _huffman.Read(ip + headLength, packed);
            if (at < 0) return -1;
        }
        else if (!_huffman.Ready)
        {
            return -1;
        }
        var streams = ip + headLength + at;
        if (!(format == 0 ? _huffman.TryOne(streams, packed - at, buffer, plain) : _huffman.TryFour(streams, packed - at, buffer, plain))) return -1;
        _lit = buffer;
        _litCount = plain;
        return headLength + packed;
    }

    private bool TrySequences(ref BackwardBits bits, int count, byte* frame, ref byte* target, byte* opEnd)
    {
        var op = target;
        var lit = _lit;
        var litEnd = lit + _litCount;
        var (rep1, rep2, rep3) = (_rep1, _rep2, _rep3);
        var start = bits.Start;
        fixed (ulong* literals = _tables.Literals.Entries, offsets = _tables.Offsets.Entries, matches = _tables.Matches.Entries)
        {
            var ll = literals[bits.Read(_tables.Literals.Log)];
            var of = offsets[bits.Read(_tables.Offsets.Log)];
            var ml = matches[bits.Read(_tables.Matches.Log)];
            var left = bits.Left;
            for (; count > 0; count--)
            {
                // One load holds offset and match length (47 bits at most), a second one the rest (42).
                if (left < 0) return false;
                var word = BackwardBits.Peek(start, left);
                var extra = (int)(byte)(of >> 24);
                var offset = (uint)(of >> 32) + (uint)BackwardBits.Top(word, extra);
                word <<= extra;
                left -= extra;
                extra = (byte)(ml >> 24);
                var match = (uint)(ml >> 32) + (uint)BackwardBits.Top(word, extra);
                left -= extra;
                word = BackwardBits.Peek(start, left);
                extra = (byte)(ll >> 24);
                var literal = (uint)(ll >> 32) + (uint)BackwardBits.Top(word, extra);
                left -= extra;
                if (count > 1)
                {
                    word <<= extra;
                    var n = (int)(byte)(ll >> 16);
                    ll = literals[(uint)(ushort)ll + (uint)BackwardBits.Top(word, n)];
                    word <<= n;
                    left -= n;
                    n = (byte)(ml >> 16);
                    ml = matches[(uint)(ushort)ml + (uint)BackwardBits.Top(word, n)];
                    word <<= n;
                    left -= n;
                    n = (byte)(of >> 16);
                    of = offsets[(uint)(ushort)of + (uint)BackwardBits.Top(word, n)];
                    left -= n;
                }
                if (offset > 3)
                {
                    offset -= 3;
                    (rep1, rep2, rep3) = (offset, rep1, rep2);
                }
                else if (literal > 0 ? offset > 1 : true)
                {
                    // 1 to 3 are the last three distances; behind no literals they mean the second, the third, and one less than the first.
                    if (literal == 0) offset++;
                    var distance = offset switch { 2 => rep2, 3 => rep3, _ => rep1 - 1 };
                    if (offset != 2) rep3 = rep2;
                    (rep1, rep2) = (distance, rep1);
                    offset = distance;
                }
                else
                {
                    offset = rep1;
                }
                if (literal > (ulong)(litEnd - lit) || (ulong)literal + match > (ulong)(opEnd - op)) return false;
                // Sixteen bytes at a time; what is too much lies in the slack, or where the match goes.
                var end = op + literal;
                do { Copy.Sixteen(lit, op); lit += 16; op += 16; } while (op < end);
                lit -= op - end;
                op = end;
                if (offset == 0 || offset > (ulong)(op - frame)) return false;
                op = Copy.Match(op, offset, match);
            }
            if (left != 0) return false;
        }
        (_rep1, _rep2, _rep3) = (rep1, rep2, rep3);
        _lit = lit;
        _litCount = (int)(litEnd - lit);
        target = op;
        return true;
    }
}
