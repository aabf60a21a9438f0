using ClvPipeline.Jobs.Report;
using Xunit;

namespace ClvPipeline.Tests.Report;

/// <summary>What the source writes is markup, what the data hold is text.</summary>
public sealed class HtmlTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("O'Brien & \"Sons\"", "O&#39;Brien &amp; &quot;Sons&quot;")]
    [InlineData("&lt;", "&amp;lt;")]
    [InlineData("\u001b[31m\n\u007f", "\u241b[31m\u240a\u2421")]
    [InlineData("👩‍👩‍👧 عربي", "👩‍👩‍👧 عربي")]
    [InlineData("", "")]
    public void Text_is_encoded(string text, string expected)
    {
        Assert.Equal($"<td title=\"{expected}\">{expected}</td>", Written(html => html.Write($"<td title=\"{text}\">{text}</td>")));
    }

    [Fact]
    public void Coordinates_are_written_alike_everywhere() =>
        Assert.Equal("1.5 0 -3 0.33 1000000 7", Written(html => html.Write($"{1.5} {-0.001} {-3d} {1 / 3d} {1e6} {7}")));

    [Fact]
    public void A_name_is_set_apart_and_cut_between_characters()
    {
        Assert.Equal("<bdi>\u202eabc</bdi>", Written(html => html.Write($"{new Name("\u202eabc")}")));
        var family = string.Concat(Enumerable.Repeat("👩‍👩‍👧", 100));
        var cut = string.Concat(Enumerable.Repeat("👩‍👩‍👧", 59)) + "…";
        Assert.Equal($"<bdi title=\"{family}\">{cut}</bdi>", Written(html => html.Write($"{new Name(family)}")));
        Assert.Equal("ab…", new Name("abcd").Short(3));
        Assert.Equal("abc", new Name("abc").Short(3));
    }

    [Fact]
    public void The_check_of_pages_finds_what_is_wrong()
    {
        const string page = "<!doctype html><html lang=\"en\"><style>a{}</style><p>{0}</p></html>";
        Assert.Null(Balanced.Problem(page.Replace("{0}", "a &amp; b", StringComparison.Ordinal)));
        Assert.All(["<b>", "</p>", "a & b", "a < b", "<img src=x onerror=alert(1)>", "<p title=\"<\"></p>", "<b></i></b>"], bad => Assert.NotNull(Balanced.Problem(page.Replace("{0}", bad, StringComparison.Ordinal))));
    }

    private static string Written(Action<Html> write)
    {
        using var to = new StringWriter();
        write(new Html(to));
        return to.ToString();
    }
}
