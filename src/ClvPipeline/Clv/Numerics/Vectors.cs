using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ClvPipeline;

/// <summary>Four logarithms and exponentials at once that keep their digits near 0, as those of <see cref="Special"/> do.</summary>
internal static class Vectors
{
    /// <summary>ln(1 + x) for x from 0 on, not so small that 1 + x is 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Log1P(Vector256<double> x)
    {
        var u = Vector256<double>.One + x;
        return Vector256.Log(u) * (x / (u - Vector256<double>.One));
    }

    /// <summary>1 − e⁻ˣ for x from 0 on, not so small that e⁻ˣ is 1; exact enough for large x too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> OneMinusExp(Vector256<double> x)
    {
        var lost = Vector256<double>.One - Vector256.Exp(-x);
        // From 1 on nothing cancels, and the logarithm of what is left may be that of 0.
        var small = Vector256.LessThan(x, Vector256<double>.One);
        var kept = Vector256.ConditionalSelect(small, lost, Vector256.Create(0.5));
        var exact = kept * (Vector256.ConditionalSelect(small, x, Vector256<double>.One) / -Vector256.Log(Vector256<double>.One - kept));
        return Vector256.ConditionalSelect(small, exact, lost);
    }

    /// <summary>The sum of values whose number is a multiple of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(double[] values)
    {
        var sum = Vector256<double>.Zero;
        for (var i = 0; i < values.Length; i += 4) sum += Vector256.Create<double>(values.AsSpan(i, 4));
        return Vector256.Sum(sum);
    }

    /// <summary>Multiplies values, whose number is a multiple of four, each by its factor and a common one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(double[] values, double[] factors, double common)
    {
        for (var i = 0; i < values.Length; i += 4)
            (Vector256.Create<double>(values.AsSpan(i, 4)) * Vector256.Create<double>(factors.AsSpan(i, 4)) * Vector256.Create(common)).CopyTo(values, i);
    }
}
