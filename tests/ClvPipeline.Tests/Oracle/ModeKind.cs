namespace ClvPipeline.Tests.Oracle;

/// <summary>Which value is spread over which journey.</summary>
public enum ModeKind
{
    Acquisition,
    Order,
    Lifetime,
}
