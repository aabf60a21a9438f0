using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>
/// Follows a run until it has ended, and tells how far it is on the error stream. A register that goes away meanwhile, as a database does that is restarted, is waited for: the run
/// itself goes on, or is taken up again.
/// </summary>
internal sealed class RunFollow(IRunQueue queue, string runId, CliHost host)
{
    private string _said = "";

    /// <summary>How long a register may be away.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often it is asked.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Waits for its end.</summary>
    /// <returns>The run as it has ended.</returns>
    /// <exception cref="BadInputException">There is no such run.</exception>
    /// <exception cref="IOException">The register was away for longer than that.</exception>
    public RunEntry ToItsEnd()
    {
        // Who cannot be reached at the start may be misspelt.
        var run = queue.Find(runId);
        while (run.Status is "queued" or "running")
        {
            if (RunsVerb.Status(run) is var says && says != _said) host.Error.WriteLine(_said = says);
            Rest();
            run = Again();
        }

        return run;
    }

    private RunEntry Again()
    {
        for (long? since = null; ; Rest())
        {
            try
            {
                var run = queue.Find(runId);
                if (since is not null) host.Error.WriteLine($"{queue.Name} is there again.");
                return run;
            }
            catch (Exception e) when (RunExecution.IsPassing(e))
            {
                if (since is null) host.Error.WriteLine($"{queue.Name} cannot be reached ({RunExecution.Sentence(e)}); waiting for it, {Serve.PageText.Length(Patience)} at most.");
                since ??= host.Clock.GetTimestamp();
                if (host.Clock.GetElapsedTime(since.Value) < Patience) continue;
                throw new IOException($"run {runId}: {queue.Name} could not be reached for {Serve.PageText.Length(Patience)}, so nobody knows how far it is; it does not end by that, look again with 'clv show {runId} --follow'", e);
            }
        }
    }

    private void Rest()
    {
        if (host.Cancellation.WaitHandle.WaitOne(Pause)) throw new OperationCanceledException(host.Cancellation);
    }
}
