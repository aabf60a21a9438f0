using System.Runtime.InteropServices;

namespace ClvPipeline.Parquet.Writing;

/// <summary>PLAIN whole numbers and booleans.</summary>
internal static class PlainNumbers
{
    /// <param name="values">The values.</param>
    /// <param name="size">Bytes of one: 8, 4, or 0 for a bit.</param>
    /// <param name="to">Where to.</param>
    public static void Write(ReadOnlySpan<long> values, int size, ByteSink to)
    {
        switch (size)
        {
            case 8:
                to.Bytes(MemoryMarshal.AsBytes(values));
                break;
            case 4:
                // Their range was checked with the statistics.
                var ints = MemoryMarshal.Cast<byte, int>(to.Take(4 * values.Length));
                for (var i = 0; i < values.Length; i++) ints[i] = (int)values[i];
                break;
            default:
                var bits = to.Take((values.Length + 7) / 8);
                bits.Clear();
                for (var i = 0; i < values.Length; i++) bits[i >> 3] |= (byte)((int)values[i] << (i & 7));
                break;
        }
    }
}
