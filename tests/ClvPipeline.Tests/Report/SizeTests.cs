using System.Text;
using Xunit;

namespace ClvPipeline.Tests.Report;

/// <summary>A page can be mailed.</summary>
public sealed class SizeTests
{
    [Fact]
    public void Fifty_channels_six_models_and_36_months_stay_below_a_megabyte()
    {
        using var shop = new ReportShop();
        // Two customers a channel and month, each with two channels; spend in every channel and month.
        var people = Enumerable.Range(0, 50).SelectMany(channel => Enumerable.Range(0, 36).SelectMany(month => Enumerable.Range(0, 2).Select(n => (Id: $"p{channel}-{month}-{n}", Channel: $"channel with a name {channel}", Next: $"channel with a name {(channel + month) % 50}", Day: 30 * month - 540 + n)))).ToArray();
        var page = shop.With(
            [.. people.SelectMany(person => new[] { (person.Id, person.Channel, person.Day), (person.Id, person.Next, person.Day + 1) })],
            [.. people.SelectMany(person => new[] { (person.Id, person.Day + 2, 50m), (person.Id, person.Day + 25, 30m) })],
            [.. people.Where(person => person.Id.EndsWith("-0", StringComparison.Ordinal)).Select(person => (person.Channel, person.Day, 20m))],
            [.. people.Select(person => (person.Id, $"segment {person.Day % 12}"))], "\"report\": { \"customers\": \"top:100\" },").Page("before", "--as-of", "2026-05-31", "--set", "attribution.modes.lifetime.windowDays=30", "--publish");
        page = shop.Page();
        Assert.Contains("id=\"change-causes\"", page); // all that a page can have
        Assert.Null(Balanced.Problem(page));
        Assert.Contains("channel with a name 49", page);
        var bytes = Encoding.UTF8.GetByteCount(page);
        Assert.InRange(bytes, 200_000, 1_000_000);
    }
}
