using System.Text.RegularExpressions;
using ClvPipeline.Tests.Parquet;
using Xunit;

namespace ClvPipeline.Tests.Docs;

/// <summary>README.md in parts: its blocks, its tables, and what stands between two marks and is made by a test.</summary>
internal static class Readme
{
    private static readonly string File = Path.Combine(ReferenceFiles.Root, "README.md");
    private static readonly Lock Writing = new();

    public static string Text { get; } = System.IO.File.ReadAllText(File);

    /// <summary>The blocks of a language, in order.</summary>
    public static IReadOnlyList<string> Blocks(string language) =>
        [.. Regex.Matches(Text, $"^```{language}\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline).Select(block => block.Groups[1].Value)];

    /// <summary>The rows of the table with this head, a list of cells each.</summary>
    public static IReadOnlyList<string[]> Table(string head)
    {
        var lines = Text.Split('\n');
        var start = Array.IndexOf(lines, head);
        Assert.True(start >= 0, $"no table {head}");
        return [.. lines[(start + 2)..].TakeWhile(line => line.StartsWith('|')).Select(line => line[1..^1].Split('|').Select(cell => cell.Trim()).ToArray())];
    }

    /// <summary>What stands between the marks of that name is this; with CLV_WRITE_README=1 it is written so.</summary>
    public static void Holds(string name, string made)
    {
        string begin = $"<!-- {name} -->\n", end = $"<!-- /{name} -->";
        lock (Writing)
        {
            var text = Environment.GetEnvironmentVariable("CLV_WRITE_README") == "1" ? System.IO.File.ReadAllText(File) : Text;
            var (from, to) = (text.IndexOf(begin, StringComparison.Ordinal) + begin.Length, text.IndexOf(end, StringComparison.Ordinal));
            if (Environment.GetEnvironmentVariable("CLV_WRITE_README") == "1") System.IO.File.WriteAllText(File, text[..from] + made + text[to..]);
            else Assert.Equal(made, text[from..to]);
        }
    }

    /// <summary>A cell without its back-ticks.</summary>
    public static string Plain(string cell) => cell.Trim('`');
}
