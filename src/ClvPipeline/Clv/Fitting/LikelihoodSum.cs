namespace ClvPipeline;

/// <summary>A log-likelihood over all customers with its gradient, as a function of parameters that may be any number (logarithms of those that are above 0).</summary>
internal abstract class LikelihoodSum
{
    /// <summary>The number of parameters.</summary>
    public abstract int Parameters { get; }

    /// <summary>The number of customers.</summary>
    public abstract long Customers { get; }

    /// <returns>The log-likelihood; its derivatives are in <paramref name="gradient"/>.</returns>
    public abstract double Evaluate(ReadOnlySpan<double> at, Span<double> gradient);
}
