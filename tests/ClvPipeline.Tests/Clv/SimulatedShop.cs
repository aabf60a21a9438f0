using MathNet.Numerics.Distributions;

namespace ClvPipeline.Tests.Clv;

/// <summary>A customer as the shop sees them, and what they do afterwards.</summary>
/// <param name="Triplet">What is known.</param>
/// <param name="RevenueMicros">What the repeat purchases brought.</param>
/// <param name="Later">The triplet at the end of the time that is to be forecast.</param>
/// <param name="LaterRevenue">What the purchases of that time bring, in units.</param>
internal sealed record SimulatedCustomer(Triplet Triplet, long RevenueMicros, Triplet Later, double LaterRevenue)
{
    public int LaterPurchases => Later.Repeats - Triplet.Repeats;
}

/// <summary>Customers who buy and leave as a model says, seen in whole days.</summary>
internal static class SimulatedShop
{
    /// <summary>A shop's tests use one seed; a failure has to say which.</summary>
    public static SimulatedCustomer[] Of(PurchaseModel model, GammaGamma spend, int customers, int seed, int longestAgeDays, int laterDays)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, customers).Select(_ => One(model, spend, random, random.Next(longestAgeDays / 10, longestAgeDays + 1), laterDays))];
    }

    private static SimulatedCustomer One(PurchaseModel model, GammaGamma spend, Random random, int age, int laterDays)
    {
        var (rate, cost) = (Gamma.Sample(random, model.R, model.Alpha), Gamma.Sample(random, spend.Q, spend.V));
        var leaves = Leaving(model, random);
        var (day, repeats, lastThen, thenRepeats) = (0, 0, 0, 0);
        double then = 0, later = 0;
        for (var at = leaves.Once(0) ? double.PositiveInfinity : Wait(); at < age + laterDays && at < leaves.At; at += leaves.Once(1) ? double.PositiveInfinity : Wait())
        {
            if ((int)at == day) continue;
            day = (int)at;
            repeats++;
            var value = Gamma.Sample(random, spend.P, cost);
            if (day <= age) (lastThen, thenRepeats, then) = (day, repeats, then + value);
            else later += value;
        }

        return new SimulatedCustomer(new Triplet(thenRepeats, lastThen, age), (long)(then * 1e6), new Triplet(repeats, day, age + laterDays), later);

        double Wait() => Exponential.Sample(random, rate);
    }

    /// <summary>The moment of leaving, or the chance to leave with a purchase: the first (0) or a repeat (1).</summary>
    private static (double At, Func<int, bool> Once) Leaving(PurchaseModel model, Random random)
    {
        if (model is ParetoNbd pareto) return (Exponential.Sample(random, Gamma.Sample(random, pareto.S, pareto.Beta)), _ => false);
        var geometric = (BetaGeometricNbd)model;
        var chance = Beta.Sample(random, geometric.A, geometric.B);
        return (double.PositiveInfinity, purchase => (purchase > 0 || geometric.Modified) && random.NextDouble() < chance);
    }
}
