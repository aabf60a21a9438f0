using System.Diagnostics;

namespace ClvPipeline.Jobs.Serve;

/// <summary>Passes progress on, and makes a span of every stage.</summary>
internal sealed class TracedProgress(IProgressSink shown, Activity? run, TimeProvider clock) : IProgressSink, IDisposable
{
    private readonly Lock _lock = new();
    private (string Stage, long Begun, Activity? Span)? _stage;

    /// <inheritdoc />
    public void Begin(string stage, long total, string unit)
    {
        shown.Begin(stage, total, unit);
        lock (_lock)
        {
            End();
            _stage = (stage, clock.GetTimestamp(), RunTelemetry.Begin(stage, run));
        }
    }

    /// <inheritdoc />
    public void Advance(long done) => shown.Advance(done);

    /// <summary>Ends the last stage.</summary>
    public void Dispose()
    {
        lock (_lock) End();
    }

    private void End()
    {
        if (_stage is not { } over) return;
        RunTelemetry.Stage(over.Stage, clock.GetElapsedTime(over.Begun));
        over.Span?.Dispose();
        _stage = null;
    }
}
