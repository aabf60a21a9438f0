using System.Numerics;
using System.Runtime.CompilerServices;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Compression.Zstd;

/// <summary>
/// Reads bits from the end of a stream to its beginning, as Zstandard packs them. Reading past the beginning gives garbage and a negative <see cref="Left"/>:
/// whoever reads looks at that often enough that no load leaves the <see cref="Lead"/> bytes before the stream.
/// </summary>
internal unsafe ref struct BackwardBits
{
    /// <summary>Readable bytes that the source has before its first one.</summary>
    public const int Lead = PooledBytes.Lead;

    private readonly byte* _start;

    /// <summary>Bits that have not been read.</summary>
    public long Left;

    private BackwardBits(byte* start, long left)
    {
        _start = start;
        Left = left;
    }

    /// <summary>Begins with a stream of so many bytes; false where it lacks the bit that marks its end.</summary>
    public static bool TryStart(byte* start, long length, out BackwardBits bits)
    {
        bits = default;
        if (length <= 0 || start[length - 1] == 0) return false;
        bits = new BackwardBits(start, (length - 1) * 8 + BitOperations.Log2(start[length - 1]));
        return true;
    }

    /// <summary>The next 57 bits or more at the top of a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ulong Peek() => Peek(_start, Left);

    /// <inheritdoc cref="Peek()"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Peek(byte* start, long left)
    {
        var end = (left + 7) >> 3;
        return Unsafe.ReadUnaligned<ulong>(start + end - 8) << (int)(end * 8 - left);
    }

    /// <summary>Where the stream begins.</summary>
    public readonly byte* Start => _start;

    /// <summary>Reads a number of up to 56 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(int count)
    {
        var top = Top(Peek(), count);
        Left -= count;
        return (uint)top;
    }

    /// <summary>The first <paramref name="count"/> (0 to 63) bits of a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Top(ulong word, int count) => (word >> 1) >> (63 - count);
}
