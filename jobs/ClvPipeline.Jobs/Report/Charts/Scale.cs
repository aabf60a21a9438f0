namespace ClvPipeline.Jobs.Report;

/// <summary>An axis: from where to where it goes, and its round ticks.</summary>
internal sealed record Scale(double From, double To, IReadOnlyList<double> Ticks)
{
    /// <summary>An axis with 0 that holds both ends, in steps of 1, 2 or 5 times a power of ten.</summary>
    /// <param name="low">The least value.</param>
    /// <param name="high">The greatest.</param>
    /// <param name="most">The most steps.</param>
    /// <param name="whole">Whether what is counted has no parts.</param>
    public static Scale Of(double low, double high, int most = 5, bool whole = false)
    {
        (low, high) = (Math.Min(0, low), Math.Max(0, high));
        if (high - low <= 0) high = 1;
        var step = Step((high - low) / most);
        if (whole) step = Math.Max(1, step);
        // Rounding up on both sides may add a step.
        while (Math.Ceiling(high / step - 1e-9) - Math.Floor(low / step + 1e-9) > most) step = Step(step * 1.01);
        int first = (int)Math.Floor(low / step + 1e-9), last = (int)Math.Ceiling(high / step - 1e-9);
        return new Scale(first * step, last * step, [.. Enumerable.Range(first, last - first + 1).Select(i => i * step)]);
    }

    /// <summary>Where a value lies between the ends, 0 to 1; what lies outside stands at the end.</summary>
    public double At(double value) => Math.Clamp((value - From) / (To - From), 0, 1);

    /// <summary>The same as a percentage of the width.</summary>
    public double Percent(double value) => 100 * At(value);

    private static double Step(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        foreach (var times in (ReadOnlySpan<double>)[1, 2, 5])
            if (times * power >= least * (1 - 1e-12)) return times * power;
        return 10 * power;
    }
}
