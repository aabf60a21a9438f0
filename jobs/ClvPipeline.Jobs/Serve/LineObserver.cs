using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>Writes what becomes of runs as lines, one an event.</summary>
internal sealed class LineObserver(TextWriter to, TimeProvider clock) : IRunObserver
{
    private readonly Lock _lock = new();
    private string? _away;

    public void Began(QueuedRun run) => Write($"run {run.RunId}: begun (pipeline {run.Wish.Pipeline}, as of {Publishing.Date(run.Wish.AsOf)}, attempt {run.Attempt})");

    public void Ended(QueuedRun run, RunEnd end) => Write(end.Kind == RunEndKind.Finished ? $"run {run.RunId}: {end.Message}" : end.Message);

    public void Failed(QueuedRun run, Exception fault, bool again) => Write($"run {run.RunId}: {(again ? "put back, to be tried again" : "failed")}: {RunExecution.Sentence(fault)}");

    public void Recovered(Recovered run) => Write($"run {run.RunId}: its worker {run.Worker} died; it is {run.Status} now");

    public void Away(Exception fault)
    {
        var said = RunExecution.Sentence(fault);
        lock (_lock)
        {
            if (_away == said) return;
            _away = said;
        }

        Write($"the register cannot be reached, trying again: {said}");
    }

    private void Write(string line)
    {
        lock (_lock) to.WriteLine($"{clock.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {PrintedColumn.Plain(line.ReplaceLineEndings(" "))}");
    }
}
