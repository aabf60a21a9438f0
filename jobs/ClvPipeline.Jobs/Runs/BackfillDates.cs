namespace ClvPipeline.Jobs;

/// <summary>The as-of dates between two days.</summary>
internal static class BackfillDates
{
    /// <summary>How far apart they may be.</summary>
    public static readonly string[] Steps = ["day", "week", "month"];

    /// <summary>The dates from the first day on, a step apart, up to the last day. Months that begin at a month's last day stay there.</summary>
    public static IEnumerable<DateOnly> Of(DateOnly from, DateOnly to, string every)
    {
        var monthEnds = from.AddDays(1).Day == 1;
        for (var i = 0; ; i++)
        {
            var date = every switch
            {
                "day" => from.AddDays(i),
                "week" => from.AddDays(7 * i),
                _ when monthEnds => from.AddDays(1).AddMonths(i).AddDays(-1),
                _ => from.AddMonths(i),
            };
            if (date > to) yield break;
            yield return date;
        }
    }
}
