namespace ClvPipeline;

/// <summary>Fits models of purchases by maximum likelihood.</summary>
internal static class PurchaseFits
{
    public static readonly IReadOnlyList<PurchaseModelKind> Kinds = [PurchaseModelKind.MbgNbd, PurchaseModelKind.ParetoNbd, PurchaseModelKind.BgNbd];

    /// <summary>Usual shapes, from published fits: r, then a and b or s. They centre the priors, and are all there is to go by where there are no repeat customers.</summary>
    private const double UsualR = 0.7, UsualA = 0.8, UsualB = 2.5, UsualS = 0.7;

    /// <summary>From so many triplets on, those rounded to weeks are fitted first: there are far fewer, and their maximum is next to the real one.</summary>
    internal const int Many = 20_000;

    private const int RoundedDays = 7;

    public static string Name(PurchaseModelKind kind) => kind switch
    {
        PurchaseModelKind.BgNbd => "bg_nbd",
        PurchaseModelKind.MbgNbd => "mbg_nbd",
        _ => "pareto_nbd",
    };

    /// <summary>The fit to counted triplets, in days. The same for any number of threads.</summary>
    public static Fit<PurchaseModel> Fit(PurchaseModelKind kind, TripletTable table, int threads = 1, CancellationToken cancellation = default)
    {
        var plan = Plan(kind, table, threads, cancellation);
        if (table.TotalAgeDays == 0) return plan.OfSimple(FitStatus.NoHistory, table.TotalCustomers == 0 ? "no customers: no purchases expected" : "all customers are of today: no purchases expected");
        if (table.Count < Many) return plan.Run();
        return Plan(kind, table.Rounded(RoundedDays), threads, cancellation).Run() is { Status: FitStatus.Converged, Covariance: { } covariance } rough ? (plan with { Near = (rough.LogParameters, covariance) }).Run() : plan.Run();
    }

    /// <summary>The fits of segments, shrunk to the fit of all; null where a segment has that.</summary>
    public static IReadOnlyList<Fit<PurchaseModel>?> OfSegments(PurchaseModelKind kind, Fit<PurchaseModel> pooled, TripletTable all, IReadOnlyList<TripletTable> segments, int threads = 1, CancellationToken cancellation = default) =>
        SegmentFits.Of(pooled, all.TotalCustomers, [.. segments.Select(table => new SegmentLikelihood(Likelihood(kind, table, threads, cancellation), table.Count < Many ? null : () => Likelihood(kind, table.Rounded(RoundedDays), threads, cancellation)))]);

    /// <summary>The log-likelihood of counted triplets at any log-parameters.</summary>
    public static double LogLikelihood(PurchaseModelKind kind, TripletTable table, double[] logParameters, int threads = 1, CancellationToken cancellation = default) => Likelihood(kind, table, threads, cancellation).Evaluate(logParameters, new double[4]);

    private static LikelihoodSum Likelihood(PurchaseModelKind kind, TripletTable table, int threads, CancellationToken cancellation) =>
        kind == PurchaseModelKind.ParetoNbd ? new ParetoLikelihood(table, threads, cancellation) : new BetaGeometricLikelihood(kind == PurchaseModelKind.MbgNbd, table, threads, cancellation);

    private static FitPlan<PurchaseModel> Plan(PurchaseModelKind kind, TripletTable table, int threads, CancellationToken cancellation)
    {
        var pareto = kind == PurchaseModelKind.ParetoNbd;
        var time = Math.Log(Math.Max(table.MeanAgeDays, 1));
        // Half a purchase more than there were, so that the rate is never 0; where nobody has any age the next purchase is 10⁹ days off.
        var pace = Math.Log(table.TotalAgeDays > 0 ? table.TotalAgeDays / (table.TotalRepeats + 0.5) : 1e9);
        double[] centres = pareto
            ? [Math.Log(UsualR), time + Math.Log(0.4), Math.Log(UsualS), time + Math.Log(UsualS)]
            : [Math.Log(UsualR), time + Math.Log(0.4), Math.Log(UsualA), Math.Log(UsualB)];
        return new FitPlan<PurchaseModel>
        {
            Likelihood = Likelihood(kind, table, threads, cancellation),
            Repeaters = table.Repeaters,
            Units = pareto ? [0, time, 0, time] : [0, time, 0, 0],
            Starts =
            [
                pareto ? [0, pace, Math.Log(UsualS), time] : [0, pace, 0, Math.Log(3)],
                pareto ? [Math.Log(0.3), pace + Math.Log(0.1), Math.Log(0.3), time + Math.Log(0.3)] : [Math.Log(0.3), pace + Math.Log(0.1), Math.Log(0.3), Math.Log(0.5)],
                pareto ? [Math.Log(3), pace + Math.Log(3), Math.Log(3), time + Math.Log(10)] : [Math.Log(3), pace + Math.Log(3), Math.Log(3), Math.Log(30)],
            ],
            Priors = new LogNormalPriors(centres, pareto ? [1.5, 2, 1.5, 2] : [1.5, 2, 1.5, 1.5]),
            Simple = ([centres[0], centres[0] + pace, centres[2], centres[3]], "usual shapes, and the mean pace of all customers"),
            Build = at => Build(kind, at),
            Slopes = at => [.. at.Select(Math.Exp)],
        };
    }

    private static PurchaseModel Build(PurchaseModelKind kind, double[] at) => kind switch
    {
        PurchaseModelKind.ParetoNbd => new ParetoNbd(Math.Exp(at[0]), Math.Exp(at[1]), Math.Exp(at[2]), Math.Exp(at[3])),
        _ => new BetaGeometricNbd(kind == PurchaseModelKind.MbgNbd, Math.Exp(at[0]), Math.Exp(at[1]), Math.Exp(at[2]), Math.Exp(at[3])),
    };
}
