namespace ClvPipeline.Tests.Oracle;

/// <summary>A row of <c>customers</c> as the source holds it.</summary>
public sealed record CustomerRow(Id? CustomerId, string? Segment = null);
