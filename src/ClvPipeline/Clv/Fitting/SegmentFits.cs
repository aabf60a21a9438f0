using System.Globalization;

namespace ClvPipeline;

/// <summary>What is fitted of one segment.</summary>
/// <param name="Exact">Its likelihood.</param>
/// <param name="Rough">One that is nearly the same and cheaper, to begin with; null where the exact one is cheap.</param>
internal sealed record SegmentLikelihood(LikelihoodSum Exact, Func<LikelihoodSum>? Rough = null);

/// <summary>
/// Fits of single segments, each shrunk to the fit of all as strongly as the segments are alike: how strongly is learnt from the segments themselves (empirical Bayes).
/// Were they all alike, the squared slopes of their likelihoods at the fit of all would be what chance makes them; what is above that is their difference (the moment
/// estimate of DerSimonian and Laird 1986, with scores). Segments that do not differ by more than chance get no fit of their own.
/// </summary>
internal static class SegmentFits
{
    /// <summary>A segment with fewer customers who came back has the fit of all: as many as a likelihood alone takes.</summary>
    public const int Repeaters = 200;

    /// <summary>The largest number of segments with a fit of their own; the largest ones have it.</summary>
    public const int Most = 50;

    /// <summary>However much segments differ, the fit of all weighs as many customers.</summary>
    private const double LeastWeight = 50;

    /// <summary>The fits, null for a segment that has the fit of all.</summary>
    /// <param name="pooled">The fit of all customers.</param>
    /// <param name="customers">How many they are.</param>
    /// <param name="segments">Segments that are large enough.</param>
    public static IReadOnlyList<Fit<TModel>?> Of<TModel>(Fit<TModel> pooled, long customers, IReadOnlyList<SegmentLikelihood> segments)
    {
        if (pooled is not { Status: FitStatus.Converged, Covariance: { } covariance } || Weight(pooled, covariance, customers, segments) is not { } weight) return new Fit<TModel>?[segments.Count];
        return [.. segments.Select(segment => Of(pooled, covariance, customers, segment, weight))];
    }

    /// <summary>n₀: the customers that the fit of all weighs; null where segments do not differ by more than chance.</summary>
    public static double? Weight<TModel>(Fit<TModel> pooled, double[,] covariance, long customers, IReadOnlyList<SegmentLikelihood> segments)
    {
        var k = pooled.LogParameters.Length;
        double found = 0, chance = 0, size = 0;
        foreach (var segment in segments)
        {
            if (segment.Exact.Customers == 0) continue;
            var (slopes, n) = (new double[k], (double)segment.Exact.Customers);
            segment.Exact.Evaluate(pooled.LogParameters, slopes);
            // Of n customers that are like all others the slopes have the variance n·Ī, less what they share with the fit of all.
            for (var i = 0; i < k; i++)
                for (var j = 0; j < k; j++) found += slopes[i] * covariance[i, j] * slopes[j] * customers / n;
            chance += k * (1 - n / customers);
            size += k * n * (1 - n / customers);
        }

        // χ², whose standard deviation is added: to take chance for a difference costs more than to overlook a small one.
        chance += Math.Sqrt(2 * chance);
        return size > 0 && found > chance && double.IsFinite(found) ? Math.Max(LeastWeight, size / (found - chance)) : null;
    }

    private static Fit<TModel>? Of<TModel>(Fit<TModel> pooled, double[,] covariance, long customers, SegmentLikelihood segment, double weight)
    {
        var n = segment.Exact.Customers;
        if (n == 0 || SymmetricMatrix.Inverse(covariance) is not { } information) return null;
        foreach (ref var entry in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref information[0, 0], information.Length)) entry /= customers;
        // The covariance that the segment's fit has if it is like that of all.
        var (start, near) = (pooled.LogParameters, (double[,])covariance.Clone());
        foreach (ref var entry in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref near[0, 0], near.Length)) entry *= customers / (n + weight);
        var evaluations = 0;
        if (segment.Rough is { } rough && Climb(rough()) is { } close) (start, near) = (close.At, SymmetricMatrix.Inverse(close.Information)!);
        if (Climb(segment.Exact) is not { } top || SymmetricMatrix.Inverse(top.Information) is not { } own) return null;
        var reason = string.Create(CultureInfo.InvariantCulture, $"converged, shrunk to the fit of all customers as by {Math.Min(weight, 1e15):N0} more beside {n:N0}");
        return new Fit<TModel>(pooled.Build(top.At), FitStatus.Shrunk, reason, segment.Exact.Evaluate(top.At, new double[top.At.Length]), top.At, own,
            [.. top.At.Select((value, i) => Math.Exp(value) * Math.Sqrt(own[i, i]))], pooled.Build, evaluations);

        Maximum? Climb(LikelihoodSum likelihood)
        {
            var shrunk = new ShrunkLikelihood(likelihood, pooled.LogParameters, information, weight);
            var maximum = new Maximiser(shrunk).Near(start, near) ?? new Maximiser(shrunk).From(start);
            evaluations += maximum.Evaluations;
            return maximum.GradientNorm <= FlatEnough && maximum.At.All(double.IsFinite) && SymmetricMatrix.Cholesky(maximum.Information) is not null ? maximum : null;
        }
    }

    private const double FlatEnough = 1e-5; // derivative per customer
}
