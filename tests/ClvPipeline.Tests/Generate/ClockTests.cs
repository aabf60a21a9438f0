using ClvPipeline.Jobs.Generate;
using Xunit;

namespace ClvPipeline.Tests.Generate;

public class ClockTests
{
    [Fact]
    public void Local_times_become_utc_as_the_zone_database_says()
    {
        var first = new DateOnly(2023, 1, 1);
        var clock = new ShopClock(first, new DateOnly(2026, 12, 31));
        var zone = TimeZoneInfo.FindSystemTimeZoneById(ShopClock.TimeZone);
        for (var local = 0L; local < clock.End; local += ShopClock.Hour / 2)
        {
            var time = first.ToDateTime(default).AddMilliseconds(local);
            var expected = zone.IsInvalidTime(time) ? time.AddHours(-1) : time - zone.GetAmbiguousOrOnlyOffset(time);
            Assert.Equal(expected, DateTime.UnixEpoch.AddMilliseconds(clock.ToUtc(local)));
        }
    }

    [Fact]
    public void Busy_days_pass_faster_in_december_and_add_up_to_the_history()
    {
        var (first, last) = (new DateOnly(2024, 7, 1), new DateOnly(2026, 6, 30));
        var clock = new ShopClock(first, last);
        var calendar = new ShopCalendar(clock, first, new TrueParameters());
        double Month(int year, int month)
        {
            var day = new DateOnly(year, month, 1).DayNumber - first.DayNumber;
            return calendar.Busy((day + 28) * ShopClock.Day) - calendar.Busy(day * ShopClock.Day);
        }
        Assert.InRange(Month(2024, 12) / Month(2025, 2), 1.46 / 0.82 - 0.01, 1.46 / 0.82 + 0.01);
        Assert.Equal(730, clock.Days);
        for (var day = 0.5; day < 730; day += 7.3)
        {
            Assert.Equal(day, calendar.DaysAt(calendar.Busy((long)(day * ShopClock.Day))), 6);
        }
    }
}

file static class Zones
{
    /// <summary>The offset of the first reading where a time occurs twice.</summary>
    public static TimeSpan GetAmbiguousOrOnlyOffset(this TimeZoneInfo zone, DateTime time) =>
        zone.IsAmbiguousTime(time) ? zone.GetAmbiguousTimeOffsets(time).Max() : zone.GetUtcOffset(time);
}
