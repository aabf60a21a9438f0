namespace ClvPipeline;

/// <summary>Arithmetic of money in micro-units.</summary>
internal static class Micros
{
    public const int PerUnit = 1_000_000;

    private static readonly Int128[] Powers = Enumerable.Range(0, 39).Select(n => Enumerable.Repeat((Int128)10, n).Aggregate(Int128.One, (a, b) => a * b)).ToArray();

    /// <summary>10ⁿ for n from 0 to 38.</summary>
    public static Int128 PowerOfTen(int n) => Powers[n];

    /// <summary>The quotient, rounded half to even; the divisor is above 0.</summary>
    public static Int128 Divide(Int128 value, Int128 divisor)
    {
        var (quotient, rest) = Int128.DivRem(value, divisor);
        var away = Int128.Abs(rest);
        var half = divisor - away; // away > half ⇔ 2·away > divisor, without the overflow of doubling
        if (away > half || (away == half && !Int128.IsEvenInteger(quotient))) quotient += value < 0 ? -1 : 1;
        return quotient;
    }
}
