namespace ClvPipeline;

/// <summary>When a row is bad, and how much of that a run bears before it refuses to publish.</summary>
public sealed record QualitySettings
{
    /// <summary>The largest share of a dataset's rows that may be rejected. One in a hundred hides in no total; more is a broken feed.</summary>
    public double MaxRejectedShare { get; init; } = 0.01;

    /// <summary>Amounts of this size and above are bad rows, in units of the currency.</summary>
    public decimal MaxAmount { get; init; } = 1_000_000_000m;

    /// <summary>A run with fewer orders than this share of the last published run's does not publish: half a feed looks like a fine night otherwise.</summary>
    public double MinShareOfLastRun { get; init; } = 0.4;

    /// <summary>Everything that is wrong, each as a sentence.</summary>
    public IEnumerable<string> Problems()
    {
        if (!(MaxRejectedShare is >= 0 and <= 1)) yield return $"quality.maxRejectedShare: {MaxRejectedShare} is out of range; expected 0 to 1";
        if (!(MinShareOfLastRun is >= 0 and <= 1)) yield return $"quality.minShareOfLastRun: {MinShareOfLastRun} is out of range; expected 0 to 1";
        if (MaxAmount is <= 0 or > 1_000_000_000_000m) yield return $"quality.maxAmount: {MaxAmount} is out of range; expected more than 0 and at most 1e12";
    }
}
