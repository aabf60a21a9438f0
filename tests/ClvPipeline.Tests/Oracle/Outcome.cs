namespace ClvPipeline.Tests.Oracle;

/// <summary>What became of a row. The first that fits, in this order: rejected, not visible, repeated, no consent, used.</summary>
public enum Outcome
{
    Used,
    Rejected,
    Repeated,
    NotVisible,
    NoConsent,
}
