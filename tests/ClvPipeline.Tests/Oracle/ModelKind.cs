namespace ClvPipeline.Tests.Oracle;

/// <summary>The rule models of the contract, in its order.</summary>
public enum ModelKind
{
    FirstTouch,
    LastTouch,
    FirstNonDirect,
    LastNonDirect,
    Linear,
    LinearUnique,
    TimeDecay,
    PositionBased,
}
