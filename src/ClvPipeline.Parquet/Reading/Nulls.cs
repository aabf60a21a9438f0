using System.Runtime.InteropServices;

namespace ClvPipeline.Parquet.Reading;

/// <summary>
/// Makes room for nulls among values that stand packed at the front: from the last row on, each value moves to its place, until the rest stands where it belongs.
/// Which rows are null cannot be guessed, so that no branch asks.
/// </summary>
internal static class Nulls
{
    /// <param name="codes">By row, afterwards: its code, -1 where null.</param>
    /// <param name="valid">By row: 1 where there is a value, 0 where null.</param>
    /// <param name="present">How many values there are.</param>
    public static void Spread(Span<int> codes, ReadOnlySpan<byte> valid, int present)
    {
        for (var i = codes.Length - 1; i >= present; i--)
        {
            present -= valid[i];
            codes[i] = codes[present] | (valid[i] - 1);
        }
    }

    /// <param name="values">By row, afterwards: its value, 0 where null.</param>
    /// <param name="valid">By row: 1 where there is a value, 0 where null.</param>
    /// <param name="present">How many values there are.</param>
    public static void Spread<T>(Span<T> values, ReadOnlySpan<byte> valid, int present) where T : struct
    {
        // Reals are moved as the numbers that their bits are.
        if (typeof(T) == typeof(long) || typeof(T) == typeof(double))
        {
            var bits = MemoryMarshal.Cast<T, long>(values);
            for (var i = bits.Length - 1; i >= present; i--)
            {
                present -= valid[i];
                bits[i] = bits[present] & -valid[i];
            }
            return;
        }
        for (var i = values.Length - 1; i >= present; i--) values[i] = valid[i] != 0 ? values[--present] : default;
    }
}
