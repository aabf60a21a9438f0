namespace ClvPipeline;

/// <summary>The inverse of the normal distribution function, by Acklam's rational approximation: relative error 1.2e-9, which no interval can tell.</summary>
internal static class NormalQuantile
{
    private const double Tail = 0.02425;
    private static readonly double[] CentreUpper = [-3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00];
    private static readonly double[] CentreLower = [-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01, -1.328068155288572e+01, 1];
    private static readonly double[] TailUpper = [-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00];
    private static readonly double[] TailLower = [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1];

    /// <summary>The value that a standard normal variable stays below with this probability; infinite at 0 and 1.</summary>
    public static double Of(double probability)
    {
        if (probability <= 0) return double.NegativeInfinity;
        if (probability >= 1) return double.PositiveInfinity;
        if (probability > 1 - Tail) return -Of(1 - probability);
        if (probability < Tail)
        {
            var far = Math.Sqrt(-2 * Math.Log(probability));
            return Polynomial(TailUpper, far) / Polynomial(TailLower, far);
        }

        var (q, square) = (probability - 0.5, (probability - 0.5) * (probability - 0.5));
        return q * Polynomial(CentreUpper, square) / Polynomial(CentreLower, square);
    }

    private static double Polynomial(double[] coefficients, double x)
    {
        double sum = 0;
        foreach (var coefficient in coefficients) sum = sum * x + coefficient;
        return sum;
    }
}
