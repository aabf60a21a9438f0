namespace ClvPipeline.Benchmarks.Clv;

/// <summary>Customers of a Pareto/NBD shop: they came over two years at an even pace, and purchases are counted by day.</summary>
internal static class SimulatedBuyers
{
    public const int LongestAgeDays = 730;

    private const double R = 0.8, Alpha = 60, S = 0.7, Beta = 200, P = 6, Q = 4, V = 15;

    /// <summary>For each customer a triplet, that of some days before (with a negative age for who was not there yet), and what the repeat purchases brought in micro-units.</summary>
    public static (Triplet[] Triplets, Triplet[] Before, long[] RevenueMicros) Make(int customers, int daysBefore, int seed)
    {
        var (random, triplets, earlier, revenue) = (new Random(seed), new Triplet[customers], new Triplet[customers], new long[customers]);
        for (var i = 0; i < customers; i++)
        {
            var age = random.Next(LongestAgeDays + 1);
            var (rate, leaving, spend) = (Gamma(random, R) / Alpha, Gamma(random, S) / Beta, Gamma(random, Q) / V);
            var end = Math.Min(age, -Math.Log(1 - random.NextDouble()) / leaving);
            var (day, repeats, sum, before) = (0, 0, 0.0, new Triplet(0, 0, age - daysBefore));
            for (var at = Wait(); at < end; at += Wait())
            {
                if ((int)at == day) continue;
                (day, repeats, sum) = ((int)at, repeats + 1, sum + Gamma(random, P) / spend);
                if (day <= age - daysBefore) before = before with { Repeats = repeats, AgeAtLastPurchaseDays = day };
            }

            (triplets[i], earlier[i], revenue[i]) = (new Triplet(repeats, day, age), before, (long)(sum * 1e6));

            double Wait() => -Math.Log(1 - random.NextDouble()) / rate;
        }

        return (triplets, earlier, revenue);
    }

    /// <summary>A gamma variable of scale 1 (Marsaglia and Tsang 2000).</summary>
    private static double Gamma(Random random, double shape)
    {
        if (shape < 1) return Gamma(random, shape + 1) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        var d = shape - 1.0 / 3;
        while (true)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var v = Math.Pow(1 + normal / Math.Sqrt(9 * d), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < normal * normal / 2 + d - d * v + d * Math.Log(v)) return d * v;
        }
    }
}
