using System.Buffers.Binary;
using System.Numerics;

namespace ClvPipeline.Parquet.Compression.Zstd;

/// <summary>XXH64 with seed 0, of which Zstandard's frames carry the low half.</summary>
internal static class XxHash64
{
    private const ulong P1 = 0x9E3779B185EBCA87, P2 = 0xC2B2AE3D27D4EB4F, P3 = 0x165667B19E3779F9, P4 = 0x85EBCA77C2B2AE63, P5 = 0x27D4EB2F165667C5;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var length = (ulong)bytes.Length;
        var hash = P5;
        if (bytes.Length >= 32)
        {
            var (a, b, c, d) = (unchecked(P1 + P2), P2, 0UL, unchecked(0 - P1));
            for (; bytes.Length >= 32; bytes = bytes[32..])
            {
                a = Round(a, Word(bytes, 0));
                b = Round(b, Word(bytes, 8));
                c = Round(c, Word(bytes, 16));
                d = Round(d, Word(bytes, 24));
            }
            hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            hash = Merge(Merge(Merge(Merge(hash, a), b), c), d);
        }
        hash += length;
        for (; bytes.Length >= 8; bytes = bytes[8..]) hash = BitOperations.RotateLeft(hash ^ Round(0, Word(bytes, 0)), 27) * P1 + P4;
        if (bytes.Length >= 4)
        {
            hash = BitOperations.RotateLeft(hash ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes) * P1, 23) * P2 + P3;
            bytes = bytes[4..];
        }
        foreach (var b in bytes) hash = BitOperations.RotateLeft(hash ^ b * P5, 11) * P1;
        hash = (hash ^ hash >> 33) * P2;
        hash = (hash ^ hash >> 29) * P3;
        return hash ^ hash >> 32;
    }

    private static ulong Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);

    private static ulong Round(ulong lane, ulong word) => BitOperations.RotateLeft(lane + word * P2, 31) * P1;

    private static ulong Merge(ulong hash, ulong lane) => (hash ^ Round(0, lane)) * P1 + P4;
}
