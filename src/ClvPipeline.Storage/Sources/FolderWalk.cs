using System.IO.Enumeration;

namespace ClvPipeline.Storage;

/// <summary>Finds files below a folder, by a pattern or all of them. Hidden and <c>_</c>-prefixed entries are other programs' bookkeeping (<c>_SUCCESS</c>, <c>_temporary</c>, <c>.crc</c>) and are passed over unless a pattern names them.</summary>
internal sealed class FolderWalk
{
    /// <summary>The folders that the walk is inside of, by where they really are: a link back to one of them would go round for ever.</summary>
    private readonly List<string> _inside = [];

    private readonly SortedSet<string> _found = new(StringComparer.Ordinal);

    /// <summary>Every *.parquet file below <paramref name="folder"/>, sorted ordinally.</summary>
    public static IReadOnlyCollection<string> All(string folder) => Match(folder, ["**"]);

    /// <summary>Every file below <paramref name="folder"/> that <paramref name="segments"/> (a pattern for each step of the path) lead to, sorted ordinally; where they lead to a folder, all files in it.</summary>
    public static IReadOnlyCollection<string> Match(string folder, ReadOnlySpan<string> segments)
    {
        var walk = new FolderWalk();
        walk.Enter(folder, Physical(new DirectoryInfo(folder), folder), segments);
        return walk._found;
    }

    private void Enter(string folder, string physical, ReadOnlySpan<string> segments)
    {
        if (_inside.Contains(physical)) return;
        _inside.Add(physical);
        Step(folder, physical, segments);
        _inside.RemoveAt(_inside.Count - 1);
    }

    private void Step(string folder, string physical, ReadOnlySpan<string> segments)
    {
        if (segments is ["**", "**", ..])
        {
            Step(folder, physical, segments[1..]);
            return;
        }
        var anyDepth = segments[0] == "**";
        if (anyDepth && segments.Length > 1) Step(folder, physical, segments[1..]);
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (anyDepth ? Hidden(entry.Name) : !Matches(segments[0], entry.Name)) continue;
            if (entry is DirectoryInfo below) Enter(below.FullName, Physical(below, Path.Combine(physical, below.Name)), anyDepth ? segments : segments.Length > 1 ? segments[1..] : ["**"]);
            else if (segments.Length == 1 && (!anyDepth || entry.Name.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))) _found.Add(entry.FullName);
        }
    }

    private static bool Matches(string pattern, string name) =>
        pattern == name || ((!Hidden(name) || Hidden(pattern)) && FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false));

    // A partition folder may well be called _date=2026-11-01.
    private static bool Hidden(string name) => name[0] == '.' || (name[0] == '_' && !name.Contains('=', StringComparison.Ordinal));

    private static string Physical(DirectoryInfo folder, string otherwise) =>
        folder.LinkTarget is null ? otherwise : Path.TrimEndingDirectorySeparator(folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? otherwise);
}
