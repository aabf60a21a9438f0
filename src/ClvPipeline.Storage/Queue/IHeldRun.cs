namespace ClvPipeline.Storage;

/// <summary>
/// A run in the hands of a worker. Nobody else gets it as long as the worker's process lives; disposing of it lets go. Exactly one of <see cref="End"/>, <see cref="HandBack"/>
/// and the publishing of its results says what became of it; a process that dies says nothing, and others find the run abandoned.
/// </summary>
public interface IHeldRun : IDisposable
{
    /// <summary>The run.</summary>
    QueuedRun Run { get; }

    /// <summary>The run in the warehouse's register, by which its results are published; null where the register is a folder.</summary>
    WarehouseRun? Stored { get; }

    /// <summary>Ends the work: somebody cancelled the run, or has it now instead of us.</summary>
    CancellationToken Stop { get; }

    /// <summary>Who cancelled it, blank where that is not known; null where nobody did.</summary>
    string? CancelledBy { get; }

    /// <summary>Whether others have taken the run for abandoned: nothing that we write about it counts any more.</summary>
    bool IsLost { get; }

    /// <summary>Says how far it is; written at most once a second.</summary>
    void Report(RunProgress progress);

    /// <summary>Shows its results in a folder, unless it was cancelled up to that moment. Where a database is the register, that is where this is decided.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    void Show(Action show);

    /// <summary>Says that it has ended and how: without results of its own, or with those in its folder.</summary>
    /// <param name="status"><c>succeeded</c> (folder), <c>failed</c> or <c>cancelled</c>.</param>
    /// <param name="error">Why; null where it succeeded.</param>
    /// <returns>Whether that counted: false where others have the run, or it had ended before.</returns>
    bool End(string status, string? error);

    /// <summary>Puts it back into the queue and lets go of it; one that was cancelled meanwhile ends as such.</summary>
    /// <param name="fault">The bad moment that it met with, in a sentence; null where the worker only stops.</param>
    /// <param name="wait">How long nobody is to take it up.</param>
    /// <returns>Whether that counted.</returns>
    bool HandBack(string? fault = null, TimeSpan wait = default);
}
