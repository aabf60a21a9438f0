using System.Text.RegularExpressions;

namespace ClvPipeline.Tests.Report;

/// <summary>Whether a page is well formed: every element that is opened is closed in its turn, every attribute is quoted, every ampersand begins a reference.</summary>
internal static partial class Balanced
{
    private static readonly string[] Void = ["meta", "link"];

    /// <summary>What is wrong first; null where nothing is.</summary>
    public static string? Problem(string page)
    {
        var style = page.IndexOf("<style>", StringComparison.Ordinal);
        page = page[..style] + page[(page.IndexOf("</style>", StringComparison.Ordinal) + 8)..];
        var open = new Stack<string>();
        var at = 0;
        foreach (Match tag in Tag().Matches(page))
        {
            if (Stray(page[at..tag.Index]) is { } stray) return stray;
            at = tag.Index + tag.Length;
            var name = tag.Groups[2].Value;
            if (tag.Value.StartsWith("<!", StringComparison.Ordinal) || tag.Value.EndsWith("/>", StringComparison.Ordinal) || Void.Contains(name)) continue;
            if (tag.Groups[1].Length == 0) open.Push(name);
            else if (open.Count == 0 || open.Pop() != name) return $"</{name}> closes what is not open, near: {page[Math.Max(0, at - 200)..at]}";
        }

        return Stray(page[at..]) ?? (open.Count > 0 ? $"<{open.Peek()}> is not closed" : null);
    }

    // Between tags there is text alone.
    private static string? Stray(string text) =>
        text.Contains('<', StringComparison.Ordinal) || text.Contains('>', StringComparison.Ordinal) ? $"markup in the text: {text}"
        : Ampersand().IsMatch(text) ? $"a bare ampersand: {text}" : null;

    [GeneratedRegex("""<(/?)!?([a-zA-Z][a-z0-9]*)(?: [a-zA-Z][a-zA-Z0-9-]*(?:="(?:[^"<>&]|&(?:amp|lt|gt|quot|#39);)*")?)* ?/?>""")]
    private static partial Regex Tag();

    [GeneratedRegex("&(?!(?:amp|lt|gt|quot|#39);)")]
    private static partial Regex Ampersand();
}
