using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ClvPipeline;

/// <summary>
/// Four logarithms and exponentials at once, to a bit or two of the last place, and those that keep their digits near 0, as <see cref="Special"/> has them. The library's own
/// are compiled only while a program runs, after long running in a form many times slower, and are not the same on every processor; these are.
/// </summary>
internal static class Vectors
{
    private const double Log2E = 1.4426950408889634;

    /// <summary>ln 2 in two parts: the first has zeros at its end, so that small multiples of it are exact.</summary>
    private const double Ln2High = 0.693147180369123816490, Ln2Low = 1.90821492927058770002e-10;

    /// <summary>1.5·2⁵²: a double next to it is an integer, which stands in its lowest bits.</summary>
    private const double Shifter = 6755399441055744.0;

    /// <summary>Below this eˣ has fewer digits, and is taken for 0; it never matters.</summary>
    private const double Lowest = -707;

    private const double Highest = 710;

    /// <summary>eˣ; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Exp(Vector256<double> x)
    {
        var (power, more) = Split(x);
        var value = Vector256.FusedMultiplyAdd(power, more, power);
        // The power is half of what it should be, for 2¹⁰²⁴ is no double.
        return Vector256.AndNot(value + value, Vector256.LessThan(x, Vector256.Create(Lowest)));
    }

    /// <summary>ln x for x from 2⁻¹⁰²² on; NaN for what is not finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Log(Vector256<double> x)
    {
        // x = 2ᵏ·(1 + f), 1 + f between √½ and √2.
        var one = Vector256.Create(0x3FF0000000000000L);
        var fromRoot = x.AsInt64() + (one - Vector256.Create(0x3FE6A09E667F3BCDL));
        var biased = Vector256.ShiftRightLogical(fromRoot, 52);
        var k = (biased | Vector256.Create(0x4330000000000000L)).AsDouble() - Vector256.Create(4503599627370496.0 + 1023);
        var f = (x.AsInt64() - Vector256.ShiftLeft(biased, 52) + one).AsDouble() - Vector256<double>.One;
        // ln(1 + f) = 2·artanh s, s = f/(2 + f), written so that f itself is added last; the series of artanh ends where its terms are lost.
        var s = f / (f + Vector256.Create(2.0));
        var (z, half) = (s * s, f * f * Vector256.Create(0.5));
        var z2 = z * z;
        var odd = Fma(Fma(Fma(Fma(Fma(Vector256.Create(2.0 / 23), z2, 2.0 / 19), z2, 2.0 / 15), z2, 2.0 / 11), z2, 2.0 / 7), z2, 2.0 / 3);
        var even = Fma(Fma(Fma(Fma(Vector256.Create(2.0 / 21), z2, 2.0 / 17), z2, 2.0 / 13), z2, 2.0 / 9), z2, 2.0 / 5);
        var series = z * Vector256.FusedMultiplyAdd(even, z, odd);
        var low = Vector256.FusedMultiplyAdd(s, half + series, k * Vector256.Create(Ln2Low));
        return Vector256.FusedMultiplyAdd(k, Vector256.Create(Ln2High), f - (half - low)) + (x - x);
    }

    /// <summary>ln(1 + x) for x from 0 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Log1P(Vector256<double> x)
    {
        var u = Vector256<double>.One + x;
        return Log(u) + (x - (u - Vector256<double>.One)) / u;
    }

    /// <summary>eˣ − 1 for x up to 700.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ExpM1(Vector256<double> x)
    {
        var (power, more) = Split(x);
        power += power;
        return Vector256.FusedMultiplyAdd(power, more, power - Vector256<double>.One);
    }

    /// <summary>The sum of values whose number is a multiple of four.</summary>
    public static double Sum(double[] values)
    {
        var sum = Vector256<double>.Zero;
        for (var i = 0; i < values.Length; i += 4) sum += Vector256.Create<double>(values.AsSpan(i, 4));
        return Vector256.Sum(sum);
    }

    /// <summary>Multiplies values, whose number is a multiple of four, each by its factor and a common one.</summary>
    public static void Multiply(double[] values, double[] factors, double common)
    {
        for (var i = 0; i < values.Length; i += 4)
            (Vector256.Create<double>(values.AsSpan(i, 4)) * Vector256.Create<double>(factors.AsSpan(i, 4)) * Vector256.Create(common)).CopyTo(values, i);
    }

    /// <summary>eˣ = 2·power·(1 + more): half a power of two, and eʳ − 1 of what is left of x, |r| up to ½·ln 2, by its series.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> Power, Vector256<double> More) Split(Vector256<double> x)
    {
        // Comparisons that leave NaN as it is.
        x = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(Lowest)), Vector256.Create(Lowest), x);
        x = Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256.Create(Highest)), Vector256.Create(Highest), x);
        var shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create(Log2E), Vector256.Create(Shifter));
        var n = shifted - Vector256.Create(Shifter);
        var r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-Ln2Low), Vector256.FusedMultiplyAdd(n, Vector256.Create(-Ln2High), x));
        var power = Vector256.ShiftLeft(shifted.AsInt64() + Vector256.Create(1022L), 52).AsDouble();

        var r2 = r * r;
        var odd = Fma(Fma(Fma(Fma(Fma(Vector256.Create(1.0 / 6227020800), r2, 1.0 / 39916800), r2, 1.0 / 362880), r2, 1.0 / 5040), r2, 1.0 / 120), r2, 1.0 / 6);
        var even = Fma(Fma(Fma(Fma(Vector256.Create(1.0 / 479001600), r2, 1.0 / 3628800), r2, 1.0 / 40320), r2, 1.0 / 720), r2, 1.0 / 24);
        var tail = Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(even, r, odd), r, Vector256.Create(0.5));
        return (power, Vector256.FusedMultiplyAdd(tail, r2, r));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Fma(Vector256<double> sum, Vector256<double> factor, double next) => Vector256.FusedMultiplyAdd(sum, factor, Vector256.Create(next));
}
