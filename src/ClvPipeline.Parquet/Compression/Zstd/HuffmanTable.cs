using System.Numerics;
using System.Runtime.CompilerServices;

namespace ClvPipeline.Parquet.Compression.Zstd;

/// <summary>The Huffman code of literals (RFC 8878, 4.2), as a table over the next bits: symbol in the low byte, its bits in the high one.</summary>
internal sealed unsafe class HuffmanTable
{
    private const int MostLog = 11;
    private readonly ushort[] _entries = new ushort[1 << MostLog];
    private readonly byte[] _weights = new byte[256];
    private readonly FseTable _weightTable = new(6, 255);
    private int _log;

    /// <summary>Whether there is a table that a later block may use again.</summary>
    public bool Ready { get; set; }

    /// <summary>Reads the code's description; returns the bytes taken, or -1.</summary>
    public int Read(byte* source, long length)
    {
        Ready = false;
        if (length < 1) return -1;
        int head = source[0], count, taken;
        if (head >= 128)
        {
            count = head - 127;
            taken = 1 + (count + 1) / 2;
            if (taken > length) return -1;
            for (var i = 0; i < count; i++) _weights[i] = (byte)(i % 2 == 0 ? source[1 + i / 2] >> 4 : source[1 + i / 2] & 15);
        }
        else
        {
            taken = 1 + head;
            if (taken > length) return -1;
            count = ReadWeights(source + 1, head);
        }
        return count > 0 && TryBuild(count) ? taken : -1;
    }

    // Two states take turns until the bits run out.
    private int ReadWeights(byte* source, int length)
    {
        var head = _weightTable.Read(source, length, default, default);
        if (head < 0 || !BackwardBits.TryStart(source + head, length - head, out var bits)) return -1;
        var entries = _weightTable.Entries;
        var (one, two) = ((int)bits.Read(_weightTable.Log), (int)bits.Read(_weightTable.Log));
        if (bits.Left < 0) return -1;
        for (var count = 0; ;)
        {
            if (count > 253) return -1;
            var entry = entries[one];
            _weights[count++] = (byte)(entry >> 32);
            one = (int)(entry & 0xFFFF) + (int)bits.Read((byte)(entry >> 16));
            if (bits.Left < 0)
            {
                _weights[count++] = (byte)(entries[two] >> 32);
                return count;
            }
            (one, two) = (two, one);
        }
    }

    private bool TryBuild(int count)
    {
        Span<int> starts = stackalloc int[MostLog + 2];
        starts.Clear();
        uint sum = 0;
        for (var i = 0; i < count; i++)
        {
            int weight = _weights[i];
            if (weight > MostLog) return false;
            if (weight == 0) continue;
            starts[weight]++;
            sum += 1u << (weight - 1);
        }
        if (sum == 0) return false;
        // The last symbol's weight is what is lacking to a power of two.
        var log = BitOperations.Log2(sum) + 1;
        var lacking = (1u << log) - sum;
        if (log > MostLog || !BitOperations.IsPow2(lacking)) return false;
        var last = BitOperations.Log2(lacking) + 1;
        _weights[count++] = (byte)last;
        starts[last]++;
        for (int w = 1, at = 0; w <= MostLog; w++)
        {
            var size = starts[w] << (w - 1);
            starts[w] = at;
            at += size;
        }
        for (var s = 0; s < count; s++)
        {
            int weight = _weights[s];
            if (weight == 0) continue;
            var size = 1 << (weight - 1);
            _entries.AsSpan(starts[weight], size).Fill((ushort)(s | (log + 1 - weight) << 8));
            starts[weight] += size;
        }
        _log = log;
        return Ready = true;
    }

    /// <summary>Decodes one stream to exactly <paramref name="count"/> bytes.</summary>
    public bool TryOne(byte* source, long length, byte* to, int count)
    {
        if (!BackwardBits.TryStart(source, length, out var bits)) return false;
        fixed (ushort* table = _entries) return Tail(table, 64 - _log, source, bits.Left, to, to + count);
    }

    /// <summary>Decodes four streams side by side, which keeps four chains of dependent loads in flight.</summary>
    public bool TryFour(byte* source, long length, byte* to, int count)
    {
        if (length < 10) return false;
        long size1 = *(ushort*)source, size2 = *(ushort*)(source + 2), size3 = *(ushort*)(source + 4);
        var size4 = length - 6 - size1 - size2 - size3;
        var part = (count + 3) / 4;
        if (size4 < 1 || 3 * part > count) return false;
        byte* s1 = source + 6, s2 = s1 + size1, s3 = s2 + size2, s4 = s3 + size3;
        if (!BackwardBits.TryStart(s1, size1, out var b1) || !BackwardBits.TryStart(s2, size2, out var b2) || !BackwardBits.TryStart(s3, size3, out var b3) || !BackwardBits.TryStart(s4, size4, out var b4)) return false;
        long l1 = b1.Left, l2 = b2.Left, l3 = b3.Left, l4 = b4.Left;
        byte* o1 = to, o2 = o1 + part, o3 = o2 + part, o4 = o3 + part, end = to + count;
        fixed (ushort* table = _entries)
        {
            var shift = 64 - _log;
            // Five symbols of eleven bits fit into one load. The last part is the shortest.
            while (end - o4 >= 5 && (l1 | l2 | l3 | l4) >= 0)
            {
                ulong w1 = BackwardBits.Peek(s1, l1), w2 = BackwardBits.Peek(s2, l2), w3 = BackwardBits.Peek(s3, l3), w4 = BackwardBits.Peek(s4, l4);
                for (var i = 0; i < 5; i++)
                {
                    uint e1 = table[w1 >> shift], e2 = table[w2 >> shift], e3 = table[w3 >> shift], e4 = table[w4 >> shift];
                    *o1++ = (byte)e1;
                    *o2++ = (byte)e2;
                    *o3++ = (byte)e3;
                    *o4++ = (byte)e4;
                    int n1 = (int)(e1 >> 8), n2 = (int)(e2 >> 8), n3 = (int)(e3 >> 8), n4 = (int)(e4 >> 8);
                    w1 <<= n1;
                    w2 <<= n2;
                    w3 <<= n3;
                    w4 <<= n4;
                    l1 -= n1;
                    l2 -= n2;
                    l3 -= n3;
                    l4 -= n4;
                }
            }
            return Tail(table, shift, s1, l1, o1, to + part) && Tail(table, shift, s2, l2, o2, to + 2 * part) && Tail(table, shift, s3, l3, o3, to + 3 * part) && Tail(table, shift, s4, l4, o4, end);
        }
    }

    private static bool Tail(ushort* table, int shift, byte* source, long left, byte* to, byte* end)
    {
        while (end - to >= 5 && left >= 0)
        {
            var word = BackwardBits.Peek(source, left);
            for (var i = 0; i < 5; i++) left -= Step(table, shift, ref word, to++);
        }
        while (to < end && left >= 0)
        {
            var word = BackwardBits.Peek(source, left);
            left -= Step(table, shift, ref word, to++);
        }
        return to == end && left == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Step(ushort* table, int shift, ref ulong word, byte* to)
    {
        uint entry = table[word >> shift];
        *to = (byte)entry;
        word <<= (int)(entry >> 8);
        return (int)(entry >> 8);
    }
}
