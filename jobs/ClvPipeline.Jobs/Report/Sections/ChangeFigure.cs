namespace ClvPipeline.Jobs.Report;

/// <summary>What has moved since the run that readers saw before, by channel and by cause.</summary>
internal sealed class ChangeFigure(Sheet sheet)
{
    private const int MostBars = 10, MostGroups = 6, MostRows = 15;
    private readonly ReportText _words = sheet.Words;
    private readonly NumberText _numbers = sheet.Numbers;

    /// <summary>Writes it.</summary>
    public void Write(ChannelFacts facts)
    {
        sheet.Html.Write($"<h3>{_words["change.head"]}</h3>");
        var was = sheet.Tables.Previous is { } previous ? new RunFacts(new TableView(previous.Run)) : null;
        if (sheet.Tables.Find("run_change") is not { Rows: > 0 } view)
        {
            if (was is null) sheet.Empty("change.first");
            else sheet.Empty("change.unknown", new Name(was.Text("run_id")!));
            return;
        }

        if (was is not null && was.Currency != sheet.Run.Currency)
        {
            sheet.Empty("change.other", new Name(was.Text("run_id")!));
            return;
        }

        Write(facts, new ChangeFacts(view, facts.Mode, facts.Model), was);
    }

    private void Write(ChannelFacts facts, ChangeFacts changes, RunFacts? was)
    {
        Lead(changes, was);
        if (changes.Reason is { } reason) sheet.Html.Write($"<p class=\"note\">{_words["change.unclear"]} <span lang=\"en\">{reason}</span></p>");
        if (changes.Causes.Count == 0) return;
        var channels = facts.Channels(facts.Mode).Union(changes.Channels).Where(channel => facts.Clv(facts.Mode, facts.Model, channel) != 0 || changes.Of(channel) != 0)
            .OrderByDescending(channel => Int128.Abs(changes.Of(channel))).ThenBy(channel => channel, StringComparer.Ordinal).ToList();
        sheet.Figures(() =>
        {
            ByChannel(facts, changes, channels);
            if (changes.Causes.Count > 1) ByCause(changes, channels);
        });
    }

    private void Lead(ChangeFacts changes, RunFacts? was)
    {
        var now = sheet.Run.Total("total_clv");
        var moved = changes.Causes.Aggregate(Int128.Zero, (sum, cause) => sum + changes.Total(cause));
        if (changes.Causes.Count == 0) sheet.Lead("change.nothing", new Name(changes.PreviousRunId));
        else if (was is null) sheet.Lead("change.since", new Name(changes.PreviousRunId), _numbers.Money(now), Signed(moved));
        else sheet.Lead("change.lead", new Name(changes.PreviousRunId), _numbers.Day(was.AsOf), _numbers.Money(now - moved), _numbers.Money(now), Signed(moved));
        if (changes.Causes.Count == 1) sheet.Note("change.cause", Part.Words(_words[Keys[changes.Causes[0]].Means]));
        if (changes.Causes.Count > 1) sheet.Note("change.causes", Part.Words(string.Join("; ", changes.Causes.Select(cause => $"{Cause(cause)} {Signed(changes.Total(cause))}"))));
    }

    private void ByChannel(ChannelFacts facts, ChangeFacts changes, List<string> channels)
    {
        var caption = _words.Of("change.caption", facts.Model);
        List<Bar> bars = [.. channels.Where(channel => changes.Of(channel) != 0).Take(MostBars).Select(channel => new Bar(new Name(channel), (double)changes.Of(channel) / 1e6, Signed(changes.Of(channel))) { Series = changes.Of(channel) >= 0 ? 2 : 3 })];
        sheet.Figure(caption, null,
            () => BarChart.Write(sheet.Html, bars, Axis, _words.Of("alt.bars", caption, ChannelSection.Told(bars))),
            () => sheet.Table("change", caption, [sheet.Word("col.channel"), sheet.Word("col.before"), sheet.Word("col.now"), sheet.Word("col.change")],
                Rows(channels, MostRows, of => [sheet.Amount((long)(Sum(of, Now) - Sum(of, changes.Of))), sheet.Amount((long)Sum(of, Now)), Signed(Sum(of, changes.Of))]), total: true));

        Int128 Now(string channel) => facts.Clv(facts.Mode, facts.Model, channel);
    }

    private void ByCause(ChangeFacts changes, List<string> channels)
    {
        var (caption, some) = (_words.Of("change.bycause", changes.Model), channels.Where(channel => changes.Causes.Any(cause => changes.Of(channel, cause) != 0)).Take(MostGroups).ToList());
        var series = changes.Causes.Select(cause => new Series(new Name(Cause(cause)), [.. some.Select(channel => (double?)(changes.Of(channel, cause) / 1e6))])).ToList();
        sheet.Figure(caption, string.Join(" ", changes.Causes.Select(cause => _words[Keys[cause].Means])),
            () => GroupedBarChart.Write(sheet.Html, [.. some.Select(channel => new Name(channel))], series, Axis, value => Signed((Int128)(value * 1e6)), _words.Of("alt.groups", caption)),
            () => sheet.Table("change-causes", caption, [sheet.Word("col.channel"), .. changes.Causes.Select(cause => Cell.Words(Cause(cause))), sheet.Word("col.change")],
                Rows(some.Union(channels), some.Count, of => [.. changes.Causes.Select(cause => (Cell)Signed(Sum(of, channel => changes.Of(channel, cause)))), Signed(Sum(of, changes.Of))]), total: true));
    }

    // The first channels, the others in a row, and all of them.
    private List<Cell[]> Rows(IEnumerable<string> channels, int most, Func<IReadOnlyList<string>, Cell[]> cells)
    {
        List<string> all = [.. channels], others = [.. all.Skip(most)];
        List<Cell[]> rows = [.. all.Take(most).Select(channel => (Cell[])[new Name(channel), .. cells([channel])])];
        if (others.Count > 0) rows.Add([Cell.Words(_words.Of("row.others", _numbers.Count(others.Count))), .. cells(others)]);
        return [.. rows, [sheet.Word("row.total"), .. cells(all)]];
    }

    private static Int128 Sum(IEnumerable<string> channels, Func<string, Int128> value) => channels.Aggregate(Int128.Zero, (sum, channel) => sum + value(channel));

    /// <summary>The words of each cause: its name, and what it means.</summary>
    private static readonly Dictionary<string, (string Name, string Means)> Keys = new()
    {
        [Causes.LateEvents] = ("cause.late", "cause.late.means"),
        [Causes.NewEvents] = ("cause.new", "cause.new.means"),
        [Causes.Fit] = ("cause.fit", "cause.fit.means"),
        [Causes.Parameters] = ("cause.parameters", "cause.parameters.means"),
        [Causes.NotSeparable] = ("cause.unclear", "cause.unclear.means"),
    };

    private Axis Axis => new(_words.Of("axis.change", _numbers.Currency), _numbers.Short);

    private string Cause(string cause) => _words[Keys[cause].Name];

    private string Signed(Int128 micros) => (micros > 0 ? "+" : "") + _numbers.Money(micros);
}
