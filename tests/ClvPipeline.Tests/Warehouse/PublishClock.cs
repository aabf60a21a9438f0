using System.Diagnostics;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>How long ago a run began to copy its results in.</summary>
internal sealed class PublishClock : IProgressSink
{
    private long _begun;

    /// <summary>Null before that.</summary>
    public TimeSpan? Since => _begun == 0 ? null : Stopwatch.GetElapsedTime(_begun);

    public void Begin(string stage, long total, string unit)
    {
        if (stage == "publish") _begun = Stopwatch.GetTimestamp();
    }

    public void Advance(long done)
    {
    }
}
