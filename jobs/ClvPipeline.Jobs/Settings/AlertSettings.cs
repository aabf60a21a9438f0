using ClvPipeline.Jobs.Serve;

namespace ClvPipeline.Jobs;

/// <summary>Who is told when something is wrong, and of what.</summary>
/// <param name="Webhook">The connection that holds the address and the key: <c>Url=https://…;Key=…</c>. Both are secrets, so neither stands in the settings.</param>
public sealed record AlertSettings(string Webhook)
{
    /// <summary>Of what.</summary>
    public IReadOnlyList<string> On { get; init; } = AlertKind.All;

    /// <summary>How long after its time a night's result may come before it is late.</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>From which change on a channel has moved, as a share of what it was worth before.</summary>
    public double ChannelMove { get; init; } = 0.25;
}
