using System.Text.RegularExpressions;
using Xunit;

namespace ClvPipeline.Tests.Architecture;

/// <summary>What the source itself has to keep to.</summary>
public partial class SourceTests
{
    private const int MostLines = 300;

    /// <summary>Files that are longer, and why that is better than parting them.</summary>
    private static readonly Dictionary<string, string> Long = [];

    [Fact]
    public void No_file_is_long_without_a_reason()
    {
        var found = Repository.With(".cs").Where(file => File.ReadLines(Path.Combine(Repository.Root, file)).Count() > MostLines).ToList();
        Assert.Empty(found.Except(Long.Keys));
        Assert.Empty(Long.Keys.Except(found));
    }

    [Fact]
    public void Nothing_is_left_for_later_in_a_comment_nor_folded_away() =>
        Assert.Empty(Repository.Lines(Repository.With(".cs").Concat(Repository.With("proj")).Where(file => !file.EndsWith("SourceTests.cs", StringComparison.Ordinal)), line => Unfinished().IsMatch(line)));

    [Fact]
    public void Nothing_names_a_machine_s_folders() => Assert.Empty(Repository.Lines(Written(), line => MachinePath().IsMatch(line)));

    [Fact]
    public void Nothing_names_a_package_registry()
    {
        Assert.Empty(Repository.Lines(Written(), line => Registry().IsMatch(line)));
        Assert.DoesNotContain(Repository.Files, file => Path.GetFileName(file).ToUpperInvariant() is "NUGET.CONFIG" or ".NPMRC");
    }

    [Fact]
    public void Source_ends_with_a_line_break_and_has_no_carriage_returns() =>
        Assert.All(Repository.With(".cs"), file => Assert.True(Repository.Text(file) is { Length: > 0 } text && text[^1] == '\n' && !text.Contains('\r'), file));

    [Theory]
    [InlineData("/home/ann/x", true)]
    [InlineData("see /ro" + "ot/.packages", true)]
    [InlineData(@"C:\Users\ann", true)]
    [InlineData("https://example.org/home/page", false)]
    [InlineData("a/ro" + "ot/b", false)]
    public void A_machine_s_folder_is_known_when_seen(string line, bool expected) => Assert.Equal(expected, MachinePath().IsMatch(line));

    [Theory]
    [InlineData("https://api.nu" + "get.org/v3/index.json", true)]
    [InlineData("\"resolved\": \"https://x\"", true)]
    [InlineData("http://10.0.0.1:8080/", true)]
    [InlineData("https://parquet.apache.org", false)]
    [InlineData("http://127.0.0.1:5080", false)]
    public void A_registry_is_known_when_seen(string line, bool expected) => Assert.Equal(expected, Registry().IsMatch(line));

    // This file holds the examples of what is wrong.
    private static IEnumerable<string> Written() => Repository.TextFiles.Where(file => !file.EndsWith("SourceTests.cs", StringComparison.Ordinal) && !file.EndsWith(".csv", StringComparison.Ordinal));

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|NotImplementedException|^\s*#\s*region\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"(?<![\w.:/-])/(home|root|work|workspace|workspaces|Users|mnt|private|builds?)/[\w.]|(?<!\w)[A-Za-z]:\\+Users\b")]
    private static partial Regex MachinePath();

    [GeneratedRegex("""https?://[^/\s"']*(nuget|npm|registry|artifactory|nexus|pkgs\.)|"resolved"\s*:|https?://(?!127\.0\.0\.1)\d+\.\d+\.\d+\.\d+""")]
    private static partial Regex Registry();
}
