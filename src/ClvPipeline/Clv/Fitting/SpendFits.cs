namespace ClvPipeline;

/// <summary>Fits Gamma-Gamma by maximum likelihood.</summary>
internal static class SpendFits
{
    /// <summary>Usual shapes, from published fits: p, and q − 1.</summary>
    private const double UsualP = 4, UsualExcess = 2.5;

    /// <param name="table">What repeat customers spend.</param>
    /// <param name="fallbackMean">What to take for the mean spend where no repeat purchase shows one, such as the mean of first purchases.</param>
    /// <param name="threads">The largest number of threads; the fit is the same for any.</param>
    public static Fit<GammaGamma> Fit(SpendTable table, double fallbackMean, int threads = 1, CancellationToken cancellation = default)
    {
        // The mean over customers of their mean spend.
        double mean = 0;
        for (var i = 0; i < table.Count; i++) mean += table.Revenue[i] / table.Repeats[i] / table.Count;
        var known = table.Count > 0;
        var unit = Math.Log(known ? mean : fallbackMean > 0 ? fallbackMean : 1e-9);
        double[] centres = [Math.Log(UsualP), Math.Log(UsualExcess), unit + Math.Log(UsualExcess / UsualP)];
        var plan = new FitPlan<GammaGamma>
        {
            Likelihood = new GammaGammaLikelihood(table, threads, cancellation),
            Repeaters = table.Count,
            Units = [0, 0, unit],
            Starts =
            [
                centres,
                [Math.Log(1), Math.Log(5), unit + Math.Log(5)],
                [Math.Log(20), Math.Log(1), unit + Math.Log(1.0 / 20)],
            ],
            Priors = new LogNormalPriors(centres, [1.5, 1.5, 2]),
            Simple = (centres, known ? "usual shapes, and the mean spend of repeat customers" : fallbackMean > 0 ? "usual shapes, and the mean of other purchases" : "no spend expected"),
            Build = at => new GammaGamma(Math.Exp(at[0]), 1 + Math.Exp(at[1]), Math.Exp(at[2])),
            Slopes = at => [.. at.Select(Math.Exp)],
        };
        return known || fallbackMean > 0 ? plan.Run() : plan.OfSimple(FitStatus.NoHistory, "no spend to learn from: no spend expected");
    }

    /// <summary>The fits of segments, shrunk to the fit of all; null where a segment has that.</summary>
    public static IReadOnlyList<Fit<GammaGamma>?> OfSegments(Fit<GammaGamma> pooled, SpendTable all, IReadOnlyList<SpendTable> segments, int threads = 1, CancellationToken cancellation = default) =>
        SegmentFits.Of(pooled, all.Count, [.. segments.Select(table => new SegmentLikelihood(new GammaGammaLikelihood(table, threads, cancellation)))]);
}
