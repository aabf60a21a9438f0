namespace ClvPipeline.Jobs.Report;

/// <summary>A row of <c>channel_path</c>, with its steps.</summary>
internal sealed record PathFacts(string Path, long Journeys, long Conversions, long Clv)
{
    /// <summary>The sum of paths that have no row of their own.</summary>
    public bool IsOther => Path == "(other)";

    /// <summary>The journeys without touchpoints.</summary>
    public bool IsUnattributed => Path == ChannelTotals.Unattributed;

    /// <summary>The channels, oldest first.</summary>
    public IReadOnlyList<string> Steps { get; } = Split(Path);

    /// <summary>The paths of a mode, in the order of the table.</summary>
    public static List<PathFacts> All(TableView view, string mode)
    {
        var (modes, paths) = (view.Texts("mode"), view.Texts("path"));
        long[] journeys = view.Longs("journeys"), conversions = view.Longs("conversions"), clv = view.Longs("clv");
        return [.. Enumerable.Range(0, view.Rows).Where(i => modes(i) == mode).Select(i => new PathFacts(paths(i)!, journeys[i], conversions[i], clv[i]))];
    }

    // Steps that could be taken for several are quoted as in CSV.
    private static List<string> Split(string path)
    {
        List<string> steps = [];
        for (var at = 0; at <= path.Length;)
        {
            var end = at;
            if (at < path.Length && path[at] == '"')
            {
                for (end = at + 1; end < path.Length && (path[end] != '"' || (end + 1 < path.Length && path[end + 1] == '"')); end++)
                    if (path[end] == '"') end++;
                steps.Add(path[(at + 1)..Math.Min(end, path.Length)].Replace("\"\"", "\"", StringComparison.Ordinal));
                at = end + 4;
                continue;
            }

            end = path.IndexOf(" > ", at, StringComparison.Ordinal);
            steps.Add(end < 0 ? path[at..] : path[at..end]);
            at = end < 0 ? path.Length + 1 : end + 3;
        }

        return steps;
    }
}
