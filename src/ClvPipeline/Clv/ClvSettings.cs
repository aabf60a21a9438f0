namespace ClvPipeline;

/// <summary>How a customer's worth is worked out.</summary>
public sealed record ClvSettings
{
    /// <summary>The model of future purchases: <c>bg_nbd</c>, <c>mbg_nbd</c>, <c>pareto_nbd</c>, or <c>auto</c> for the one that would have forecast the last part of the history best. <c>none</c> leaves the expected part 0.</summary>
    public string Model { get; init; } = "auto";

    /// <summary>
    /// What models are fitted to: <c>segments</c> for all customers and then each segment that is large enough, shrunk to the fit of all as strongly as the segments are
    /// alike; <c>pooled</c> for all customers alone.
    /// </summary>
    public string Fits { get; init; } = "segments";

    /// <summary>How far the expected part looks ahead, in months of a twelfth of 365.25 days.</summary>
    public int HorizonMonths { get; init; } = 36;

    /// <summary>Effective annual discount rate of the expected part: 0.10 is 10 % a year.</summary>
    public double DiscountRate { get; init; } = 0.10;

    /// <summary>Profit as a share of revenue where COGS is unknown. No default: a guess here would be a silent wrong number everywhere.</summary>
    public decimal? GrossMargin { get; init; }

    /// <summary>How likely a retention offer keeps a customer who would have left: it sets what may be spent on one.</summary>
    public double SaveProbability { get; init; } = 0.10;

    /// <summary>From where on a customer counts as lost, at risk, slipping or new.</summary>
    public StatusSettings Status { get; init; } = new();

    /// <summary>The models of the contract.</summary>
    internal static readonly string[] Models = ["none", "auto", "bg_nbd", "mbg_nbd", "pareto_nbd"];

    internal static readonly string[] FitsOf = ["segments", "pooled"];

    /// <summary>Everything that is wrong, each as a sentence.</summary>
    public IEnumerable<string> Problems()
    {
        if (!Models.Contains(Model)) yield return $"clv.model: '{Model}' is not a model; expected one of {string.Join(", ", Models)}";
        if (!FitsOf.Contains(Fits)) yield return $"clv.fits: '{Fits}' is not a choice of fits; expected one of {string.Join(", ", FitsOf)}";
        if (!(SaveProbability is >= 0 and <= 1)) yield return $"clv.saveProbability: {SaveProbability} is out of range; expected a probability from 0 to 1";
        if (HorizonMonths is < 0 or > 600) yield return $"clv.horizonMonths: {HorizonMonths} is out of range; expected 0 to 600 months";
        if (!(DiscountRate is >= 0 and <= 10)) yield return $"clv.discountRate: {DiscountRate} is out of range; expected 0 to 10 (0.10 is 10 % a year)";
        if (GrossMargin is { } margin && margin is < -10 or > 1) yield return $"clv.grossMargin: {margin} is out of range; expected a share of revenue of at most 1 (0.40 is 40 %)";
        foreach (var problem in Status.Problems()) yield return problem;
        if (GrossMargin is { } fine && fine != Math.Round(fine, 9)) yield return $"clv.grossMargin: {fine} has more than 9 digits behind the point";
    }
}
