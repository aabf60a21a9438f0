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
        var sum = _nodes.Weights[0] * Shape * u;
        for (var i = 1; i < _nodes.P.Length; i++) sum -= _nodes.Weights[i] * Special.ExpM1(-Shape * Special.Log1P(_nodes.P[i] * u)) / _nodes.P[i];
        return sum;
    }

    /// <summary>2·E[(1 − p)/p² · (1 − (1 + p·u)^−(r+x) − (r+x)·p·u·(1 + p·u)^−(r+x+1))].</summary>
    public override double SecondFactorialMoment(double age, double time)
    {
        var u = time / (Alpha + age);
        double sum = 0;
        for (var i = 0; i < _nodes.P.Length; i++)
        {
            var (p, pu) = (_nodes.P[i], _nodes.P[i] * u);
            // Where the bracket is a small difference of large terms its series is exact enough.
            var bracket = pu * (Shape + 2) < 1e-4
                ? Shape * (Shape + 1) / 2 * u * u * (1 - 2 * (Shape + 2) / 3 * pu)
                : (1 - Math.Exp(-Shape * Special.Log1P(pu)) * (1 + Shape * pu / (1 + pu))) / (p * p);
            sum += _nodes.Weights[i] * _nodes.Rest[i] * bracket;
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
        double stayed = 1, before = 1, tail = 1;
        for (var y = 0; ; y++)
        {
            var many = Math.Exp(log); // the negative binomial of purchases, were nobody to leave
            if (!counts.Add(stayed * many + (y == 0 ? 0 : (before - stayed) * tail))) return counts.Build();
            tail = Math.Max(0, tail - many);
            before = stayed;
            stayed *= (_b + y) / (_a + _b + y);
            log += Math.Log((Shape + y) / (y + 1) * z);
        }
    }

    public override FutureIfAlive Tabulated(double earliestAge, double longestTime) => new TabulatedFuture(this, Shape, Alpha, earliestAge, longestTime);

    protected override double Scale(double age) => Alpha + age;

    private double Power(double u, double exponent)
    {
        double sum = 0;
        for (var i = 0; i < _nodes.P.Length; i++) sum += _nodes.Weights[i] * Math.Exp(-exponent * Special.Log1P(_nodes.P[i] * u));
        return sum;
    }
}
