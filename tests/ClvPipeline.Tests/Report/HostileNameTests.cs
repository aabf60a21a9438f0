using ClvPipeline.Jobs;
using ClvPipeline.Tests.Faults;
using Xunit;

namespace ClvPipeline.Tests.Report;

/// <summary>Names that mean something to a browser mean nothing on the page.</summary>
public sealed class HostileNameTests : IDisposable
{
    private static readonly string[] Names = [.. StrangeNameTests.Names, "</title></svg></style><script>alert(2)</script>", "\" onmouseover=\"alert(3)", "' autofocus onfocus=alert(4) '", "<img src=x onerror=alert(5)>", "javascript:alert(6)", new string('n', 200), "{0} {9} {{1}}"];

    private readonly ReportShop _shop = new();

    public void Dispose() => _shop.Dispose();

    /// <summary>A shop in which everything is called so.</summary>
    internal static ReportShop Shop(ReportShop shop)
    {
        string[] people = [.. Names, .. Enumerable.Range(0, 30).Select(i => $"{Names[i % 8]} {i}")];
        return shop.With([.. people.SelectMany((name, i) => new[] { (name, Names[i % Names.Length], i), (name, Names[(i + 7) % Names.Length], i + 1) })], [.. people.SelectMany((name, i) => new[] { (name, i + 2, 10m + i), (name, i + 40, 12m) })],
            [.. Names.Select((name, i) => (name, i, 5m))], [.. people.Select((name, i) => (name, Names[i % Names.Length]))], "\"report\": { \"customers\": \"top:50\" },");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("nl")]
    public void No_name_becomes_markup(string language)
    {
        var page = Shop(_shop).Page("r", "--set", $"language={language}");
        Assert.Null(Balanced.Problem(page));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page);
        Assert.DoesNotContain('\u001b', page);
    }

    [Fact]
    public void Names_stand_there_as_they_are_and_long_ones_are_cut_with_the_whole_in_their_title()
    {
        var page = Shop(_shop).Page();
        Assert.Contains($"<bdi title=\"{new string('n', 200)}\">{new string('n', 59)}…</bdi>", page);
        Assert.Contains("<bdi>عربي و עברית</bdi>", page);
        Assert.Contains("<bdi>emoji 👩‍👩‍👧 🇳🇱</bdi>", page);
        Assert.Contains("<bdi>\u202eright to left\u202c</bdi>", page);
        Assert.Contains("<bdi>{0} {9} {{1}}</bdi>", page);
    }
}
