using System.Collections.Concurrent;
using System.Diagnostics;
using ClvPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace ClvPipeline.Jobs.Serve;

/// <summary>Tells the log, the spans and the metrics what becomes of runs.</summary>
internal sealed class ServeObserver(ILogger log, TimeProvider clock) : IRunObserver
{
    private readonly ConcurrentDictionary<string, Watched> _open = [];
    private string? _away;

    /// <inheritdoc />
    public void Began(QueuedRun run)
    {
        log.Began(run.RunId, run.Wish.Pipeline, Publishing.Date(run.Wish.AsOf), run.Attempt);
        var span = RunTelemetry.Begin(run.RunId, run.Wish.Pipeline, run.Wish.AsOf);
        _open[run.RunId] = new Watched(span, new TracedProgress(NoProgress.Instance, span, clock), clock.GetTimestamp());
        _away = null;
    }

    /// <summary>Who is told how far a run is.</summary>
    public IProgressSink Progress(QueuedRun run) => _open.TryGetValue(run.RunId, out var watched) ? watched.Stages : NoProgress.Instance;

    /// <inheritdoc />
    public void Ended(QueuedRun run, RunEnd end)
    {
        log.Ended(run.RunId, Word(end.Kind), end.Message);
        if (end.Outcome is { } outcome) RunTelemetry.Computed(outcome);
        var refused = end.Outcome?.Record.Status == RunRecord.Failed;
        End(run, refused ? RunRecord.Failed : Word(end.Kind), refused ? end.Message : null);
    }

    /// <inheritdoc />
    public void Failed(QueuedRun run, Exception fault, bool again)
    {
        var said = RunExecution.Sentence(fault);
        if (again) log.PutBack(run.RunId, said);
        else log.Failed(run.RunId, said);
        End(run, again ? "put back" : RunRecord.Failed, said);
    }

    /// <inheritdoc />
    public void Recovered(Recovered run) => log.Recovered(run.RunId, run.Worker, run.Status);

    /// <inheritdoc />
    public void Away(Exception fault)
    {
        var said = RunExecution.Sentence(fault);
        // Once, however often it is tried.
        if (Interlocked.Exchange(ref _away, said) != said) log.Away(said);
    }

    private void End(QueuedRun run, string status, string? error)
    {
        if (!_open.TryRemove(run.RunId, out var watched)) return;
        watched.Stages.Dispose();
        RunTelemetry.Ended(run.Wish.Pipeline, status, clock.GetElapsedTime(watched.Begun));
        RunTelemetry.End(watched.Span, status, error);
    }

    private static string Word(RunEndKind kind) => kind switch
    {
        RunEndKind.Finished => "finished",
        RunEndKind.Cancelled => "cancelled",
        RunEndKind.HandedBack => "handed back",
        RunEndKind.TakenOver => "taken over",
        RunEndKind.Active => "active elsewhere",
        RunEndKind.Waiting => "waits",
        _ => "had ended before",
    };

    private sealed record Watched(Activity? Span, TracedProgress Stages, long Begun);
}
