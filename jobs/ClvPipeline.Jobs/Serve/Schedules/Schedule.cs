namespace ClvPipeline.Jobs.Serve;

/// <summary>A pipeline that is run on time.</summary>
/// <param name="Name">Its name, which is the pipeline's.</param>
/// <param name="Cron">When.</param>
/// <param name="CatchUp">What becomes of nights that were missed.</param>
/// <param name="Settings">The pipeline's own settings: those of the file, with the schedule's changes.</param>
public sealed record Schedule(string Name, Cron Cron, CatchUp CatchUp, LoadedSettings Settings)
{
    private static readonly DateOnly Epoch = new(1970, 1, 1);

    /// <summary>Whether the settings say that it does not fire. It may be paused besides, which the register knows.</summary>
    public bool Paused { get; init; }

    /// <summary>The as-of date that a fire is for: the local day before it, in the zone that decides the run's days.</summary>
    public DateOnly AsOf(DateTimeOffset fire) => Epoch.AddDays(Zones.Of(Settings.Run.TimeZone).DayOf((fire.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond) - 1);
}
