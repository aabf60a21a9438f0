namespace ClvPipeline.Jobs.Serve;

/// <summary>The clocks that this build has.</summary>
internal static class ScheduleClocks
{
    /// <summary>The one that the settings ask for; null where others keep the time.</summary>
    /// <exception cref="UsageException">This build has not got it.</exception>
    public static IScheduleClock? Of(ServeSettings settings) => settings.Scheduler switch
    {
        null => HangfireGate.Scheduler() ?? (IScheduleClock)new QuartzClock(),
        "quartz" => new QuartzClock(),
        "none" => null,
        _ => HangfireGate.Scheduler() ?? throw new UsageException("scheduler: this build of clv has no hangfire, because the package feed that it was built from did not serve it; build it where the public gallery can be reached (dotnet publish jobs/ClvPipeline.Jobs -c Release -p:Hangfire=true), or set scheduler to quartz or none"),
    };
}
