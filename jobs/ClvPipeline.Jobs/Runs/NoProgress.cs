namespace ClvPipeline.Jobs;

/// <summary>Progress that nobody watches.</summary>
internal sealed class NoProgress : IProgressSink
{
    public static readonly NoProgress Instance = new();

    private NoProgress()
    {
    }

    public void Begin(string stage, long total, string unit)
    {
    }

    public void Advance(long done)
    {
    }
}
