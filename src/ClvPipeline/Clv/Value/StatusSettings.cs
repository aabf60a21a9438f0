namespace ClvPipeline;

/// <summary>From where on a customer counts as lost, at risk, slipping or new (contract §3.6); the first that fits.</summary>
public sealed record StatusSettings
{
    /// <summary>A customer is lost below this chance of not having left.</summary>
    public double Lost { get; init; } = 0.1;

    /// <summary>At risk below this one.</summary>
    public double AtRisk { get; init; } = 0.3;

    /// <summary>Slipping below this one.</summary>
    public double Slipping { get; init; } = 0.5;

    /// <summary>At risk too, from this share of such gaps between purchases on that would have ended by now.</summary>
    public double AtRiskGap { get; init; } = 0.95;

    /// <summary>Slipping too, from this share of them on.</summary>
    public double SlippingGap { get; init; } = 0.8;

    /// <summary>A customer with one purchase is new for so many days.</summary>
    public int NewDays { get; init; } = 90;

    /// <summary>Everything that is wrong, each as a sentence.</summary>
    public IEnumerable<string> Problems()
    {
        (string Name, double Value)[] shares = [("lost", Lost), ("atRisk", AtRisk), ("slipping", Slipping), ("atRiskGap", AtRiskGap), ("slippingGap", SlippingGap)];
        foreach (var (name, value) in shares.Where(share => !(share.Value is >= 0 and <= 1))) yield return $"clv.status.{name}: {value} is out of range; expected a probability from 0 to 1";
        if (Lost > AtRisk) yield return $"clv.status.lost: {Lost} is above clv.status.atRisk, {AtRisk}; expected at most as much, as who is lost is at risk too";
        if (AtRisk > Slipping) yield return $"clv.status.atRisk: {AtRisk} is above clv.status.slipping, {Slipping}; expected at most as much, as who is at risk is slipping too";
        if (SlippingGap > AtRiskGap) yield return $"clv.status.slippingGap: {SlippingGap} is above clv.status.atRiskGap, {AtRiskGap}; expected at most as much, as who is at risk is slipping too";
        if (NewDays < 0) yield return $"clv.status.newDays: {NewDays} is out of range; expected 0 days or more";
    }
}
