namespace ClvPipeline;

/// <summary>Makes <c>channel_path</c>: per mode the paths with the highest CLV, and the rest as <c>(other)</c>.</summary>
internal static class PathTable
{
    private const int MaxPaths = 1_000;

    private sealed record Row(int Mode, string Path, long Journeys, long Conversions, long Clv);

    public static ResultTable Build(RunRequest request, IReadOnlyList<string> modes, IReadOnlyList<Paths> paths, Names channels)
    {
        var rows = modes.SelectMany((_, mode) => OfMode(mode, paths[mode], channels)).ToArray();
        return new TableBuilder(Tables.ChannelPath, rows.Length)
            .Constant(request.RunId)
            .Text([.. rows.Select(r => r.Mode)], modes)
            .Text(rows.Select(r => r.Path))
            .Longs([.. rows.Select(r => r.Journeys)]).Longs([.. rows.Select(r => r.Conversions)]).Longs([.. rows.Select(r => r.Clv)])
            .Build();
    }

    private static IEnumerable<Row> OfMode(int mode, Paths paths, Names channels)
    {
        // Only what may get into the list is spelt out: with a million paths the text would cost more than all the counting.
        var floor = Floor(paths);
        var spelt = new Dictionary<string, Row>(StringComparer.Ordinal);
        var other = new Row(mode, Names.Other, 0, 0, 0);
        paths.ForEach(path =>
        {
            if (path.Clv < floor && path.Steps.Length > 0) { other = Plus(other, path); return; }
            var text = Spell(path.Steps, channels);
            // Channels whose names hold the separator may spell two paths alike: they are then one.
            spelt[text] = Plus(spelt.GetValueOrDefault(text) ?? new Row(mode, text, 0, 0, 0), path);
        });

        spelt.Remove(Names.Unattributed, out var unattributed);
        var listed = spelt.Values.OrderByDescending(r => r.Clv).ThenBy(r => r.Path, Utf8Order.Instance).ToArray();
        foreach (var row in listed.Skip(MaxPaths)) other = other with { Journeys = other.Journeys + row.Journeys, Conversions = other.Conversions + row.Conversions, Clv = checked(other.Clv + row.Clv) };
        return [.. listed.Take(MaxPaths), .. other.Journeys > 0 ? [other] : Array.Empty<Row>(), unattributed ?? new Row(mode, Names.Unattributed, 0, 0, 0)];
    }

    // The CLV of the last path that is sure of its place.
    private static long Floor(Paths paths)
    {
        const int Sure = MaxPaths + 1; // the empty path takes no place in the list
        if (paths.Count <= Sure) return long.MinValue;
        var best = new PriorityQueue<long, long>();
        paths.ForEach(path =>
        {
            if (best.Count < Sure) best.Enqueue(path.Clv, path.Clv);
            else if (path.Clv > best.Peek()) best.EnqueueDequeue(path.Clv, path.Clv);
        });
        return best.Peek();
    }

    private static Row Plus(Row row, Paths.Entry path) =>
        row with { Journeys = row.Journeys + path.Journeys, Conversions = row.Conversions + path.Conversions, Clv = checked(row.Clv + path.Clv) };

    private static string Spell(ReadOnlySpan<int> steps, Names channels)
    {
        if (steps.Length == 0) return Names.Unattributed;
        var names = new string[steps.Length];
        for (var i = 0; i < names.Length; i++) names[i] = steps[i] == Paths.More ? Names.Ellipsis : channels[steps[i]];
        return string.Join(" > ", names);
    }
}
