namespace ClvPipeline.Jobs.Report;

/// <summary>How do they get here?</summary>
internal sealed class PathSection(Sheet sheet)
{
    private const int MostPaths = 12, MostBlocks = 6;
    private readonly ReportText _words = sheet.Words;
    private readonly NumberText _numbers = sheet.Numbers;

    /// <summary>Writes it.</summary>
    public void Write() => sheet.Section("paths", () =>
    {
        if (sheet.Tables.Find("channel_path") is not { Rows: > 0 } view)
        {
            sheet.Missing("channel_path");
            return;
        }

        var mode = view.Texts("mode")(0)!;
        var all = PathFacts.All(view, mode);
        List<PathFacts> paths = [.. all.Where(path => path is { IsOther: false, IsUnattributed: false })];
        if (paths.TrueForAll(path => path.Conversions == 0)) sheet.Empty("paths.none");
        else Write(all, paths, mode);
    });

    private void Write(List<PathFacts> all, List<PathFacts> paths, string mode)
    {
        var (total, best) = (all.Sum(path => path.Conversions), paths.MaxBy(path => path.Clv)!);
        var single = paths.Where(path => path.Steps.Count == 1).Sum(path => path.Conversions);
        sheet.Lead(mode == "order" ? "paths.lead.orders" : "paths.lead.customers", new Name(best.Path), _numbers.Money(best.Clv), _numbers.Count(best.Conversions), _numbers.Percent(single / (double)Math.Max(1, total)));
        if (all.Find(path => path.IsOther) is { } other) sheet.Note("paths.other", _numbers.Count(paths.Count), _numbers.Count(other.Conversions));
        sheet.Figures(() =>
        {
            Flow(paths, mode);
            List(paths, total);
        });
    }

    private void Flow(List<PathFacts> paths, string mode)
    {
        var bought = paths.Where(path => path.Conversions > 0 && path.Clv > 0).ToList();
        if (bought.Count == 0) return;
        var (froms, tos) = (Largest(bought, path => path.Steps[0]), Largest(bought, path => path.Steps[^1]));
        var bands = new Dictionary<(int, int), double>();
        foreach (var path in bought)
        {
            var key = (Place(froms, path.Steps[0]), Place(tos, path.Steps[^1]));
            bands[key] = bands.GetValueOrDefault(key) + path.Clv / 1e6;
        }

        var (from, to) = (Names(froms, bands.Keys.Any(key => key.Item1 == froms.Count)), Names(tos, bands.Keys.Any(key => key.Item2 == tos.Count)));
        var caption = _words["paths.flow"];
        sheet.Figure(caption, _words.Of("paths.flow.note", _words[$"mode.{mode}"]),
            () => FlowChart.Write(sheet.Html, (_words["paths.first"], _words["paths.last"]), from, to, bands, value => _numbers.Money((Int128)(value * 1e6)), _words.Of("alt.flow", caption, string.Join(", ", from.Select(name => name.Spoken)), string.Join(", ", to.Select(name => name.Spoken)))),
            () => sheet.Table("flow", _words.Of("axis.clv", _numbers.Currency), [sheet.Word("paths.from"), .. to.Select(name => (Cell)name)],
                [.. from.Select((name, i) => (Cell[])[name, .. to.Select((_, j) => (Cell)_numbers.Amount((Int128)(bands.GetValueOrDefault((i, j)) * 1e6)))])]));
    }

    private void List(List<PathFacts> paths, long total)
    {
        List<Bar> bars = [.. paths.Where(path => path.Clv > 0).Take(MostPaths).Select(path => new Bar(new Name(path.Path.Replace(" > ", " → ", StringComparison.Ordinal)), path.Clv / 1e6, _numbers.Money(path.Clv))
        {
            Series = 4, Title = _words.Of("paths.tip", new Name(path.Path).Apart, _numbers.Money(path.Clv), _numbers.Count(path.Conversions), _numbers.Count(path.Journeys)),
        })];
        if (bars.Count == 0) return;
        var caption = _words["paths.list"];
        sheet.Figure(caption, _words["paths.list.note"],
            () => BarChart.Write(sheet.Html, bars, new Axis(_words.Of("axis.clv", _numbers.Currency), _numbers.Short), _words.Of("alt.bars", caption, ChannelSection.Told(bars))),
            () => sheet.Table("paths-list", caption, [sheet.Word("col.path"), sheet.Word("col.clv"), sheet.Word("col.journeys"), sheet.Word("col.conversions"), sheet.Word("col.rate"), sheet.Word("col.ofall")],
                [.. paths.Take(MostPaths * 2).Select(path => new Cell[] { new Name(path.Path.Replace(" > ", " → ", StringComparison.Ordinal)), sheet.Amount(path.Clv), _numbers.Count(path.Journeys), _numbers.Count(path.Conversions), _numbers.Percent(path.Conversions / (double)Math.Max(1, path.Journeys)), _numbers.Percent(path.Conversions / (double)Math.Max(1, total)) })]));
    }

    private static List<string> Largest(List<PathFacts> paths, Func<PathFacts, string> step) =>
        [.. paths.GroupBy(step).OrderByDescending(group => group.Sum(path => path.Clv)).ThenBy(group => group.Key, StringComparer.Ordinal).Take(MostBlocks).Select(group => group.Key)];

    // What is not among the largest stands below them as one block.
    private static int Place(List<string> names, string name) => names.IndexOf(name) is >= 0 and var place ? place : names.Count;

    private List<Name> Names(List<string> names, bool others) => [.. names.Select(name => new Name(name)), .. others ? [new Name(_words["paths.others"])] : Array.Empty<Name>()];
}
