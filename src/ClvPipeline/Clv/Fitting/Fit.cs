namespace ClvPipeline;

/// <summary>A fitted model, how it came about and how sure its parameters are. Every number in it is finite.</summary>
/// <typeparam name="TModel">The kind of model.</typeparam>
/// <param name="Model">The model.</param>
/// <param name="Status">How it came about.</param>
/// <param name="Reason">That in words.</param>
/// <param name="LogLikelihood">Of the data, without priors.</param>
/// <param name="LogParameters">The parameters on the scale that is fitted: logarithms, for q that of q − 1.</param>
/// <param name="Covariance">Of the log-parameters; null for a simple estimate.</param>
/// <param name="StandardErrors">Of the parameters; null for a simple estimate.</param>
/// <param name="Build">The model of other log-parameters.</param>
/// <param name="Evaluations">How often the likelihood was computed.</param>
internal sealed record Fit<TModel>(TModel Model, FitStatus Status, string Reason, double LogLikelihood, double[] LogParameters, double[,]? Covariance, double[]? StandardErrors, Func<double[], TModel> Build, int Evaluations)
{
    /// <summary>
    /// For each parameter a direction: the models a standard deviation up and down a column of the covariance's root. The columns are independent, so what a result
    /// owes to not knowing the parameters is the sum of squares of half the difference between the two.
    /// </summary>
    public IReadOnlyList<(TModel Up, TModel Down)> Deviations()
    {
        if (Covariance is null || SymmetricMatrix.Cholesky(Covariance) is not { } root) return [];
        var n = LogParameters.Length;
        return [.. Enumerable.Range(0, n).Select(column => (Moved(column, 1), Moved(column, -1)))];

        TModel Moved(int column, double by) => Build([.. LogParameters.Select((value, i) => value + by * root[i, column])]);
    }
}
