namespace ClvPipeline.Tests.Oracle;

/// <summary>Draws times of a dataset as its source reads them, with a liking for the nights on which clocks are changed.</summary>
public sealed class RandomTimes(Random random, OracleSettings settings, TimeReading reading, string? zone, bool lastOfDay)
{
    /// <summary>A run ends some time after both nights; the hours that occur twice and not at all.</summary>
    public static IReadOnlyDictionary<string, (DateOnly Earliest, string[] Nights)> Zones { get; } = new Dictionary<string, (DateOnly, string[])>
    {
        ["Europe/Amsterdam"] = (new DateOnly(2024, 10, 28), ["2024-10-27T02", "2024-03-31T02"]),
        ["America/New_York"] = (new DateOnly(2024, 11, 4), ["2024-11-03T01", "2024-03-10T02"]),
        ["America/Sao_Paulo"] = (new DateOnly(2018, 11, 5), ["2018-02-17T23", "2018-11-04T00"]),
        ["Asia/Kathmandu"] = (new DateOnly(2024, 1, 1), []),
        ["UTC"] = (new DateOnly(2024, 2, 29), []),
    };

    private readonly Clock clock = new(zone ?? settings.TimeZone);
    private readonly string[] nights = Zones[zone ?? settings.TimeZone].Nights;
    private readonly long unit = new[] { 1L, 1_000, 1_000_000, 3_600_000_000, Clock.Day }[random.Next(5)];

    /// <summary>Days in which most things happen.</summary>
    public static int Days => 400;

    /// <summary>The instant that the run makes of a reading.</summary>
    public long Instant(long value) => clock.Instant(value, reading, lastOfDay);

    /// <summary>How the source writes an instant (of days: the day it falls on).</summary>
    public long At(long instant) => reading switch
    {
        TimeReading.Instant => instant,
        TimeReading.Local => clock.Local(instant),
        _ => clock.Local(instant) - clock.Local(instant) % Clock.Day,
    };

    /// <summary>Mostly within the last <see cref="Days"/> days; now and then at the end of the as-of day, after it, or long ago.</summary>
    public long Next() => random.Next(100) switch
    {
        < 2 => At(settings.Horizon),
        < 4 => At(settings.Horizon + 1),
        < 7 => At(settings.Horizon + random.NextInt64(30 * Clock.Day)),
        < 8 => At(random.NextInt64(Clock.Day, 10 * Clock.Day)),
        < 18 when reading == TimeReading.Local && nights.Length > 0 => Night(),
        _ => At(Coarse(settings.Horizon - random.NextInt64(Days * Clock.Day))),
    };

    private long Night()
    {
        var hour = DateTime.Parse(nights[random.Next(nights.Length)] + ":00:00");
        return (hour - DateTime.UnixEpoch).Ticks / 10 + random.Next(4) * 900_000_000L;
    }

    private long Coarse(long instant) => instant - instant % unit;
}
