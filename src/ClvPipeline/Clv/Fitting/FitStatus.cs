namespace ClvPipeline;

/// <summary>How a fit came about.</summary>
internal enum FitStatus
{
    /// <summary>The maximum of the likelihood.</summary>
    Converged,

    /// <summary>The maximum of a segment's likelihood, shrunk to the fit of all customers.</summary>
    Shrunk,

    /// <summary>Too few repeat customers for the likelihood alone: its maximum under weak priors.</summary>
    WeakData,

    /// <summary>The likelihood rises towards an extreme value of a parameter, or hardly depends on one: its maximum under weak priors.</summary>
    AtBoundary,

    /// <summary>Hardly any repeat customer: usual shapes, and a scale from the mean.</summary>
    Simple,

    /// <summary>Nothing to learn from: nothing is expected.</summary>
    NoHistory,
}
