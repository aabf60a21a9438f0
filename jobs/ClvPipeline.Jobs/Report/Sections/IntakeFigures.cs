namespace ClvPipeline.Jobs.Report;

/// <summary>What became of the rows that were read: how many were used, and why the others were not.</summary>
internal sealed class IntakeFigures(Sheet sheet)
{
    private const int MostBars = 12;
    private static readonly string[] Outcomes = ["used", "rejected", "repeated", "no_consent", "not_visible"];
    private readonly ReportText _words = sheet.Words;
    private readonly NumberText _numbers = sheet.Numbers;

    /// <summary>Writes it.</summary>
    public void Write()
    {
        if (sheet.Tables.Find("intake_count") is not { Rows: > 0 } view) return;
        var (datasets, outcomes, reasons, counts, newest) = (view.Texts("dataset"), view.Texts("outcome"), view.Texts("reason"), view.Longs("rows"), view.LongsOrNull("newest_event_at"));
        var rows = Enumerable.Range(0, view.Rows).ToList();
        long Sum(Func<int, bool> of) => rows.Where(of).Sum(row => counts[row]);
        var (read, rejected) = (Sum(row => outcomes(row) != "not_visible"), Sum(row => outcomes(row) == "rejected"));
        sheet.Lead(rejected == 0 ? "rows.good" : "rows.lead", _numbers.Count(read), _numbers.Count(rejected), _numbers.Percent(rejected / (double)Math.Max(1, read)));
        sheet.Html.Raw("<div class=\"panel\">");
        sheet.Table("intake", _words["rows.table"], [sheet.Word("col.dataset"), .. Outcomes.Select(outcome => sheet.Word($"outcome.{outcome}")), sheet.Word("col.newest")],
            [.. rows.Select(row => datasets(row)!).Distinct().Select(dataset => (Cell[])[
                Cell.Words(dataset), .. Outcomes.Select(outcome => (Cell)_numbers.Count(Sum(row => datasets(row) == dataset && outcomes(row) == outcome))),
                rows.Where(row => datasets(row) == dataset && outcomes(row) == "used").Select(newest).Max() is { } at ? _numbers.Time(sheet.Run.Local(at)) : null,
            ])]);
        sheet.Html.Raw("</div>");
        var why = rows.Where(row => outcomes(row) == "rejected" && counts[row] > 0).OrderByDescending(row => counts[row]).ThenBy(row => datasets(row), StringComparer.Ordinal).ThenBy(row => reasons(row), StringComparer.Ordinal).ToList();
        if (why.Count == 0) return;
        var caption = _words["rejects.caption"];
        List<Bar> bars = [.. why.Take(MostBars).Select(row => new Bar(new Name($"{datasets(row)}: {reasons(row)}"), counts[row], _numbers.Count(counts[row])) { Series = 3 })];
        sheet.Figures(() => sheet.Figure(caption, _words["rejects.note"],
            () => BarChart.Write(sheet.Html, bars, new Axis(_words["axis.rows"], _numbers.Short) { Whole = true }, _words.Of("alt.bars", caption, ChannelSection.Told(bars))),
            () => sheet.Table("rejects", caption, [sheet.Word("col.dataset"), sheet.Word("col.reason"), sheet.Word("col.rows")], [.. why.Select(row => new Cell[] { Cell.Words(datasets(row)!), Cell.English(reasons(row)!), _numbers.Count(counts[row]) })])));
    }
}
