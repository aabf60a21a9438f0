namespace ClvPipeline.Tests.Oracle;

/// <summary>A row of <c>touchpoints</c> as the source holds it; the time is a reading in microseconds, see <see cref="Shop.TouchTimes"/>.</summary>
public sealed record TouchRow(Id? CustomerId, long? OccurredAt, string? Channel, Id? TouchId = null, string? Campaign = null, bool? Consent = null);
