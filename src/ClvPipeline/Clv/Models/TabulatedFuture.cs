namespace ClvPipeline;

/// <summary>
/// The moments of BG/NBD given alive depend on age and time through ζ = ln(1 + t/(α + T)) alone, and are analytic in the strip |Im ζ| &lt; π: a short series for each x
/// serves every customer and month. What is near ζ = 0 proportional to ζ or ζ² is divided by it, so that small numbers are as exact as large ones.
/// </summary>
internal sealed class TabulatedFuture : FutureIfAlive
{
    private readonly BetaGeometricFuture _exact;
    private readonly Chebyshev _first;
    private readonly Lazy<Chebyshev> _second;

    public TabulatedFuture(BetaGeometricFuture exact, double shape, double alpha, double earliestAge, double longestTime)
        : base(shape, alpha)
    {
        _exact = exact;
        var (scale, end) = (alpha + earliestAge, Special.Log1P(longestTime / (alpha + earliestAge)));
        _first = new Chebyshev(end, 1e-13, zeta => exact.Expected(earliestAge, scale * Special.ExpM1(zeta)) / zeta);
        _second = new Lazy<Chebyshev>(() => new Chebyshev(end, 1e-8, zeta => exact.SecondFactorialMoment(earliestAge, scale * Special.ExpM1(zeta)) / (zeta * zeta)));
    }

    public override double Expected(double age, double time)
    {
        var zeta = Zeta(age, time);
        return zeta * _first.At(zeta);
    }

    public override double SecondFactorialMoment(double age, double time)
    {
        var zeta = Zeta(age, time);
        return zeta * zeta * _second.Value.At(zeta);
    }

    public override double Survival(double age, double time) => _exact.Survival(age, time);

    public override double Rate(double age, double time) => _exact.Rate(age, time);

    public override double ProbabilityOfPurchase(double age, double time) => _exact.ProbabilityOfPurchase(age, time);

    public override CountDistribution Counts(double age, double time, double left) => _exact.Counts(age, time, left);

    protected override double Scale(double age) => Alpha + age;

    private double Zeta(double age, double time) => Special.Log1P(time / (Alpha + age));
}
