using System.Globalization;
using ClvPipeline.Jobs.Serve;
using Xunit;

namespace ClvPipeline.Tests.Serve;

/// <summary>When schedules fire. What is expected was worked out by hand from the zones' rules: Amsterdam's clocks go from 02:00 to 03:00 on 29 March 2026 and from 03:00 back to 02:00 on 25 October.</summary>
public class CronTests
{
    [Theory]
    [InlineData("30 2 * * *", "Europe/Amsterdam", "2026-03-28T01:30Z 2026-03-29T01:00Z 2026-03-30T00:30Z")] // 02:30 does not occur on the 29th: 03:00 summer time
    [InlineData("0 30 2 * * ?", "Europe/Amsterdam", "2026-03-28T01:30Z 2026-03-29T01:00Z 2026-03-30T00:30Z")]
    [InlineData("0 30 2 * * *", "Europe/Amsterdam", "2026-03-28T01:30Z 2026-03-29T01:00Z 2026-03-30T00:30Z")]
    [InlineData("30 2 * * *", "America/New_York", "2026-03-28T06:30Z 2026-03-29T06:30Z 2026-03-30T06:30Z")]
    [InlineData("0 6 * * 1", "UTC", "2026-03-30T06:00Z 2026-04-06T06:00Z")]
    [InlineData("0 6 * * 7", "UTC", "2026-03-29T06:00Z 2026-04-05T06:00Z")] // Sunday by its other number
    [InlineData("0 4 31 * *", "Asia/Kolkata", "2026-03-30T22:30Z 2026-05-30T22:30Z")] // months without a 31st are passed over
    [InlineData("15 0 29 2 *", "UTC", "2028-02-29T00:15Z 2032-02-29T00:15Z")]
    public void It_fires_at_the_local_time_and_once_in_the_night_when_clocks_go_forward(string cron, string zone, string expected) =>
        Assert.Equal(expected, Fires(cron, zone, "2026-03-28T00:00Z", expected.Split(' ').Length));

    [Theory]
    [InlineData("30 2 * * *")]
    [InlineData("0 30 2 * * ?")]
    public void It_fires_once_in_the_night_when_clocks_go_back(string cron) =>
        Assert.Equal("2026-10-24T00:30Z 2026-10-25T00:30Z 2026-10-26T01:30Z", Fires(cron, "Europe/Amsterdam", "2026-10-24T00:00Z", 3));

    [Fact]
    public void A_year_of_nights_has_a_fire_each_in_every_zone_and_for_every_local_day_one()
    {
        foreach (var zone in new[] { "Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns", "UTC" })
        {
            var fires = new Cron("30 2 * * *", zone).Between(At("2026-01-01T12:00Z"), At("2027-01-01T12:00Z")).ToList();
            Assert.Equal(365, fires.Count);
            var days = LocalTime.Of(zone);
            Assert.Equal(365, fires.Select(fire => days.DayOf((fire.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / 10)).Distinct().Count());
        }
    }

    // Weekdays of six fields are numbered from Sunday, those of five from Monday; names are read alike everywhere.
    [Theory]
    [InlineData("30 2 * * *", "30 2 * * *")]
    [InlineData("0 2 * * 1-5", "0 2 * * 1-5")]
    [InlineData("0 30 2 ? * 2-6", "0 30 2 * * MON-FRI")]
    [InlineData("0 30 2 ? * 1,7", "0 30 2 * * SUN,SAT")]
    [InlineData("0 30 2 ? * 2/2", "0 30 2 * * MON-SAT/2")]
    [InlineData("0 30 2 ? * 6L", "0 30 2 * * FRIL")]
    [InlineData("0 30 2 ? * 2#1", "0 30 2 * * MON#1")]
    [InlineData("0 2 13 * 5", "0 2 13 * *|0 2 * * 5")]
    [InlineData("0 2 1,L * ?", "0 2 1 * *|0 2 L * *")]
    public void For_other_libraries_it_is_put_into_words_that_all_read_alike(string cron, string common) => Assert.Equal(common, string.Join('|', CommonCron.Of(cron)));

    [Theory]
    [InlineData("61 2 * * *", "is no cron expression")]
    [InlineData("30 2 * *", "it has 4 fields")]
    [InlineData("nightly", "it has 1 field)")]
    [InlineData("", "it has 0 fields")]
    [InlineData("0 30 2 * * ? 2030", "it has 7 fields")]
    [InlineData("30 2 30 2 *", "never comes")]
    public void What_cannot_be_computed_says_so(string cron, string because) => Assert.Contains(because, Cron.Problem(cron, "UTC"), StringComparison.Ordinal);

    private static string Fires(string cron, string zone, string after, int count) =>
        string.Join(' ', new Cron(cron, zone).Between(At(after), DateTimeOffset.MaxValue).Take(count).Select(fire => fire.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture)));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
