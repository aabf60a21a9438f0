namespace ClvPipeline;

/// <summary>A model that was fitted before the split.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Fit">The fit to what was known at the split.</param>
/// <param name="Score">The log-score: how likely that fit makes what followed.</param>
internal sealed record Candidate(PurchaseModelKind Kind, Fit<PurchaseModel> Fit, double Score);

/// <summary>The model that <c>auto</c> takes.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Candidates">All that were tried, in the order in which they win a tie.</param>
internal sealed record ModelChoice(PurchaseModelKind Kind, string Reason, IReadOnlyList<Candidate> Candidates)
{
    /// <summary>
    /// Fits each model to what was known at the split and takes the one that makes what followed likeliest: the sum over customers of ℓ(now) − ℓ(at the split) at the
    /// parameters of then. All have four parameters, so a tie goes to the first in order.
    /// </summary>
    public static ModelChoice Of(HoldoutTable holdout, int threads = 1, CancellationToken cancellation = default)
    {
        Candidate[] candidates = [.. PurchaseFits.Kinds.Select(kind => Try(kind, holdout, threads, cancellation))];
        var best = candidates[0];
        if (candidates.All(candidate => candidate.Fit.Status is FitStatus.Simple or FitStatus.NoHistory))
            return new ModelChoice(best.Kind, $"too few repeat customers before the split to compare models: {PurchaseFits.Name(best.Kind)}", candidates);
        foreach (var candidate in candidates[1..])
            // Sums of likelihoods are not more exact than this.
            if (candidate.Score > best.Score + 1e-10 * Math.Abs(best.Score)) best = candidate;
        return new ModelChoice(best.Kind, $"{PurchaseFits.Name(best.Kind)} made the last {holdout.Days} days likeliest", candidates);
    }

    private static Candidate Try(PurchaseModelKind kind, HoldoutTable holdout, int threads, CancellationToken cancellation)
    {
        var fit = PurchaseFits.Fit(kind, holdout.Before, threads, cancellation);
        return new Candidate(kind, fit, PurchaseFits.LogLikelihood(kind, holdout.Now, fit.LogParameters, threads, cancellation) - fit.LogLikelihood);
    }
}
