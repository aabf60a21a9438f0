namespace ClvPipeline.Tests.Laws;

/// <summary>Nobody is watching.</summary>
public sealed class Silent : IProgressSink
{
    public static readonly Silent Instance = new();

    public void Begin(string stage, long total, string unit)
    {
    }

    public void Advance(long done)
    {
    }
}
