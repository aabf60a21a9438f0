namespace ClvPipeline;

/// <summary>Makes <c>channel_path</c>: per mode the paths with the highest CLV, and the rest as <c>(other)</c>.</summary>
internal static class PathTable
{
    private const int MaxPaths = 1_000;

    private sealed record Row(int Mode, string Path, long Journeys, long Conversions, long Clv);

    /// <param name="request">The run.</param>
    /// <param name="modes">Names of the modes.</param>
    /// <param name="paths">By mode: the tables of all threads.</param>
    /// <param name="channels">Names of the channels.</param>
    public static ResultTable Build(RunRequest request, IReadOnlyList<string> modes, Func<int, IReadOnlyList<Paths>> paths, Names channels)
    {
        var rows = modes.SelectMany((_, mode) => OfMode(mode, paths(mode), channels)).ToArray();
        return new TableBuilder(Tables.ChannelPath, rows.Length)
            .Constant(request.RunId)
            .Text([.. rows.Select(r => r.Mode)], modes)
            .Text(rows.Select(r => r.Path))
            .Longs([.. rows.Select(r => r.Journeys)]).Longs([.. rows.Select(r => r.Conversions)]).Longs([.. rows.Select(r => r.Clv)])
            .Build();
    }

    // One look at each path: the best so far are kept in a heap whose worst (lowest CLV, then last by name) makes room for a better one.
    private static IEnumerable<Row> OfMode(int mode, IReadOnlyList<Paths> tables, Names channels)
    {
        var best = new PriorityQueue<Row, Row>(Comparer<Row>.Create((a, b) => a.Clv != b.Clv ? a.Clv.CompareTo(b.Clv) : Utf8Order.Instance.Compare(b.Path, a.Path)));
        var unattributed = new Row(mode, Names.Unattributed, 0, 0, 0);
        var other = new Row(mode, Names.Other, 0, 0, 0);
        PathRuns.Merge(tables, path =>
        {
            if (path.Steps.Length == 0) unattributed = Plus(unattributed, path.Journeys, path.Conversions, path.Clv);
            else if (best.Count == MaxPaths && path.Clv < best.Peek().Clv) other = Plus(other, path.Journeys, path.Conversions, path.Clv); // not even spelt out
            else
            {
                var row = new Row(mode, Spell(path.Steps, channels), path.Journeys, path.Conversions, path.Clv);
                if (best.Count < MaxPaths) best.Enqueue(row, row);
                else
                {
                    var worst = best.EnqueueDequeue(row, row);
                    other = Plus(other, worst.Journeys, worst.Conversions, worst.Clv);
                }
            }
        });
        var listed = best.UnorderedItems.Select(item => item.Element).OrderByDescending(r => r.Clv).ThenBy(r => r.Path, Utf8Order.Instance);
        return [.. listed, .. other.Journeys > 0 ? [other] : Array.Empty<Row>(), unattributed];
    }

    private static Row Plus(Row row, long journeys, long conversions, long clv) =>
        row with { Journeys = row.Journeys + journeys, Conversions = row.Conversions + conversions, Clv = checked(row.Clv + clv) };

    private static string Spell(ReadOnlySpan<int> steps, Names channels)
    {
        var names = new string[steps.Length];
        for (var i = 0; i < names.Length; i++) names[i] = steps[i] == Paths.More ? Names.Ellipsis : Quoted(channels[steps[i]]);
        return string.Join(" > ", names);
    }

    // A name that could be taken for several steps, or for a quoted one, is quoted as in CSV: different paths never look alike.
    private static string Quoted(string channel) => $" {channel} ".Contains(" > ", StringComparison.Ordinal) || channel.StartsWith('"')
        ? $"\"{channel.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : channel;
}
