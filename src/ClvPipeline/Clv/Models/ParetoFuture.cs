namespace ClvPipeline;

/// <summary>Pareto/NBD given alive: the rate of purchases is Gamma(r + x, α + T), that of leaving Gamma(s, β + T), independent of each other.</summary>
internal sealed class ParetoFuture(double shape, double alpha, double s, double beta) : FutureIfAlive(shape, alpha)
{
    /// <summary>Fader, Hardie and Lee 2005, equation 6 of "RFM and CLV", finite at s = 1 too.</summary>
    public override double Expected(double age, double time) =>
        Shape * (beta + age) / (Alpha + age) * -Special.ExpM1Over(s - 1, -Special.Log1P(time / (beta + age)));

    public override double SecondFactorialMoment(double age, double time) =>
        2 * Shape * (Shape + 1) / ((Alpha + age) * (Alpha + age)) * GaussLegendre.Of16.Integrate(beta + age, Math.Min(1, 16 / (s + 1)), time, time, at => at * Survival(age, at));

    public override double Survival(double age, double time) => Math.Exp(-s * Special.Log1P(time / (beta + age)));

    public override double Rate(double age, double time) => Shape / (Alpha + age) * Survival(age, time);

    /// <summary>The next purchase comes, at a Lomax waiting time, before the customer leaves.</summary>
    public override double ProbabilityOfPurchase(double age, double time)
    {
        var (scale, growth) = (Alpha + age, Math.Min(1, 16 / (Shape + s + 1)));
        return Shape / scale * GaussLegendre.Of16.Integrate(Scale(age), growth, time, time, at => Math.Exp(-(Shape + 1) * Special.Log1P(at / scale)) * Survival(age, at));
    }

    /// <summary>The negative binomial of purchases up to the moment of leaving, over those moments.</summary>
    public override CountDistribution Counts(double age, double time, double left)
    {
        var moments = Moments(age, time);
        // A multiple of four, for vectors; what is beyond the moments weighs nothing.
        var (chances, steps) = (new double[(moments.Count + 3) / 4 * 4], new double[(moments.Count + 3) / 4 * 4]);
        for (var i = 0; i < moments.Count; i++)
        {
            var (moment, weight) = moments[i];
            (chances[i], steps[i]) = (weight * Math.Exp(-Shape * Special.Log1P(moment / (Alpha + age))), moment / (Alpha + age + moment));
        }

        // So many purchases that none at all is beyond what a double holds: rare, and then in logarithms.
        var longest = moments.Count == 0 ? 0 : moments[^1].Moment;
        if (Shape * Special.Log1P(longest / (Alpha + age)) > 600) return CountsByLogs(moments, age, left);
        var counts = new CountDistribution.Builder(left);
        for (var y = 0; counts.Add(Vectors.Sum(chances)); y++) Vectors.Multiply(chances, steps, (Shape + y) / (y + 1));
        return counts.Build();
    }

    private CountDistribution CountsByLogs(List<(double Moment, double Weight)> moments, double age, double left)
    {
        double[] logs = [.. moments.Select(at => -Shape * Special.Log1P(at.Moment / (Alpha + age)))];
        double[] logSteps = [.. moments.Select(at => Math.Log(at.Moment / (Alpha + age + at.Moment)))];
        var counts = new CountDistribution.Builder(left);
        for (var y = 0; ; y++)
        {
            double probability = 0;
            for (var i = 0; i < logs.Length; i++) probability += moments[i].Weight * Math.Exp(logs[i]);
            if (!counts.Add(probability)) return counts.Build();
            var common = Math.Log((Shape + y) / (y + 1));
            for (var i = 0; i < logs.Length; i++) logs[i] += common + logSteps[i];
        }
    }

    protected override double Scale(double age) => Math.Min(Alpha, beta) + age;

    /// <summary>Moments up to which a customer stays, and the probability of each; the last is all the time asked for.</summary>
    private List<(double Moment, double Weight)> Moments(double age, double time)
    {
        // With w = ln(1 + t/(β+T)) the moment of leaving is exponential. A first purchase may come much sooner, and a large shape makes counts narrow: both ask for short panels.
        var (rule, moments, end) = (GaussLegendre.Of16, new List<(double, double)>(), Special.Log1P(time / (beta + age)));
        var (shortest, growth, widest) = (8 * (Alpha + age) / (Shape * (beta + age)), Math.Min(1, 8 / Math.Sqrt(Shape)), Math.Min(2, 12 / s));
        var reach = Math.Min(end, 40 / s);
        for (double from = 0; from < reach;)
        {
            var width = Math.Min(reach - from, Math.Min(widest, Math.Max(shortest, from * growth)));
            for (var i = 0; i < rule.Nodes.Length; i++)
            {
                var at = from + width * rule.Nodes[i];
                moments.Add(((beta + age) * Special.ExpM1(at), s * Math.Exp(-s * at) * width * rule.Weights[i]));
            }

            from += width;
        }

        moments.Add((time, Math.Exp(-s * end)));
        return moments;
    }
}
