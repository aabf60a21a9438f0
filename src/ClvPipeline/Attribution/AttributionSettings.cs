namespace ClvPipeline;

/// <summary>Which touchpoints before an earlier order still count for a later one.</summary>
public enum OrderPath
{
    /// <summary>Only touchpoints after the latest order at an earlier instant.</summary>
    Restart,
    /// <summary>All touchpoints in the window.</summary>
    Overlap,
}

/// <summary>One way of matching values with journeys: <c>acquisition</c>, <c>order</c> or <c>lifetime</c>.</summary>
/// <param name="WindowDays">How far before the reference instant a touchpoint may lie, in days of 24 h; null for unlimited.</param>
/// <param name="Path">What an earlier order does to a journey (only in <c>order</c>).</param>
public sealed record ModeSettings(double? WindowDays, OrderPath Path = OrderPath.Restart);

/// <summary>Modes, models and what counts as direct.</summary>
public sealed record AttributionSettings
{
    /// <summary>The customer's value over the touchpoints up to the first order; null when the mode is not asked for.</summary>
    public ModeSettings? Acquisition { get; init; } = new(90);

    /// <summary>Each order's profit over the touchpoints up to it; null when the mode is not asked for.</summary>
    public ModeSettings? Order { get; init; } = new(30);

    /// <summary>The customer's value over all touchpoints up to the as-of date; null when the mode is not asked for.</summary>
    public ModeSettings? Lifetime { get; init; } = new((double?)null);

    /// <summary>The credit models, in the order in which results list them.</summary>
    public IReadOnlyList<ModelSettings> Models { get; init; } = ModelSettings.Defaults;

    /// <summary>Channels that count as direct for the non-direct models; compared without case.</summary>
    public IReadOnlyList<string> DirectChannels { get; init; } = ["direct"];

    /// <summary>Everything that is wrong, each as a sentence.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var (name, mode) in new[] { ("acquisition", Acquisition), ("order", Order), ("lifetime", Lifetime) })
        {
            if (mode?.WindowDays is { } days && !(days is > 0 and <= 100_000))
                yield return $"attribution.modes.{name}.windowDays: {days} is out of range; expected a number of days above 0 and at most 100,000, or null for unlimited";
        }

        if (Acquisition is null && Order is null && Lifetime is null) yield return "attribution.modes: no mode is listed; expected one or more of acquisition, order, lifetime";
        if (Models.Count == 0) yield return "attribution.models: no model is listed; leave the setting out for the default set";
        foreach (var problem in Models.SelectMany((model, i) => model.Problems($"attribution.models[{i}]"))) yield return problem;
        foreach (var twice in Models.GroupBy(m => m.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return $"attribution.models: {twice.Count()} models are called '{twice.Key}'; give each a \"name\" of its own";
        if (DirectChannels.Any(string.IsNullOrWhiteSpace)) yield return "attribution.directChannels: a channel name is blank";
    }
}
