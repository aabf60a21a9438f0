namespace ClvPipeline.Jobs.Report;

/// <summary>What has changed since the run that readers saw before, by channel.</summary>
internal sealed class ChangeFigure(Sheet sheet)
{
    private const int MostBars = 10;
    private readonly ReportText _words = sheet.Words;
    private readonly NumberText _numbers = sheet.Numbers;

    /// <summary>Writes it.</summary>
    public void Write(ChannelFacts facts)
    {
        sheet.Html.Write($"<h3>{_words["change.head"]}</h3>");
        if (sheet.Tables.Previous is not { } previous)
        {
            sheet.Empty("change.first");
            return;
        }

        var (before, was) = (new ChannelFacts(new TableView(previous.ChannelSummary)), new RunFacts(new TableView(previous.Run)));
        if (was.Currency != sheet.Run.Currency || !before.Modes.Contains(facts.Mode) || !before.Models.Contains(facts.Model))
        {
            sheet.Empty("change.other", new Name(was.Text("run_id")!));
            return;
        }

        var changes = facts.Channels(facts.Mode).Union(before.Channels(facts.Mode))
            .Select(channel => (Channel: channel, Was: before.Clv(facts.Mode, facts.Model, channel), Is: facts.Clv(facts.Mode, facts.Model, channel)))
            .OrderByDescending(change => Math.Abs((double)change.Is - change.Was)).ThenBy(change => change.Channel, StringComparer.Ordinal).ToList();
        var (then, now) = (was.Total("total_clv"), sheet.Run.Total("total_clv"));
        sheet.Lead(changes.TrueForAll(change => change.Is == change.Was) ? "change.nothing" : "change.lead", new Name(was.Text("run_id")!), _numbers.Day(was.AsOf), _numbers.Money(then), _numbers.Money(now), Signed(now - then));
        sheet.Note(was.Text("parameters_hash") == sheet.Run.Text("parameters_hash") ? "change.causes" : "change.parameters");
        var caption = _words.Of("change.caption", facts.Model);
        if (changes.TrueForAll(change => change.Is == change.Was)) return;
        List<Bar> bars = [.. changes.Where(change => change.Is != change.Was).Take(MostBars).Select(change => new Bar(new Name(change.Channel), ((double)change.Is - change.Was) / 1e6, Signed((Int128)change.Is - change.Was)) { Series = change.Is >= change.Was ? 2 : 3 })];
        sheet.Figures(() => sheet.Figure(caption, null,
            () => BarChart.Write(sheet.Html, bars, new Axis(_words.Of("axis.change", _numbers.Currency), _numbers.Short), _words.Of("alt.bars", caption, ChannelSection.Told(bars))),
            () => sheet.Table("change", caption, [sheet.Word("col.channel"), sheet.Word("col.before"), sheet.Word("col.now"), sheet.Word("col.change")],
                [.. changes.Select(change => new Cell[] { new Name(change.Channel), sheet.Amount(change.Was), sheet.Amount(change.Is), Signed((Int128)change.Is - change.Was) })])));
    }

    private string Signed(Int128 micros) => (micros > 0 ? "+" : "") + _numbers.Money(micros);
}
