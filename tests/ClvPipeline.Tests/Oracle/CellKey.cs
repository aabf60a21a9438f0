namespace ClvPipeline.Tests.Oracle;

/// <summary>The grain of <c>channel_value</c>.</summary>
public sealed record CellKey(string Mode, string Model, string Channel, string Campaign, DateOnly CohortMonth, string Segment);
