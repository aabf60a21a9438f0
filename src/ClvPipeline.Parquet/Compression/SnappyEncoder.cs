using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ClvPipeline.Parquet.Compression;

/// <summary>Encodes Snappy blocks: greedy matches of at least four bytes, found through a hash table, within pieces of 64 KB.</summary>
internal sealed class SnappyEncoder
{
    private const int Piece = 1 << 16;
    private const int HashBits = 14;
    private readonly ushort[] _table = new ushort[1 << HashBits];

    /// <summary>Room that <paramref name="length"/> bytes may need at worst.</summary>
    public static int MostBytes(int length) => checked(32 + length + length / 6);

    /// <summary>Encodes <paramref name="source"/> and returns the number of bytes written.</summary>
    public int Encode(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var at = 0;
        var left = (uint)source.Length;
        for (; left > 127; left >>= 7) target[at++] = (byte)(left | 128);
        target[at++] = (byte)left;
        for (var start = 0; start < source.Length; start += Piece) at = EncodePiece(source.Slice(start, Math.Min(Piece, source.Length - start)), target, at);
        return at;
    }

    private int EncodePiece(ReadOnlySpan<byte> s, Span<byte> target, int at)
    {
        Array.Clear(_table);
        var literal = 0;
        var limit = s.Length - 15;
        var i = 1;
        while (i < limit)
        {
            // Data without matches is stepped over faster and faster: one more byte a step after every 32 misses.
            var misses = 32;
            var candidate = 0;
            while (i < limit)
            {
                var word = Read32(s, i);
                ref var slot = ref _table[(word * 0x1e35a7bdu) >> (32 - HashBits)];
                candidate = slot;
                slot = (ushort)i;
                if (word == Read32(s, candidate) && candidate < i) break;
                i += misses++ >> 5;
            }
            if (i >= limit) break;
            at = Literal(s[literal..i], target, at);
            var length = 4 + Common(s[(candidate + 4)..], s[(i + 4)..]);
            at = Copy(i - candidate, length, target, at);
            i += length;
            literal = i;
            if (i < limit) _table[(Read32(s, i - 1) * 0x1e35a7bdu) >> (32 - HashBits)] = (ushort)(i - 1);
        }
        return literal < s.Length ? Literal(s[literal..], target, at) : at;
    }

    private static int Literal(ReadOnlySpan<byte> bytes, Span<byte> target, int at)
    {
        var n = bytes.Length - 1;
        if (n < 0) return at;
        if (n < 60)
        {
            target[at++] = (byte)(n << 2);
        }
        else if (n < 256)
        {
            target[at++] = 60 << 2;
            target[at++] = (byte)n;
        }
        else
        {
            target[at++] = 61 << 2;
            BinaryPrimitives.WriteUInt16LittleEndian(target[at..], (ushort)n);
            at += 2;
        }
        bytes.CopyTo(target[at..]);
        return at + bytes.Length;
    }

    private static int Copy(int offset, int length, Span<byte> target, int at)
    {
        while (length >= 68)
        {
            at = LongCopy(offset, 64, target, at);
            length -= 64;
        }
        if (length > 64)
        {
            at = LongCopy(offset, 60, target, at);
            length -= 60;
        }
        if (length >= 12 || offset >= 2048) return LongCopy(offset, length, target, at);
        target[at++] = (byte)(((offset >> 8) << 5) | ((length - 4) << 2) | 1);
        target[at++] = (byte)offset;
        return at;
    }

    private static int LongCopy(int offset, int length, Span<byte> target, int at)
    {
        target[at] = (byte)(((length - 1) << 2) | 2);
        BinaryPrimitives.WriteUInt16LittleEndian(target[(at + 1)..], (ushort)offset);
        return at + 3;
    }

    private static int Common(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var i = 0;
        while (i + 8 <= b.Length)
        {
            var differing = BinaryPrimitives.ReadUInt64LittleEndian(a[i..]) ^ BinaryPrimitives.ReadUInt64LittleEndian(b[i..]);
            if (differing != 0) return i + (BitOperations.TrailingZeroCount(differing) >> 3);
            i += 8;
        }
        while (i < b.Length && a[i] == b[i]) i++;
        return i;
    }

    private static uint Read32(ReadOnlySpan<byte> s, int at) => Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref MemoryMarshal.GetReference(s), at));
}
