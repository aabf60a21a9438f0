namespace ClvPipeline.Tests.Oracle;

/// <summary>Counts in how many shops each feature was seen.</summary>
public sealed class FeatureCounter
{
    private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>Shops by feature; features that were named and never seen have 0.</summary>
    public IReadOnlyDictionary<string, int> Counts => counts;

    /// <summary>Notes of one shop whether it has a feature.</summary>
    public void See(string feature, bool present) => counts[feature] = counts.GetValueOrDefault(feature) + (present ? 1 : 0);
}
