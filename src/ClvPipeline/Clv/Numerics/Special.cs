namespace ClvPipeline;

/// <summary>Special functions to full double precision: Stirling's and its derivatives' asymptotic series (Abramowitz and Stegun 6.1.41, 6.3.18, 6.4.12), reached by recurrence.</summary>
internal static class Special
{
    private const double HalfLogTwoPi = 0.91893853320467274178;
    private const double Far = 12; // from here on the series below are exact to the last bit or so

    /// <summary>ln Γ(x) for x above 0.</summary>
    public static double LogGamma(double x)
    {
        double product = 1;
        for (; x < Far; x++) product *= x;
        var (u, v) = (1 / x, 1 / (x * x));
        var series = u * (1.0 / 12 - v * (1.0 / 360 - v * (1.0 / 1260 - v * (1.0 / 1680 - v * (1.0 / 1188 - v * (691.0 / 360360))))));
        return (x - 0.5) * Math.Log(x) - x + HalfLogTwoPi + series - Math.Log(product);
    }

    /// <summary>ψ(x), the derivative of ln Γ, for x above 0.</summary>
    public static double Digamma(double x)
    {
        double sum = 0;
        for (; x < Far; x++) sum += 1 / x;
        var v = 1 / (x * x);
        return Math.Log(x) - 0.5 / x - v * (1.0 / 12 - v * (1.0 / 120 - v * (1.0 / 252 - v * (1.0 / 240 - v * (1.0 / 132 - v * (691.0 / 32760)))))) - sum;
    }

    /// <summary>ψ′(x) for x above 0: the variance of the logarithm of a gamma variable of shape x.</summary>
    public static double Trigamma(double x)
    {
        double sum = 0;
        for (; x < Far; x++) sum += 1 / (x * x);
        var (u, v) = (1 / x, 1 / (x * x));
        return u + v / 2 + u * v * (1.0 / 6 - v * (1.0 / 30 - v * (1.0 / 42 - v * (1.0 / 30 - v * (5.0 / 66))))) + sum;
    }

    /// <summary>ln(1 + x) without loss for small x (Kahan).</summary>
    public static double Log1P(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : double.IsPositiveInfinity(u) ? u : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>eˣ − 1 without loss for small x (Kahan).</summary>
    public static double ExpM1(double x)
    {
        if (Math.Abs(x) > 1) return Math.Exp(x) - 1;
        var u = Math.Exp(x);
        return u == 1 ? x : (u - 1) * (x / Math.Log(u));
    }

    /// <summary>(e^(εx) − 1) / ε, which is x at ε = 0.</summary>
    public static double ExpM1Over(double epsilon, double x) => epsilon == 0 ? x : ExpM1(epsilon * x) / epsilon;

    /// <summary>ln(1 + eˣ) without overflow.</summary>
    public static double SoftPlus(double x) => Math.Max(x, 0) + Log1P(Math.Exp(-Math.Abs(x)));

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static double Logistic(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));
}
