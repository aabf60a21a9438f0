namespace ClvPipeline.Jobs;

/// <summary>What came of delivering a run to a worker.</summary>
public enum RunEndKind
{
    /// <summary>It was run to its end: published, kept, refused by a check, or without anything to publish.</summary>
    Finished,
    /// <summary>It is under way elsewhere; nothing was done.</summary>
    Active,
    /// <summary>It waits for another run of its pipeline; nothing was done.</summary>
    Waiting,
    /// <summary>It had ended before; nothing was done.</summary>
    AlreadyFinished,
    /// <summary>It was cancelled; nothing of it is visible.</summary>
    Cancelled,
    /// <summary>The worker had to stop; it is queued again.</summary>
    HandedBack,
    /// <summary>The worker was out of touch for so long that others have it now; nothing of what it did here counts.</summary>
    TakenOver,
}

/// <summary>What came of delivering a run to a worker.</summary>
/// <param name="Kind">In a word.</param>
/// <param name="RunId">The run.</param>
/// <param name="Message">In a sentence for people and logs.</param>
/// <param name="Outcome">What was computed, where it was run to its end.</param>
public sealed record RunEnd(RunEndKind Kind, string RunId, string Message, RunOutcome? Outcome = null);
