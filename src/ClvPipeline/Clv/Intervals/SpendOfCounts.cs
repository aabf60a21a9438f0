namespace ClvPipeline;

/// <summary>
/// What y purchases cost together, given the customer's past: v′ times a beta-prime variable of p·y and q′ (Fader and Hardie 2013). The logarithm's mean and variance
/// are finite for all parameters, unlike the variance itself, so quantiles are those of the log-normal with them.
/// </summary>
internal sealed class SpendOfCounts(GammaGamma model)
{
    private readonly List<(double Digamma, double Trigamma)> _byCount = [(0, 0)];

    /// <summary>Mean and variance of ln(spend / v′) over the counts of 1 and more, but for what q′ adds.</summary>
    public (double Mean, double Variance) LogMoments(CountDistribution counts)
    {
        double weight = 0, mean = 0, square = 0, within = 0;
        for (var y = 1; y < counts.UpTo.Length; y++)
        {
            var (psi, psi1) = Of(y);
            var p = counts.Probability(y);
            (weight, mean, square, within) = (weight + p, mean + p * psi, square + p * psi * psi, within + p * psi1);
        }

        if (!(weight > 0)) return (Special.Digamma(model.P), Special.Trigamma(model.P));
        mean /= weight;
        return (mean, Math.Max(0, square / weight - mean * mean) + within / weight);
    }

    private (double Digamma, double Trigamma) Of(int y)
    {
        while (_byCount.Count <= y) _byCount.Add((Special.Digamma(model.P * _byCount.Count), Special.Trigamma(model.P * _byCount.Count)));
        return _byCount[y];
    }
}
