using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>Told what becomes of runs at one worker's: for logs, metrics and alerts. Called by the threads that run them; must be quick and throw nothing.</summary>
public interface IRunObserver
{
    /// <summary>A run was taken up.</summary>
    void Began(QueuedRun run);

    /// <summary>It ended, or was given away, as is said.</summary>
    void Ended(QueuedRun run, RunEnd end);

    /// <summary>It failed.</summary>
    /// <param name="run">The run.</param>
    /// <param name="fault">Why.</param>
    /// <param name="again">Whether it was put back, to be tried again.</param>
    void Failed(QueuedRun run, Exception fault, bool again);

    /// <summary>An abandoned run was found.</summary>
    void Recovered(Recovered run);

    /// <summary>The register cannot be reached; the worker goes on trying.</summary>
    void Away(Exception fault);
}
