using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ClvPipeline;

/// <summary>2^x for four x ≤ 0 at once, to about one unit in the last place; 0 below 2^-1000.</summary>
internal static class PowerOfTwo
{
    // ln(2)^k / k!: the series of 2^f. For |f| ≤ 1/2 the first term that is left out is below 2^-57.
    private const double
        C1 = 0.6931471805599453, C2 = 0.24022650695910072, C3 = 0.05550410866482158, C4 = 0.009618129107628477, C5 = 0.0013333558146428443,
        C6 = 0.0001540353039338161, C7 = 1.5252733804059841e-05, C8 = 1.321548679014431e-06, C9 = 1.01780860092397e-07, C10 = 7.054911620801123e-09,
        C11 = 4.4455382718708116e-10, C12 = 2.5678435993488206e-11, C13 = 1.3691488853904128e-12;

    // Adding 1.5·2⁵² rounds to a whole number, which then stands in the low bits.
    private const double Magic = 6755399441055744.0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Of(Vector256<double> x)
    {
        var rounded = Vector256.Max(x, Vector256.Create(-1010.0)) + Vector256.Create(Magic);
        var whole = rounded - Vector256.Create(Magic);
        var f = x - whole;
        var f2 = f * f;
        var f4 = f2 * f2;
        // Estrin's scheme: short chains instead of one long one.
        var low = (f * C1 + Vector256<double>.One) + f2 * (f * C3 + Vector256.Create(C2));
        var middle = (f * C5 + Vector256.Create(C4)) + f2 * (f * C7 + Vector256.Create(C6));
        var high = (f * C9 + Vector256.Create(C8)) + f2 * (f * C11 + Vector256.Create(C10)) + f4 * (f * C13 + Vector256.Create(C12));
        var power = ((rounded.AsInt64() - Vector256.Create(Magic).AsInt64()) + Vector256.Create(1023L)) << 52;
        var result = (low + f4 * (middle + f4 * high)) * power.AsDouble();
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(-1000.0)), Vector256<double>.Zero, result);
    }
}
