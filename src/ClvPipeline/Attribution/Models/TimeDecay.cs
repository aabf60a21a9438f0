using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ClvPipeline;

/// <summary>A touch earns half as much as one that happened a half-life later.</summary>
/// <param name="halfLifeDays">Days of 24 h; above 0.</param>
public sealed class TimeDecay(double halfLifeDays) : CreditModel
{
    internal static readonly ModelType Type = new("time_decay", [new("halfLifeDays", 7)], p => new TimeDecay(p["halfLifeDays"]), Check);

    private readonly double _perMicrosecond = 1 / (halfLifeDays * LocalTime.MicrosecondsPerDay);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Accumulate(in Journey journey, Span<double> upTo)
    {
        // Ages count from the newest touch, whose weight is then 1: old journeys cannot underflow to 0 / 0.
        // The reference instant cancels after normalising, so nothing is lost by it.
        var times = journey.Times;
        var newest = times[^1];
        var i = 0;
        for (; i < times.Length - 3; i += 4) Weights(Vector256.Create(times[i..])).CopyTo(upTo[i..]);
        if (i < times.Length)
        {
            var tail = Weights(Vector256.Create(times[i], i + 1 < times.Length ? times[i + 1] : newest, i + 2 < times.Length ? times[i + 2] : newest, newest));
            for (var k = 0; i < times.Length; i++, k++) upTo[i] = tail[k];
        }

        var sum = 0.0;
        for (i = 0; i < times.Length; i++) upTo[i] = sum += upTo[i];
        var scale = 1 / sum;
        for (i = 0; i < times.Length - 1; i++) upTo[i] = upTo[i] * scale is < 1 and var share ? share : 1;
        upTo[times.Length - 1] = 1;

        Vector256<double> Weights(Vector256<long> four) => PowerOfTwo.Of(Vector256.ConvertToDouble(four - Vector256.Create(newest)) * Vector256.Create(_perMicrosecond));
    }

    private static IEnumerable<string> Check(IReadOnlyDictionary<string, double> p)
    {
        if (!(p["halfLifeDays"] is >= 1e-6 and <= 1e6)) yield return $"halfLifeDays: {p["halfLifeDays"]} is out of range; expected a number of days above 0 (at least 0.000001, at most 1,000,000)";
    }
}
