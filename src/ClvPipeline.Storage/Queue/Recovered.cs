namespace ClvPipeline.Storage;

/// <summary>An abandoned run that was found: its worker has died, or was out of touch for too long.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Worker">Who had it.</param>
/// <param name="Status">What it is now: <c>queued</c> again, <c>failed</c> for good because two workers have died with it, or <c>cancelled</c>.</param>
public sealed record Recovered(string RunId, string? Worker, string Status);
