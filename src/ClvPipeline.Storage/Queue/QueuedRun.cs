namespace ClvPipeline.Storage;

/// <summary>A run as the queue hands it to a worker: everything that it needs to know besides where inputs and results are.</summary>
/// <param name="RunId">Its id.</param>
/// <param name="Wish">What was asked for.</param>
/// <param name="RequestedAt">When, by the queue's clock.</param>
/// <param name="Attempt">How many times it was taken up, this time included: the fencing number.</param>
/// <param name="Deaths">How many workers have died with it.</param>
/// <param name="Faults">How many times it met with a bad moment and was put back.</param>
public sealed record QueuedRun(string RunId, RunWish Wish, DateTimeOffset RequestedAt, long Attempt, int Deaths, int Faults);
