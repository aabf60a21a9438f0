namespace ClvPipeline;

/// <summary>Cohort months: the local month of a customer's first order, counted in months since year 0.</summary>
internal static class Cohorts
{
    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>The cohort of a first order.</summary>
    public static int Of(LocalTime zone, long firstOrder) => OfDay(zone.DayOf(firstOrder));

    /// <summary>The cohort of a first order on that day, in days since 1970-01-01.</summary>
    public static int OfDay(long daysSince1970)
    {
        var day = DateOnly.FromDayNumber(Epoch + (int)daysSince1970);
        return day.Year * 12 + day.Month - 1;
    }

    /// <summary>The first day of a cohort's month, in days since 1970-01-01.</summary>
    public static int FirstDay(int cohort) => new DateOnly(cohort / 12, cohort % 12 + 1, 1).DayNumber - Epoch;

    /// <summary>A calendar day in days since 1970-01-01.</summary>
    public static int Day(DateOnly day) => day.DayNumber - Epoch;
}
