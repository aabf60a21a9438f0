using Xunit;

namespace ClvPipeline.Tests.Laws;

/// <summary>Offsets of time zones against the platform's, which are asked for one by one.</summary>
public class LocalTimeTests
{
    [Theory]
    [InlineData("Europe/Amsterdam")]
    [InlineData("America/Sao_Paulo")] // gave up summer time
    [InlineData("Africa/Casablanca")] // leaves it for Ramadan
    [InlineData("Australia/Lord_Howe")] // by half an hour
    [InlineData("Europe/Dublin")] // has winter time
    [InlineData("Antarctica/Troll")] // by two hours
    [InlineData("America/Argentina/San_Luis")]
    [InlineData("Asia/Kathmandu")] // new standard time
    [InlineData("Pacific/Apia")] // left out a day
    [InlineData("Asia/Gaza")]
    public void Every_change_of_a_zone_is_found(string id)
    {
        var (zone, time) = (TimeZoneInfo.FindSystemTimeZoneById(id), LocalTime.Of(id));
        for (var hour = -24L * 30; hour < 84_036 * 24L; hour += 7)
        {
            var expected = zone.GetUtcOffset(DateTime.UnixEpoch.AddHours(hour));
            if (time.OffsetAt(hour * 3_600_000_000) != expected.Ticks / 10) Assert.Fail($"{DateTime.UnixEpoch.AddHours(hour):s}: expected {expected}, found {time.OffsetAt(hour * 3_600_000_000) / 3.6e9} h");
        }
    }
}
