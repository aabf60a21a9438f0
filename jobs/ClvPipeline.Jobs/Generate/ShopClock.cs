namespace ClvPipeline.Jobs.Generate;

/// <summary>
/// The shop's local time, Europe/Amsterdam, in milliseconds since the local midnight that opens the history. The European summer-time rule (last Sundays of
/// March and October, 01:00 UTC) is written out, so that the bytes do not depend on the machine's zone files.
/// </summary>
internal sealed class ShopClock
{
    public const string TimeZone = "Europe/Amsterdam";
    public const long Hour = 3_600_000;
    public const long Day = 24 * Hour;
    private readonly long[] _summers;

    public ShopClock(DateOnly first, DateOnly last)
    {
        FirstDay = first.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        Days = last.DayNumber - first.DayNumber + 1;
        _summers = [.. Enumerable.Range(first.Year, last.Year - first.Year + 1).SelectMany(year => new[] { LastSunday(year, 3), LastSunday(year, 10) })];
    }

    /// <summary>The first local day, as days since 1970-01-01.</summary>
    public int FirstDay { get; }

    /// <summary>The number of local days.</summary>
    public int Days { get; }

    /// <summary>The end of the last local day: no event is as late as this.</summary>
    public long End => Days * Day;

    /// <summary>Milliseconds since 1970 in UTC. A time that occurs twice is the first one; one that is skipped moves on by the gap.</summary>
    public long ToUtc(long local)
    {
        var winter = local - Hour + FirstDay * Day;
        var summer = winter - Hour;
        for (var i = 0; i < _summers.Length; i += 2)
        {
            if (summer >= _summers[i] && summer < _summers[i + 1])
            {
                return summer;
            }
        }
        return winter;
    }

    private static long LastSunday(int year, int month)
    {
        var day = new DateOnly(year, month, 31);
        day = day.AddDays(-(int)day.DayOfWeek);
        return (day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * Day + Hour;
    }
}
