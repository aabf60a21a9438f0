namespace ClvPipeline;

/// <summary>Makes <c>channel_path</c>: per mode the paths with the highest CLV, and the rest as <c>(other)</c>.</summary>
internal static class PathTable
{
    /// <param name="request">The run.</param>
    /// <param name="modes">Names of the modes.</param>
    /// <param name="rankings">By mode: its paths.</param>
    public static ResultTable Build(RunRequest request, IReadOnlyList<string> modes, IReadOnlyList<PathRanking> rankings)
    {
        var rows = rankings.SelectMany((ranking, mode) => OfMode(ranking).Select(path => (Mode: mode, path.Path, path.Sums))).ToArray();
        return new TableBuilder(Tables.ChannelPath, rows.Length)
            .Constant(request.RunId)
            .Text([.. rows.Select(r => r.Mode)], modes)
            .Text(rows.Select(r => r.Path))
            .Longs([.. rows.Select(r => r.Sums.Journeys)]).Longs([.. rows.Select(r => r.Sums.Conversions)]).Longs([.. rows.Select(r => r.Sums.Clv)])
            .Build();
    }

    private static IEnumerable<PathRanking.Ranked> OfMode(PathRanking ranking) =>
        [.. ranking.Best, .. ranking.Others.Any ? [new(Names.Other, ranking.Others)] : Array.Empty<PathRanking.Ranked>(), new(Names.Unattributed, ranking.Unattributed)];
}
