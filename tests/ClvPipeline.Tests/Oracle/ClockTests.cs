using Xunit;

namespace ClvPipeline.Tests.Oracle;

public class ClockTests
{
    [Theory]
    [InlineData("Europe/Amsterdam", "2024-10-27T02:30:00", "2024-10-27T00:30:00")] // occurs twice: the first
    [InlineData("Europe/Amsterdam", "2024-10-27T03:00:00", "2024-10-27T02:00:00")]
    [InlineData("Europe/Amsterdam", "2024-03-31T02:30:00", "2024-03-31T01:30:00")] // never occurs: 03:30
    [InlineData("Europe/Amsterdam", "2024-03-31T03:00:00", "2024-03-31T01:00:00")]
    [InlineData("America/New_York", "2024-11-03T01:59:59", "2024-11-03T05:59:59")]
    [InlineData("America/Sao_Paulo", "2018-11-04T00:00:00", "2018-11-04T03:00:00")] // midnight never occurs: 01:00
    [InlineData("America/Sao_Paulo", "2018-02-17T23:30:00", "2018-02-18T01:30:00")]
    [InlineData("Asia/Kathmandu", "2024-01-01T05:45:00", "2024-01-01T00:00:00")]
    public void A_reading_has_one_instant(string zone, string local, string utc) => Assert.Equal(Micros(utc), new Clock(zone).Instant(Micros(local)));

    [Theory]
    [InlineData("Europe/Amsterdam", 2024, 10, 27, 25)]
    [InlineData("Europe/Amsterdam", 2024, 3, 31, 23)]
    [InlineData("America/Sao_Paulo", 2018, 11, 4, 23)]
    [InlineData("America/Sao_Paulo", 2018, 2, 17, 25)]
    [InlineData("UTC", 2024, 2, 29, 24)]
    public void A_day_ends_with_its_last_microsecond(string zone, int year, int month, int day, int hours)
    {
        var clock = new Clock(zone);
        var date = new DateOnly(year, month, day);
        Assert.Equal(hours * 3_600_000_000L, clock.EndOf(date) + 1 - clock.StartOf(date));
        Assert.Equal(date, clock.DayOf(clock.EndOf(date)));
        Assert.Equal(date.AddDays(1), clock.DayOf(clock.EndOf(date) + 1));
    }

    private static long Micros(string time) => (DateTime.Parse(time) - DateTime.UnixEpoch).Ticks / 10;
}
