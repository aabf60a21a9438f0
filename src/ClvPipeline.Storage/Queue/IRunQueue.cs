namespace ClvPipeline.Storage;

/// <summary>
/// The register of runs as a queue: the truth of what is to be run, is running and ran. A database (<see cref="WarehouseQueue"/>) or a folder (<see cref="FolderQueue"/>). May be
/// used by several threads. Runs that may publish follow one another within their pipeline, the earliest as-of date first; others go beside them.
/// </summary>
public interface IRunQueue
{
    /// <summary>What people call it: the connection, or the folder.</summary>
    string Name { get; }

    /// <summary>Whether some worker is at work on it.</summary>
    bool HasWorkers { get; }

    /// <summary>Asks for a run. One that equals a queued or running one (pipeline, as-of date, parameters), or is for the same instant of its schedule, is that one.</summary>
    /// <param name="wish">What is asked for.</param>
    /// <param name="newId">Makes an id for it; asked again if there is such a run.</param>
    Asked Ask(RunWish wish, Func<string> newId);

    /// <summary>Takes up the next run that is due; nobody else gets it. Null where there is none.</summary>
    /// <param name="worker">Who takes it.</param>
    IHeldRun? Claim(string worker);

    /// <summary>Takes up a certain run, also one that was abandoned.</summary>
    /// <exception cref="BadInputException">There is no such run.</exception>
    Claimed Take(string worker, string runId);

    /// <summary>Cancels a run: a queued one at once, a running one within seconds.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="by">Who wants that.</param>
    /// <returns>Its state: <c>cancelled</c>; <c>running</c>, where its worker was asked to stop; or the state in which it had ended before.</returns>
    /// <exception cref="BadInputException">There is no such run.</exception>
    string Cancel(string runId, string? by);

    /// <summary>Runs of every state, the latest request first.</summary>
    IReadOnlyList<RunEntry> List(RunQuery query);

    /// <summary>One of them.</summary>
    /// <exception cref="BadInputException">There is no such run; the message names the nearest.</exception>
    RunEntry Find(string runId);

    /// <summary>Puts abandoned runs back into the queue, and fails those whose workers have died twice.</summary>
    IReadOnlyList<Recovered> Recover();

    /// <summary>Tells the queue that a worker is at work, until it is disposed of or dies.</summary>
    IDisposable Attend(string worker);

    /// <summary>Grows whenever there may be something new to claim. Read before a claim, it tells <see cref="WaitForNews"/> what was known then.</summary>
    long News { get; }

    /// <summary>Waits until there is news, or for so long.</summary>
    void WaitForNews(long known, TimeSpan most, CancellationToken cancellation);
}
