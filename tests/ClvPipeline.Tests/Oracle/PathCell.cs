namespace ClvPipeline.Tests.Oracle;

/// <summary>A row of <c>channel_path</c>, exact and without the cut after 1,000.</summary>
public sealed class PathCell
{
    public int Journeys { get; set; }

    public int Conversions { get; set; }

    public Measure Clv { get; } = new();
}
