namespace ClvPipeline.Jobs.Serve;

/// <summary>The clocks that this build has.</summary>
internal static class ScheduleClocks
{
    /// <summary>The one that the settings ask for; null where others keep the time.</summary>
    /// <exception cref="UsageException">This build has not got it.</exception>
    public static IScheduleClock? Of(ServeSettings settings) => settings.Scheduler switch
    {
        null or "quartz" => new QuartzClock(),
        "none" => null,
        var other => throw new UsageException($"scheduler: this build of clv has no {other}; expected quartz or none"),
    };
}
