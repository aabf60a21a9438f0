using ClvPipeline.Storage;

namespace ClvPipeline.Jobs.Serve;

/// <summary>
/// Sees to it that the register is asked for every night. A fire asks for its own; whatever nobody asked for, because no process was there or the database was away, is
/// found by holding the schedule against the register, at the start and each minute, and asked for the oldest first. The register runs one of a pipeline at a time, and
/// asking twice is asking once, so any number of processes may do this side by side.
/// </summary>
internal sealed class ScheduleKeeper(IReadOnlyList<Schedule> schedules, IRunQueue queue, IWatchRegister register, TimeProvider clock)
{
    private const int MostRuns = 1_000, MostFires = 100_000;
    private static readonly TimeSpan Month = TimeSpan.FromDays(31), LongestWait = TimeSpan.FromMinutes(15);
    private readonly DateTimeOffset _begun = register.Now();

    /// <summary>Asks for the run of a fire, when it is time by the register's clock.</summary>
    /// <returns>What was asked for; null where the schedule rests.</returns>
    public async Task<Asked?> FireAsync(Schedule schedule, DateTimeOffset fire, CancellationToken cancellation)
    {
        // This machine's clock may be early: the register's decides. One that is off by more is the next look's to deal with.
        for (var early = fire - register.Now(); early > TimeSpan.Zero && early < LongestWait; early = fire - register.Now()) await Task.Delay(early, clock, cancellation);
        var state = register.Schedules([schedule.Name])[schedule.Name];
        if (IsPaused(schedule, state)) return null;
        // What was missed goes before it.
        AskMissed(schedule, state, fire.AddTicks(-1));
        return Ask(schedule, fire, null);
    }

    /// <summary>Asks for what was missed, and tells how all schedules stand.</summary>
    public IReadOnlyList<ScheduleStatus> Look(Action<Schedule, Asked>? asked = null)
    {
        if (schedules.Count == 0) return [];
        var (states, now) = (register.Schedules([.. schedules.Select(schedule => schedule.Name)]), register.Now());
        foreach (var schedule in schedules)
            if (!IsPaused(schedule, states[schedule.Name]))
                foreach (var run in AskMissed(schedule, states[schedule.Name], now)) asked?.Invoke(schedule, run);
        return [.. schedules.Select(schedule => Status(schedule, states[schedule.Name], now))];
    }

    /// <summary>How all schedules stand; asks for nothing.</summary>
    public IReadOnlyList<ScheduleStatus> Stand()
    {
        if (schedules.Count == 0) return [];
        var (states, now) = (register.Schedules([.. schedules.Select(schedule => schedule.Name)]), register.Now());
        return [.. schedules.Select(schedule => Status(schedule, states[schedule.Name], now))];
    }

    private static bool IsPaused(Schedule schedule, ScheduleState state) => schedule.Paused || state.PausedAt is not null;

    private List<Asked> AskMissed(Schedule schedule, ScheduleState state, DateTimeOffset through)
    {
        var runs = queue.List(new RunQuery { Pipeline = schedule.Name, Most = MostRuns });
        return [.. Missed(schedule, runs, Since(state, runs), through).Select(fire => Ask(schedule, fire, "caught up")).Where(asked => asked.New)];
    }

    /// <summary>The fires since the last one that was asked for, of days that have no run: one a day, the day's last.</summary>
    private IEnumerable<DateTimeOffset> Missed(Schedule schedule, IReadOnlyList<RunEntry> runs, DateTimeOffset since, DateTimeOffset through)
    {
        var days = runs.Select(run => run.AsOf).ToHashSet();
        var missed = schedule.Cron.Between(since, through).Take(MostFires).GroupBy(schedule.AsOf).Where(day => !days.Contains(day.Key)).Select(day => day.Last()).Order().ToList();
        return schedule.CatchUp switch
        {
            CatchUp.All => missed,
            CatchUp.Last => missed.TakeLast(1),
            // Somebody was there: this process, which found the register away.
            _ => missed.Where(fire => fire >= _begun),
        };
    }

    /// <summary>From when on a fire without a run was missed.</summary>
    private static DateTimeOffset Since(ScheduleState state, IReadOnlyList<RunEntry> runs)
    {
        var since = runs.Max(run => run.Instant("scheduled_for")) is { } last && last > state.FirstSeenAt ? last : state.FirstSeenAt;
        return state.ResumedAt > since ? state.ResumedAt.Value : since;
    }

    private Asked Ask(Schedule schedule, DateTimeOffset fire, string? note)
    {
        var asOf = schedule.AsOf(fire);
        return queue.Ask(new RunWish
        {
            Pipeline = schedule.Name, AsOf = asOf, Parameters = schedule.Settings.ParametersJson, ParametersHash = schedule.Settings.ParametersHash, Trigger = "schedule",
            Note = note, MayPublish = true, ScheduledFor = fire,
        }, () => RunId.New(asOf, clock.GetUtcNow()));
    }

    private static ScheduleStatus Status(Schedule schedule, ScheduleState state, DateTimeOffset now, IReadOnlyList<RunEntry> runs)
    {
        var since = Later(now - Month, Later(state.FirstSeenAt, state.ResumedAt));
        var done = runs.Where(run => run.Status == RunRecord.Succeeded).Select(run => run.AsOf).ToHashSet();
        var ended = runs.Where(run => run.Status is "failed" or "cancelled").Select(run => run.AsOf).ToHashSet();
        var missing = schedule.Cron.Between(since, now).Take(MostFires).GroupBy(schedule.AsOf).Where(day => !done.Contains(day.Key)).Select(day => (AsOf: day.Key, Fire: day.First())).OrderBy(day => day.AsOf).ToList();
        return new ScheduleStatus(schedule, state, IsPaused(schedule, state) ? null : schedule.Cron.Next(now), runs.Count > 0 ? runs[0] : null, [.. missing.Select(day => day.AsOf)], [.. missing.Where(day => !ended.Contains(day.AsOf))]);
    }

    private ScheduleStatus Status(Schedule schedule, ScheduleState state, DateTimeOffset now) => Status(schedule, state, now, queue.List(new RunQuery { Pipeline = schedule.Name, Most = MostRuns }));

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset? b) => b > a ? b.Value : a;
}
