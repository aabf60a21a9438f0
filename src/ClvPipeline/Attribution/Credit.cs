using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClvPipeline;

/// <summary>
/// Credit in whole micro-units: touch i of a value v earns round(v·S(i)) − round(v·S(i−1)), half to even, and the last term is v itself. So the credits
/// of a journey sum to its value exactly, and any sum of credits is a sum of integers, whatever the order of addition.
/// </summary>
internal static class Credit
{
    /// <summary>A count of one, in millionths.</summary>
    public const long One = Micros.PerUnit;

    // Adding 1.5·2⁵² leaves no bit behind the point: the sum's own rounding (half to even) is the rounding asked for, and the low bits are the integer.
    private const double Magic = 6755399441055744.0;
    private const double MagicLimit = 1L << 51;

    /// <summary>round(v·S), half to even.</summary>
    public static long UpTo(long value, double share) => share >= 1 ? value : (long)Math.Round(value * share);

    /// <summary>round(v·S), half to even, for four values at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> UpTo(Vector256<long> values, double share)
    {
        if (share >= 1) return values;
        return IsExact(values) ? Round(Vector256.ConvertToDouble(values) * Vector256.Create(share)) : OneByOne(values, share);
    }

    /// <summary>Whether all four values are small enough for <see cref="Round"/>, whatever their share.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsExact(Vector256<long> values) =>
        Vector256.LessThanAll((values + Vector256.Create((long)MagicLimit)).AsUInt64(), Vector256.Create(2 * (ulong)MagicLimit));

    /// <summary>Half to even, for four products of values that pass <see cref="IsExact"/> with a share of at most 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> Round(Vector256<double> products) => (products + Vector256.Create(Magic)).AsInt64() - Vector256.Create(Magic).AsInt64();

    /// <summary>Adds four credits to four sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(long[] data, int at, Vector256<long> credit)
    {
        // Unchecked, as it is done for every touch, mode and model: a place is that of a row which Cells has made room for.
        Debug.Assert(at >= 0 && at <= data.Length - 4);
        ref var place = ref Unsafe.As<long, Vector256<long>>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(data), at));
        place += credit;
    }

    private static Vector256<long> OneByOne(Vector256<long> values, double share) =>
        Vector256.Create(UpTo(values[0], share), UpTo(values[1], share), UpTo(values[2], share), UpTo(values[3], share));
}
