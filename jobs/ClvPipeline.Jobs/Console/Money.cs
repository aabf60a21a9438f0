using System.Globalization;

namespace ClvPipeline.Jobs;

/// <summary>Amounts in micro-units as text.</summary>
internal static class Money
{
    private const long Micros = 1_000_000, MicrosPerCent = 10_000;

    /// <summary>All six digits behind the point, for programs.</summary>
    public static string Exact(Int128 amount)
    {
        var (whole, rest) = Int128.DivRem(Int128.Abs(amount), Micros);
        return string.Create(CultureInfo.InvariantCulture, $"{(amount < 0 ? "-" : "")}{whole}.{(long)rest:D6}");
    }

    /// <summary>Rounded to cents (half to even), with thousands separators, for people.</summary>
    public static string Rounded(Int128 amount)
    {
        var (cents, rest) = Int128.DivRem(Int128.Abs(amount), MicrosPerCent);
        if (rest > MicrosPerCent / 2 || (rest == MicrosPerCent / 2 && Int128.IsOddInteger(cents))) cents++;
        var (whole, hundredths) = Int128.DivRem(cents, 100);
        return string.Create(CultureInfo.InvariantCulture, $"{(amount < 0 && cents != 0 ? "-" : "")}{whole:N0}.{(long)hundredths:D2}");
    }

    /// <summary>
    /// Amounts that are read below one another and add up to the digit: to the cent where all are whole cents, else all six digits, with thousands
    /// separators. A total of rounded amounts would not be the sum of what is seen.
    /// </summary>
    public static IReadOnlyList<string> Column(IReadOnlyList<long> amounts)
    {
        var digits = amounts.All(amount => amount % MicrosPerCent == 0) ? 2 : 6;
        return [.. amounts.Select(amount => ((decimal)amount / Micros).ToString($"N{digits}", CultureInfo.InvariantCulture))];
    }
}
