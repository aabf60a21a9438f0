namespace ClvPipeline.Tests.Oracle;

/// <summary>A row of <c>customers</c> as the source holds it.</summary>
public sealed record CustomerRow(Id? CustomerId, string? Segment = null)
{
    /// <summary>The further columns, in the order of their names; one has the name of a dimension of ours.</summary>
    public static IReadOnlyList<string> Attributes { get; } = ["channel_use", "country", "since", "tier"];

    public bool? ChannelUse { get; init; }

    public string? Country { get; init; }

    public DateOnly? Since { get; init; }

    public long? Tier { get; init; }

    /// <summary>The values of <see cref="Attributes"/> as names; null where there is none.</summary>
    public IReadOnlyList<string?> Values => [ChannelUse is { } use ? use ? "true" : "false" : null, Country, Since?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), Tier?.ToString(System.Globalization.CultureInfo.InvariantCulture)];
}
