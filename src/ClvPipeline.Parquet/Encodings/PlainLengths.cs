using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>The lengths that stand before PLAIN byte strings.</summary>
internal static class PlainLengths
{
    /// <summary>Bytes of a length.</summary>
    public const int Bytes = 4;

    /// <summary>Finds where values start, and behind them where one more would. Returns the bytes that they took, their lengths included; -1 where there are not as many.</summary>
    /// <param name="bytes">The values, and what follows them.</param>
    /// <param name="starts">Filled: one more entry than there are values.</param>
    /// <param name="damaged">The length that goes past the end, where it is that.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Find(ReadOnlySpan<byte> bytes, Span<int> starts, out int? damaged)
    {
        damaged = null;
        var values = starts[..^1];
        if (Alike(bytes, values.Length) is var step and > 0)
        {
            for (var i = 0; i < starts.Length; i++) starts[i] = Bytes + i * step;
            return values.Length * step;
        }

        var at = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (bytes.Length - at < Bytes) return -1;
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
            at += Bytes;
            if ((uint)length > (uint)(bytes.Length - at))
            {
                damaged = length;
                return -1;
            }

            values[i] = at;
            at += length;
        }

        starts[^1] = at + Bytes;
        return at;
    }

    // How far values of one length are apart, such as UUIDs as text; 0 where they are not. Where each of them begins then depends on none before it.
    private static int Alike(ReadOnlySpan<byte> bytes, int values)
    {
        if (values < 2 || bytes.Length < Bytes) return 0;
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length < 0 || ((long)length + Bytes) * values > bytes.Length) return 0;
        var step = length + Bytes;
        var different = BinaryPrimitives.ReadInt32LittleEndian(bytes[step..]) ^ length;
        for (var i = 2; i < values && different == 0; i++) different = BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * step)..]) ^ length;
        return different == 0 ? step : 0;
    }
}
