namespace ClvPipeline.Jobs.Report;

/// <summary>What may I pay?</summary>
internal sealed class SpendSection(Sheet sheet)
{
    private const string Mode = "acquisition";
    private const int MostBars = 14;

    // One channel far above the others would press the bands together.
    private const int Limit = 10;

    private readonly ReportText _words = sheet.Words;
    private readonly NumberText _numbers = sheet.Numbers;

    /// <summary>Writes it.</summary>
    public void Write() => sheet.Section("spend", () =>
    {
        var facts = sheet.Tables.Find("channel_summary") is { Rows: > 0 } view ? new ChannelFacts(view) : null;
        if (facts is null) sheet.Missing("channel_summary");
        else if (!facts.HasSpend) sheet.Empty("spend.none");
        else if (!facts.Modes.Contains(Mode)) sheet.Empty("spend.mode");
        else Write(facts);
    });

    private void Write(ChannelFacts facts)
    {
        var paid = facts.Paid(Mode, facts.Model);
        Lead(facts, paid);
        sheet.Figures(() =>
        {
            Returns(facts, paid);
            new CohortSpend(sheet).Write(facts);
        });
        sheet.Note("spend.bands");
    }

    private void Lead(ChannelFacts facts, IReadOnlyList<ChannelRow> paid)
    {
        var spend = paid.Sum(row => row.Spend!.Value);
        var fresh = facts.Rows(Mode, facts.Model).Sum(row => row.NewCustomers ?? 0);
        var cost = fresh > 0 ? _numbers.Money((Int128)(spend * 1e6 / fresh)) : null;
        if (cost is null) sheet.Lead("spend.nobody", _numbers.Money(spend));
        else if (Most() is { } most) sheet.Lead("spend.lead.most", _numbers.Money(spend), sheet.Parts(fresh), cost, _numbers.Money(most));
        else sheet.Lead("spend.lead", _numbers.Money(spend), sheet.Parts(fresh), cost);
        var rated = paid.Where(row => row.ClvToCac is not null && row.NewCustomers > 0).ToList();
        if (rated.Count > 1)
        {
            var (best, worst) = (rated.MaxBy(row => row.ClvToCac)!, rated.MinBy(row => row.ClvToCac)!);
            sheet.Lead("spend.best", new Name(best.Channel), _numbers.Times(best.ClvToCac!.Value), new Name(worst.Channel), _numbers.Times(worst.ClvToCac!.Value), new Name(facts.Model));
        }

        foreach (var row in paid.Where(row => row is { Spend: > 0, NewCustomers: null or 0 }).Take(5)) sheet.Lead("spend.wasted", new Name(row.Channel), _numbers.Money(row.Spend!.Value));
        if (Most() is null) sheet.Note(sheet.Run.ClvModel == "none" ? "spend.most.none" : "spend.most.absent");
    }

    // What a new customer may cost at most, over everybody; null where it is not known.
    private long? Most() => sheet.Tables.Find("segment_value") is { } view && new SegmentFacts(view) is { Everybody: { } all } segments ? segments.Whole(all, "max_acquisition_cost") : null;

    private long? Most(string channel) => sheet.Tables.Find("segment_value") is { } view && new SegmentFacts(view) is var segments && segments.Find("first_channel", channel) is { } row ? segments.Whole(row, "max_acquisition_cost") : null;

    private void Returns(ChannelFacts facts, IReadOnlyList<ChannelRow> paid)
    {
        var bars = paid.OrderByDescending(row => row.ClvToCac ?? 0).Take(MostBars).Select(row =>
        {
            var all = facts.Models.Select(model => facts.Find(Mode, model, row.Channel)?.ClvToCac).OfType<double>().ToList();
            return new Bar(new Name(row.Channel), row.ClvToCac ?? 0, row.ClvToCac is { } ratio ? $"{_numbers.Times(ratio)} {_words[$"band.{SpendTable.Band(ratio)}"]}" : _words["spend.unknown"])
            {
                Series = 2,
                Range = all.Count > 1 && all.Max() > all.Min() ? (all.Min(), all.Max()) : null,
                Title = all.Count > 0 ? _words.Of("channels.tip", new Name(row.Channel).Apart, _numbers.Times(row.ClvToCac ?? 0), _numbers.Times(all.Min()), _numbers.Times(all.Max())) : null,
            };
        }).ToList();
        if (bars.Count == 0) return;
        var (caption, note) = (_words["spend.caption"], _words.Of(facts.Models.Count > 1 ? "spend.whisker" : "spend.single", facts.Model));
        if (bars.Exists(bar => Math.Max(bar.Value, bar.Range?.High ?? 0) > Limit)) note = $"{note} {_words.Of("spend.limit", _numbers.Count(Limit))}";
        sheet.Figure(caption, note,
            () => BarChart.Write(sheet.Html, bars, new Axis(_words["axis.ratio"], value => _numbers.Short(value) + "×") { Marks = [(1, "1"), (3, "3"), (5, "5")], Limit = Limit }, _words.Of("alt.bars", caption, ChannelSection.Told(bars))),
            () => Table(facts, paid, caption));
    }

    private void Table(ChannelFacts facts, IReadOnlyList<ChannelRow> paid, string caption) => sheet.Table("spend-channels", caption,
        [sheet.Word("col.channel"), sheet.Word("col.spend"), sheet.Word("col.new"), sheet.Word("col.cac"), sheet.Word("col.cac.range"), sheet.Word("col.ratio"), sheet.Word("col.band"), sheet.Word("col.roas"), sheet.Word("col.roas.first"), sheet.Word("col.payback"), sheet.Word("col.most")],
        [.. paid.Select(row =>
        {
            var cacs = facts.Models.Select(model => facts.Find(Mode, model, row.Channel)?.Cac).OfType<long>().ToList();
            return new Cell[]
            {
                new Name(row.Channel), sheet.Amount(row.Spend), row.NewCustomers is { } fresh ? sheet.Parts(fresh) : null, sheet.Amount(row.Cac),
                cacs.Count > 1 && cacs.Max() > cacs.Min() ? $"{sheet.Amount(cacs.Min())} – {sheet.Amount(cacs.Max())}" : null,
                row.ClvToCac is { } ratio ? _numbers.Times(ratio) : null, Band(row.ClvToCac), row.Roas is { } roas ? _numbers.Times(roas) : null, row.RoasFirstOrder is { } first ? _numbers.Times(first) : null,
                row.PaybackMonths is { } months ? _numbers.Count(months) : null, sheet.Amount(Most(row.Channel)),
            };
        })]);

    private Cell Band(double? ratio) => ratio is not { } some ? Cell.Words("–")
        : new Cell(_words[$"band.{SpendTable.Band(some)}"], some < 1 ? CellKind.Bad : some < 3 ? CellKind.Fair : CellKind.Good);
}
