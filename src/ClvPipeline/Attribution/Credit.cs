namespace ClvPipeline;

/// <summary>
/// Credit in whole micro-units: touch i of a value v earns round(v·S(i)) − round(v·S(i−1)), half to even, and the last term is v itself. So the credits
/// of a journey sum to its value exactly, and any sum of credits is a sum of integers, whatever the order of addition.
/// </summary>
internal static class Credit
{
    /// <summary>A count of one, in millionths.</summary>
    public const long One = Micros.PerUnit;

    /// <summary>round(v·S), half to even.</summary>
    public static long UpTo(long value, double share) => share >= 1 ? value : (long)Math.Round(value * share);

    /// <summary>Spreads a value over a journey: adds each touch's credit to its place.</summary>
    /// <param name="value">The value.</param>
    /// <param name="upTo">Running sums of the shares; the last is 1.</param>
    /// <param name="rows">By touch: the row of its cell.</param>
    /// <param name="data">The sums.</param>
    /// <param name="measure">Where in a row to add.</param>
    public static void Spread(long value, ReadOnlySpan<double> upTo, ReadOnlySpan<int> rows, long[] data, int measure)
    {
        if (value == 0) return;
        long before = 0;
        double v = value;
        var last = rows.Length - 1;
        for (var i = 0; i < last; i++)
        {
            var now = upTo[i] >= 1 ? value : (long)Math.Round(v * upTo[i]);
            data[rows[i] + measure] += now - before;
            before = now;
        }

        data[rows[last] + measure] += value - before;
    }
}
