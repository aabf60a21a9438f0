namespace ClvPipeline.Storage;

/// <summary>What is known of a schedule besides its settings.</summary>
/// <param name="Name">The pipeline.</param>
/// <param name="FirstSeenAt">When a process first kept its time: nothing before it was missed.</param>
public sealed record ScheduleState(string Name, DateTimeOffset FirstSeenAt)
{
    /// <summary>When somebody paused it; null where it runs.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Who.</summary>
    public string? PausedBy { get; init; }

    /// <summary>When it was resumed last: what lies in a pause was not missed.</summary>
    public DateTimeOffset? ResumedAt { get; init; }
}
