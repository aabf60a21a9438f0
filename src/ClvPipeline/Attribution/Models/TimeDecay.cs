namespace ClvPipeline;

/// <summary>A touch earns half as much as one that happened a half-life later.</summary>
/// <param name="halfLifeDays">Days of 24 h; above 0.</param>
public sealed class TimeDecay(double halfLifeDays) : CreditModel
{
    internal static readonly ModelType Type = new("time_decay", [new("halfLifeDays", 7)], p => new TimeDecay(p["halfLifeDays"]), Check);

    // exp(x·ln 2) and not Pow(2, x): half the time, and the difference is far below a micro-unit.
    private readonly double _perMicrosecond = Math.Log(2) / (halfLifeDays * LocalTime.MicrosecondsPerDay);

    /// <inheritdoc />
    public override void Accumulate(in Journey journey, Span<double> upTo)
    {
        // Ages count from the newest touch, whose weight is then 1: old journeys cannot underflow to 0 / 0.
        // The reference instant cancels after normalising, so nothing is lost by it.
        var times = journey.Times;
        var newest = times[^1];
        var sum = 0.0;
        for (var i = 0; i < times.Length; i++) upTo[i] = sum += Math.Exp((times[i] - newest) * _perMicrosecond);
        var scale = 1 / sum;
        for (var i = 0; i < times.Length - 1; i++) upTo[i] = Math.Min(upTo[i] * scale, 1);
        upTo[times.Length - 1] = 1;
    }

    private static IEnumerable<string> Check(IReadOnlyDictionary<string, double> p)
    {
        if (!(p["halfLifeDays"] is >= 1e-6 and <= 1e6)) yield return $"halfLifeDays: {p["halfLifeDays"]} is out of range; expected a number of days above 0 (at least 0.000001, at most 1,000,000)";
    }
}
