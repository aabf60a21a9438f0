using System.Runtime.Intrinsics;

namespace ClvPipeline;

/// <summary>
/// BG/NBD and MBG/NBD given alive: rate λ ~ Gamma(r + x, α + T), probability p ~ Beta(a, b + x) to leave at each purchase, and with u = t/(α + T) an expectation over p
/// of powers of 1 + p·u. The published sum (2F1) takes the logarithm of a negative number for a + b &lt; 1 and loses all digits near a = 1; this does neither.
/// </summary>
internal sealed class BetaGeometricFuture(double shape, double alpha, double a, double b) : FutureIfAlive(shape, alpha)
{
    private readonly BetaNodes _nodes = BetaNodes.Of(a, b, 1e-26 / (1 + shape));
    private readonly double _a = a, _b = b;

    /// <summary>E[(1 − (1 + p·u)^−(r+x)) / p].</summary>
    public override double Expected(double age, double time)
    {
        var u = time / (Alpha + age);
        var (p, weights) = (_nodes.P, _nodes.Weights);
        // For small p·u the series; it spares the logarithms that would lose all digits there.
        var (i, small, sum) = (0, SmallUpTo(u, 1e-4), 0.0);
        for (; i < small; i++)
        {
            var pu = p[i] * u;
            sum += weights[i] * Shape * u * (1 - (Shape + 1) / 2 * pu * (1 - (Shape + 2) / 3 * pu * (1 - (Shape + 3) / 4 * pu)));
        }

        var sums = Vector256<double>.Zero;
        for (; i <= p.Length - 4; i += 4)
        {
            var ps = Vector256.Create<double>(p.AsSpan(i, 4));
            sums -= Vector256.Create<double>(weights.AsSpan(i, 4)) * Vectors.ExpM1(Vectors.Log1P(ps * u) * -Shape) / ps;
        }

        sum += Vector256.Sum(sums);
        for (; i < p.Length; i++) sum -= weights[i] * Special.ExpM1(-Shape * Special.Log1P(p[i] * u)) / p[i];
        return sum;
    }

    /// <summary>2·E[(1 − p)/p² · (1 − (1 + p·u)^−(r+x) − (r+x)·p·u·(1 + p·u)^−(r+x+1))].</summary>
    public override double SecondFactorialMoment(double age, double time)
    {
        var u = time / (Alpha + age);
        var (p, rest, weights) = (_nodes.P, _nodes.Rest, _nodes.Weights);
        var (i, small, sum) = (0, SmallUpTo(u, 1e-3), 0.0);
        for (; i < small; i++)
        {
            var pu = p[i] * u;
            sum += weights[i] * rest[i] * Shape * (Shape + 1) / 2 * u * u * (1 - 2 * (Shape + 2) / 3 * pu * (1 - 3 * (Shape + 3) / 8 * pu));
        }

        var sums = Vector256<double>.Zero;
        for (; i <= p.Length - 4; i += 4)
        {
            var ps = Vector256.Create<double>(p.AsSpan(i, 4));
            var pus = ps * u;
            var stay = Vectors.Exp(Vectors.Log1P(pus) * -Shape);
            var bracket = Vector256<double>.One - stay * (Vector256<double>.One + pus * Shape / (Vector256<double>.One + pus));
            sums += Vector256.Create<double>(weights.AsSpan(i, 4)) * Vector256.Create<double>(rest.AsSpan(i, 4)) * bracket / (ps * ps);
        }

        sum += Vector256.Sum(sums);
        for (; i < p.Length; i++)
        {
            var pu = p[i] * u;
            sum += weights[i] * rest[i] * (1 - Math.Exp(-Shape * Special.Log1P(pu)) * (1 + Shape * pu / (1 + pu))) / (p[i] * p[i]);
        }

        return 2 * sum;
    }

    public override double Survival(double age, double time) => Power(time / (Alpha + age), Shape);

    public override double Rate(double age, double time) => Shape / (Alpha + age) * Power(time / (Alpha + age), Shape + 1);

    /// <summary>Nobody leaves before the next purchase, so its waiting time is Lomax.</summary>
    public override double ProbabilityOfPurchase(double age, double time) => -Special.ExpM1(-Shape * Special.Log1P(time / (Alpha + age)));

    /// <summary>y purchases without leaving, or leaving at the y-th of at least y that were on their way.</summary>
    public override CountDistribution Counts(double age, double time, double left)
    {
        var counts = new CountDistribution.Builder(left);
        var (z, log) = (time / (Alpha + age + time), -Shape * Special.Log1P(time / (Alpha + age)));
        double stayed = 1, before = 1, tail = 1, many = Math.Exp(log); // the last: the negative binomial of purchases, were nobody to leave
        var inLogs = log < -600; // where none at all is beyond what a double holds
        for (var y = 0; ; y++)
        {
            if (!counts.Add(stayed * many + (y == 0 ? 0 : (before - stayed) * tail))) return counts.Build();
            tail = Math.Max(0, tail - many);
            before = stayed;
            stayed *= (_b + y) / (_a + _b + y);
            var step = (Shape + y) / (y + 1) * z;
            if (inLogs) many = Math.Exp(log += Math.Log(step));
            else many *= step;
        }
    }

    public override FutureIfAlive Tabulated(double earliestAge, double longestTime) => new TabulatedFuture(this, Shape, Alpha, earliestAge, longestTime);

    protected override double Scale(double age) => Alpha + age;

    /// <summary>How many nodes have so small a p·u that a few terms of a series are exact.</summary>
    private int SmallUpTo(double u, double limit)
    {
        var at = Array.BinarySearch(_nodes.P, limit / (u * (Shape + 3)));
        return at >= 0 ? at : ~at;
    }

    private double Power(double u, double exponent)
    {
        double sum = 0;
        for (var i = 0; i < _nodes.P.Length; i++) sum += _nodes.Weights[i] * Math.Exp(-exponent * Special.Log1P(_nodes.P[i] * u));
        return sum;
    }
}
