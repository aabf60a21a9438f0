namespace ClvPipeline.Tests.Oracle;

/// <summary>The share of each touch of a journey that is not empty.</summary>
public static class Shares
{
    public static Fraction[] Of(OracleModel model, IReadOnlyList<Touch> journey, OracleSettings settings)
    {
        var n = journey.Count;
        return model.Kind switch
        {
            ModelKind.FirstTouch => AllOn(0, n),
            ModelKind.LastTouch => AllOn(n - 1, n),
            ModelKind.FirstNonDirect => AllOn(NonDirect().DefaultIfEmpty(0).First(), n),
            ModelKind.LastNonDirect => AllOn(NonDirect().DefaultIfEmpty(n - 1).Last(), n),
            ModelKind.Linear => [.. journey.Select(_ => new Fraction(1, n))],
            ModelKind.LinearUnique => [.. journey.Select(touch => new Fraction(1, Channels() * journey.Count(other => other.Channel == touch.Channel)))],
            ModelKind.TimeDecay => TimeDecay(journey, (double)model.HalfLifeDays),
            _ => PositionBased(n, model.First, model.Last),
        };

        IEnumerable<int> NonDirect() => Enumerable.Range(0, n).Where(i => !settings.IsDirect(journey[i].Channel));
        int Channels() => journey.Select(touch => touch.Channel).Distinct().Count();
    }

    private static Fraction[] AllOn(int one, int n) => [.. Enumerable.Range(0, n).Select(i => i == one ? Fraction.One : Fraction.Zero)];

    /// <summary>Weights in double, made into multiples of 2^-100 that sum to 1.</summary>
    private static Fraction[] TimeDecay(IReadOnlyList<Touch> journey, double halfLifeDays)
    {
        var newest = journey[^1].At;
        var weights = journey.Select(touch => Fraction.Of(Math.Pow(2, -(newest - touch.At) / (halfLifeDays * Clock.Day)))).ToList();
        var total = weights.Aggregate((a, b) => a + b);
        var shares = weights.Select(weight => (weight / total).Floor(100)).ToArray();
        shares[^1] += shares.Aggregate(Fraction.One, (left, share) => left - share);
        return shares;
    }

    private static Fraction[] PositionBased(int n, decimal first, decimal last)
    {
        if (n == 1) return [Fraction.One];
        if (n == 2 && first + last == 0) return [new Fraction(1, 2), new Fraction(1, 2)];
        if (n == 2) return [(Fraction)first / (first + last), (Fraction)last / (first + last)];
        var middle = ((Fraction)1 - first - last) / (n - 2);
        return [first, .. Enumerable.Repeat(middle, n - 2), last];
    }
}
