using ClvPipeline.Storage;

namespace ClvPipeline.Jobs.Serve;

/// <summary>How a schedule stands.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="State">What the register knows of it.</param>
/// <param name="Next">When it fires next; null where it rests.</param>
/// <param name="Last">The last run of its pipeline; null where there is none.</param>
/// <param name="Missing">As-of dates of the last month for which it fired and that have no result, the oldest first.</param>
/// <param name="Due">Those of them that nothing has been done for yet, and when each was due.</param>
internal sealed record ScheduleStatus(Schedule Schedule, ScheduleState State, DateTimeOffset? Next, RunEntry? Last, IReadOnlyList<DateOnly> Missing, IReadOnlyList<(DateOnly AsOf, DateTimeOffset Fire)> Due)
{
    /// <summary>Whether it rests.</summary>
    public bool IsPaused => Schedule.Paused || State.PausedAt is not null;

    /// <summary>Whether the clock still knows of it; a schedule that rests, or that others keep the time of, is alive.</summary>
    public bool IsAlive { get; init; } = true;
}
