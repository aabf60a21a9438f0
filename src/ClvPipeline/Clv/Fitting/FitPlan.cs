namespace ClvPipeline;

/// <summary>A likelihood, where to start, what to fall back to: everything that fitting a model needs, whatever the model.</summary>
internal sealed record FitPlan<TModel>
{
    private const int RepeatersForLikelihood = 200;
    private const int RepeatersForPriors = 10;
    private const double FlatEnough = 1e-5;          // derivative per customer
    private static readonly double Extreme = Math.Log(1e4);
    private const double Unknown = 2.5;              // standard error of a logarithm: the parameter may be anything within a factor of a hundred

    public required LikelihoodSum Likelihood { get; init; }

    /// <summary>Customers with a repeat purchase: those who say something about rates and leaving.</summary>
    public required long Repeaters { get; init; }

    /// <summary>What log-parameters are relative to, so that 0 is of the usual size in any unit of time and money.</summary>
    public required double[] Units { get; init; }

    /// <summary>Log-parameters to start from, in turn.</summary>
    public required IReadOnlyList<double[]> Starts { get; init; }

    /// <summary>Log-parameters and covariance of a fit to nearly the same data, to start from before all others.</summary>
    public (double[] At, double[,] Covariance)? Near { get; init; }

    public required LogNormalPriors Priors { get; init; }

    /// <summary>The estimate for data that hardly say anything, and its name.</summary>
    public required (double[] At, string Name) Simple { get; init; }

    public required Func<double[], TModel> Build { get; init; }

    /// <summary>∂parameter/∂log-parameter, by which standard errors grow.</summary>
    public required Func<double[], double[]> Slopes { get; init; }

    public Fit<TModel> Run()
    {
        if (Repeaters < RepeatersForPriors) return OfSimple(FitStatus.Simple, $"{Repeaters} repeat customers are too few for a fit: {Simple.Name}");
        if (Repeaters < RepeatersForLikelihood) return WithPriors(FitStatus.WeakData, $"{Repeaters} repeat customers are few: weak priors used");
        var evaluations = 0;
        if (Near is { } near && new Maximiser(Likelihood, IsExtreme).Near(near.At, near.Covariance) is { } close && Covariance(close) is { } sure && Inside(close, sure))
            return Of(close, sure, FitStatus.Converged, "converged", close.Evaluations);
        foreach (var start in Starts)
        {
            var maximum = new Maximiser(Likelihood, IsExtreme).From(start);
            evaluations += maximum.Evaluations;
            if (Covariance(maximum) is { } covariance && Inside(maximum, covariance)) return Of(maximum, covariance, FitStatus.Converged, "converged", evaluations);
        }

        return WithPriors(FitStatus.AtBoundary, "a parameter runs to an extreme or cannot be told from these data: weak priors used");
    }

    private Fit<TModel> WithPriors(FitStatus status, string reason)
    {
        foreach (var start in Starts.Prepend(Priors.Centres))
        {
            var maximum = new Maximiser(Priors.On(Likelihood)).From(start);
            if (Covariance(maximum) is { } covariance && maximum.GradientNorm <= FlatEnough && maximum.At.All(double.IsFinite)) return Of(maximum, covariance, status, reason, maximum.Evaluations);
        }

        return OfSimple(FitStatus.Simple, $"no maximum of the likelihood was found: {Simple.Name}");
    }

    /// <summary>An estimate without a likelihood; it has no standard errors.</summary>
    public Fit<TModel> OfSimple(FitStatus status, string reason)
    {
        var value = Likelihood.Customers == 0 ? 0 : Likelihood.Evaluate(Simple.At, new double[Likelihood.Parameters]);
        return new Fit<TModel>(Build(Simple.At), status, reason, double.IsFinite(value) ? value : 0, Simple.At, null, null, Build, 1);
    }

    private Fit<TModel> Of(Maximum maximum, double[,] covariance, FitStatus status, string reason, int evaluations)
    {
        var slopes = Slopes(maximum.At);
        double[] errors = [.. slopes.Select((slope, i) => slope * Math.Sqrt(covariance[i, i]))];
        var value = status == FitStatus.Converged ? maximum.Value : Likelihood.Evaluate(maximum.At, new double[Likelihood.Parameters]);
        return new Fit<TModel>(Build(maximum.At), status, reason, value, maximum.At, covariance, errors, Build, evaluations);
    }

    private static double[,]? Covariance(Maximum maximum) => SymmetricMatrix.Inverse(maximum.Information);

    private bool IsExtreme(double[] at) => at.Index().Any(p => !(Math.Abs(p.Item - Units[p.Index]) < Extreme));

    private bool Inside(Maximum maximum, double[,] covariance) =>
        maximum.GradientNorm <= FlatEnough && !IsExtreme(maximum.At) && Enumerable.Range(0, maximum.At.Length).All(i => Math.Sqrt(covariance[i, i]) < Unknown);
}
