namespace ClvPipeline.Tests.Oracle;

/// <summary>A time zone: what its clocks show at an instant, and the instant at which they show it. All in microseconds since 1970.</summary>
public sealed class Clock(string zone)
{
    public const long Day = 86_400_000_000;

    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(zone);

    /// <summary>What a clock shows at an instant, counted as if it were UTC.</summary>
    public long Local(long instant) => instant + Offset(instant);

    /// <summary>The local day of an instant.</summary>
    public DateOnly DayOf(long instant) => DateOnly.FromDateTime(DateTime.UnixEpoch.AddTicks(Local(instant) * 10));

    /// <summary>The first instant of a local day.</summary>
    public long StartOf(DateOnly day) => Instant(Midnight(day));

    /// <summary>The last microsecond of a local day.</summary>
    public long EndOf(DateOnly day) => StartOf(day.AddDays(1)) - 1;

    /// <summary>The instant of a reading. One that occurs twice is the first; one that never occurs moves on by the gap.</summary>
    public long Instant(long local)
    {
        if (local is < -10 * 366 * Day or > 250 * 366 * Day) return local; // beyond 1960 .. 2220: out of range whatever the zone
        var before = Offset(local - 2 * Day);
        var after = Offset(local + 2 * Day);
        var candidates = new[] { local - before, local - after }.Where(instant => Local(instant) == local).ToList();
        return candidates.Count > 0 ? candidates.Min() : local - before;
    }

    /// <summary>The instant of a time as a dataset holds it; a day stands for its first microsecond or its last.</summary>
    public long Instant(long reading, TimeReading kind, bool lastOfDay) => kind switch
    {
        TimeReading.Instant => reading,
        TimeReading.Local => Instant(reading),
        _ => lastOfDay ? Instant(reading + Day) - 1 : Instant(reading),
    };

    public static long Midnight(DateOnly day) => (day.DayNumber - new DateOnly(1970, 1, 1).DayNumber) * Day;

    private long Offset(long instant) => zone.GetUtcOffset(DateTime.UnixEpoch.AddTicks(instant * 10)).Ticks / 10;
}
