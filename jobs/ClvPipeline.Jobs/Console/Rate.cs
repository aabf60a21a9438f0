using System.Globalization;

namespace ClvPipeline.Jobs;

/// <summary>How much was done in what time.</summary>
internal static class Rate
{
    /// <summary>Such as <c>1,234,567 rows in 1.2 s (1,030,000 rows/s)</c>; without a rate where the time is too short to tell.</summary>
    public static string Text(long done, string unit, TimeSpan time)
    {
        if (!Matters(unit)) return $"{"",15} in {Seconds(time)}";
        var rate = time.TotalSeconds >= 0.01 && done > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({Round(done / time.TotalSeconds):N0} {unit}/s)") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{done,15:N0} {unit} in {Seconds(time)}{rate}");
    }

    /// <summary>Whether people know the unit; buckets and steps are the engine's own.</summary>
    public static bool Matters(string unit) => unit is not ("buckets" or "steps");

    /// <summary>A duration with as many digits as matter.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s");

    /// <summary>Three digits: the rest is noise.</summary>
    public static double Round(double rate)
    {
        var unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(rate, 1))) - 2));
        return Math.Round(rate / unit) * unit;
    }
}
