namespace ClvPipeline.Tests.Oracle;

/// <summary>What an id column of a shop holds.</summary>
public enum IdKind
{
    Integer,
    Text,
    Uuid,
}
