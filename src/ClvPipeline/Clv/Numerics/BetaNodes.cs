namespace ClvPipeline;

/// <summary>
/// Nodes p and weights for expectations of smooth functions of a Beta(a, b) variable. The trapezoidal rule on the logit of p: the integrand is analytic in a strip and
/// falls off at both ends, so the rule is exact to rounding, whatever a and b (Trefethen and Weideman 2014). Everything is positive: no digits are lost.
/// The first node is p = 0 and the last p = 1; they hold the ends, which are geometric series.
/// </summary>
internal sealed class BetaNodes
{
    private const double Negligible = 1e-19;

    private BetaNodes(double[] p, double[] rest, double[] weights) => (P, Rest, Weights) = (p, rest, weights);

    public double[] P { get; }

    /// <summary>1 − p, exact near p = 1 too.</summary>
    public double[] Rest { get; }

    /// <summary>They sum to 1.</summary>
    public double[] Weights { get; }

    /// <param name="a">First parameter, above 0.</param>
    /// <param name="b">Second parameter, above 0.</param>
    /// <param name="smallest">For p below this, the function is the same as at p = 0.</param>
    public static BetaNodes Of(double a, double b, double smallest)
    {
        var step = Math.Min(0.2, Math.Sqrt(Special.Trigamma(a) + Special.Trigamma(b)) / 2);
        var centre = Math.Log(a / b);
        // ln of pᵃ·(1−p)ᵇ, the density on the logit scale but for a constant.
        double Log(double logit) => -a * Special.SoftPlus(-logit) - b * Special.SoftPlus(logit);
        var peak = Log(centre);
        int left = 0, right = 0;
        while (Weight(left - 1) > Negligible && Special.Logistic(centre + left * step) > smallest) left--;
        while (Weight(right + 1) > Negligible && Special.Logistic(-centre - right * step) > 1e-18) right++;

        var n = right - left + 3;
        var (p, rest, weights) = (new double[n], new double[n], new double[n]);
        for (var i = 1; i < n - 1; i++)
        {
            var logit = centre + (left + i - 1) * step;
            (p[i], rest[i], weights[i]) = (Special.Logistic(logit), Special.Logistic(-logit), Math.Exp(Log(logit) - peak));
        }

        (rest[0], weights[0]) = (1, weights[1] / Special.ExpM1(a * step));
        (p[n - 1], weights[n - 1]) = (1, weights[n - 2] / Special.ExpM1(b * step));
        var sum = weights.Sum();
        for (var i = 0; i < n; i++) weights[i] /= sum;
        return new BetaNodes(p, rest, weights);

        double Weight(int i) => Math.Exp(Log(centre + i * step) - peak);
    }
}
