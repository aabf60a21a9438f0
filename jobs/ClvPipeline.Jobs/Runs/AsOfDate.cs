namespace ClvPipeline.Jobs;

/// <summary>The last local day whose events count.</summary>
internal static class AsOfDate
{
    private static readonly DateOnly First = new(1970, 1, 1), Last = new(2199, 12, 31);

    /// <summary>The date asked for, else yesterday in the run's zone: the last day that is surely over.</summary>
    /// <exception cref="UsageException">No event can lie there.</exception>
    public static DateOnly Of(DateOnly? asked, string timeZone, DateTimeOffset now)
    {
        var date = asked ?? First.AddDays(LocalTime.Of(timeZone).DayOf((now.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond) - 1);
        return date >= First && date <= Last ? date : throw new UsageException($"as-of date {Publishing.Date(date)}: out of range; expected 1970-01-01 to 2199-12-31");
    }
}
