using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ClvPipeline.Parquet.Compression;

/// <summary>CRC-32 as gzip and Parquet's pages use it (polynomial 0x04C11DB7, reflected).</summary>
internal static class Crc32
{
    private static readonly uint[] Tables = MakeTables();

    public static uint Of(ReadOnlySpan<byte> bytes) => ~Update(~0u, bytes);

    private static uint Update(uint crc, ReadOnlySpan<byte> bytes)
    {
        if (Pclmulqdq.IsSupported && bytes.Length >= 64)
        {
            var folded = bytes.Length & ~15;
            crc = Fold(crc, bytes[..folded]);
            bytes = bytes[folded..];
        }
        var t = Tables;
        while (bytes.Length >= 8)
        {
            var lo = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var hi = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = t[0x700 + (lo & 255)] ^ t[0x600 + ((lo >> 8) & 255)] ^ t[0x500 + ((lo >> 16) & 255)] ^ t[0x400 + (lo >> 24)]
                ^ t[0x300 + (hi & 255)] ^ t[0x200 + ((hi >> 8) & 255)] ^ t[0x100 + ((hi >> 16) & 255)] ^ t[hi >> 24];
            bytes = bytes[8..];
        }
        foreach (var b in bytes) crc = t[(crc ^ b) & 255] ^ (crc >> 8);
        return crc;
    }

    // Intel, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ" (2009): four lanes folded 64 bytes at a time, then Barrett's reduction.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Fold(uint crc, ReadOnlySpan<byte> bytes)
    {
        var k12 = Vector128.Create(0x0154442bd4UL, 0x01c6e41596UL);
        var k34 = Vector128.Create(0x01751997d0UL, 0x00ccaa009eUL);
        var k5 = Vector128.Create(0x0163cd6124UL, 0UL);
        var poly = Vector128.Create(0x01db710641UL, 0x01f7011641UL);
        var a = Load(bytes, 0) ^ Vector128.CreateScalar(crc).AsUInt64();
        var b = Load(bytes, 16);
        var c = Load(bytes, 32);
        var d = Load(bytes, 48);
        var at = 64;
        for (; at + 64 <= bytes.Length; at += 64)
        {
            a = Step(a, k12) ^ Load(bytes, at);
            b = Step(b, k12) ^ Load(bytes, at + 16);
            c = Step(c, k12) ^ Load(bytes, at + 32);
            d = Step(d, k12) ^ Load(bytes, at + 48);
        }
        a = Step(a, k34) ^ b;
        a = Step(a, k34) ^ c;
        a = Step(a, k34) ^ d;
        for (; at < bytes.Length; at += 16) a = Step(a, k34) ^ Load(bytes, at);

        var low32 = Vector128.Create(~0u, 0, ~0u, 0).AsUInt64();
        a = Pclmulqdq.CarrylessMultiply(a, k34, 0x10) ^ Sse2.ShiftRightLogical128BitLane(a, 8);
        a = Pclmulqdq.CarrylessMultiply(a & low32, k5, 0x00) ^ Sse2.ShiftRightLogical128BitLane(a, 4);
        var q = Pclmulqdq.CarrylessMultiply(a & low32, poly, 0x10);
        q = Pclmulqdq.CarrylessMultiply(q & low32, poly, 0x00);
        return (a ^ q).AsUInt32().GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Step(Vector128<ulong> lane, Vector128<ulong> k) => Pclmulqdq.CarrylessMultiply(lane, k, 0x00) ^ Pclmulqdq.CarrylessMultiply(lane, k, 0x11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Load(ReadOnlySpan<byte> bytes, int at) => Vector128.Create<byte>(bytes.Slice(at, 16)).AsUInt64();

    private static uint[] MakeTables()
    {
        var t = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            var c = i;
            for (var bit = 0; bit < 8; bit++) c = (c >> 1) ^ (0xEDB88320u & (0u - (c & 1)));
            t[i] = c;
        }
        for (var i = 256; i < t.Length; i++) t[i] = t[t[i - 256] & 255] ^ (t[i - 256] >> 8);
        return t;
    }
}
