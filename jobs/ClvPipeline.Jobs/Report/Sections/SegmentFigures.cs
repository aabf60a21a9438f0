namespace ClvPipeline.Jobs.Report;

/// <summary>Groups of customers: by segment, by the channels that they use, and by whatever else is known of them; the simple formulas beside the model.</summary>
internal sealed class SegmentFigures(Sheet sheet, SegmentFacts segments)
{
    private const int MostBars = 10;
    private static readonly string[] ElsewhereOnThePage = ["(all)", "cohort_month", "value_decile"];
    private readonly ReportText _words = sheet.Words;
    private readonly NumberText _numbers = sheet.Numbers;

    /// <summary>Writes them.</summary>
    public void Write()
    {
        Lead();
        sheet.Figures(() =>
        {
            Group("segment");
            Formulas();
            foreach (var dimension in segments.Dimensions.Except(ElsewhereOnThePage).Where(dimension => dimension != "segment")) Group(dimension);
        });
    }

    private void Lead()
    {
        var rows = Largest("segment").Where(row => segments.Whole(row, "clv_mean") is not null).ToList();
        if (rows.Count < 2)
        {
            sheet.Note("segments.one");
            return;
        }

        var best = rows.MaxBy(row => segments.Whole(row, "clv_mean"));
        var share = segments.Real(best, "customer_share");
        sheet.Lead("segments.lead", Segment(best), _numbers.Money(segments.Whole(best, "clv_mean")!.Value), _numbers.Percent(share ?? 0), _numbers.Percent(segments.Real(best, "clv_share") ?? 0));
    }

    // The mean, and from where to where eight of ten customers lie.
    private void Group(string dimension)
    {
        List<int> rows = [.. Largest(dimension).Where(row => segments.Whole(row, "clv_mean") is not null)];
        if (rows.Count == 0) return;
        List<Bar> bars = [.. rows.Take(MostBars).Select(row => new Bar(Segment(row), segments.Whole(row, "clv_mean")!.Value / 1e6, _words.Of("segments.bar", _numbers.Money(segments.Whole(row, "clv_mean")!.Value), _numbers.Count(segments.Whole(row, "customers") ?? 0)))
        {
            Series = 4,
            Range = segments.Whole(row, "clv_p10") is { } low && segments.Whole(row, "clv_p90") is { } high && high > low ? (low / 1e6, high / 1e6) : null,
        })];
        var caption = _words.Of("segments.caption", _words.Find($"dimension.{dimension}") ?? dimension);
        sheet.Figure(caption, _words["segments.whisker"] + (rows.Count > MostBars ? " " + _words.Of("channels.left", _numbers.Count(rows.Count - MostBars)) : ""),
            () => BarChart.Write(sheet.Html, bars, new Axis(_words.Of("axis.mean", _numbers.Currency), _numbers.Short), _words.Of("alt.bars", caption, ChannelSection.Told(bars))),
            () => Table(dimension, caption));
    }

    private void Table(string dimension, string caption) => sheet.Table($"segments-{Ids.IndexOf(dimension)}", caption,
    [
        sheet.Word("col.segment"), sheet.Word("col.customers"), sheet.Word("col.active"), sheet.Word("col.clv"), sheet.Word("col.share"), sheet.Word("col.mean"), sheet.Word("col.median"), sheet.Word("col.p10"), sheet.Word("col.p90"),
        sheet.Word("col.top20"), sheet.Word("col.aov"), sheet.Word("col.frequency"), sheet.Word("col.gap"), sheet.Word("col.year"), sheet.Word("col.retention"), sheet.Word("col.margin"), sheet.Word("col.expected"), sheet.Word("col.most"),
    ],
    [.. segments.Rows(dimension).Select(row => new Cell[]
    {
        Segment(row), Count(row, "customers"), Count(row, "active_customers"), Money(row, "clv"), Percent(row, "clv_share"), Money(row, "clv_mean"), Money(row, "clv_median"), Money(row, "clv_p10"), Money(row, "clv_p90"),
        Percent(row, "top_20_share"), Money(row, "average_order_value"), Real(row, "orders_per_year", 2), Real(row, "median_gap_days", 0), Percent(row, "purchase_within_year"), Percent(row, "retention"), Percent(row, "margin"),
        Money(row, "expected_profit"), Money(row, "max_acquisition_cost"),
    })]);

    // What the textbook says beside what the model says, for a new customer and for those there are.
    private void Formulas()
    {
        List<int> rows = [.. new[] { segments.Everybody }.OfType<int>(), .. Largest("segment").Take(MostBars)];
        if (segments.Rows("segment").Count < 2) rows = [.. rows.Take(1)];
        string[] columns = ["clv_simple_profit", "clv_retention", "clv_new", "clv_mean"];
        if (rows.Count == 0) return;
        var caption = _words["formulas.caption"];
        List<Name> names = [.. rows.Select((row, i) => i == 0 && segments.Everybody == row ? new Name(_words["formulas.all"]) : Segment(row))];
        sheet.Figure(caption, _words["formulas.note"],
            () => GroupedBarChart.Write(sheet.Html, names, [.. columns.Select(column => new Series(new Name(_words[$"formula.{column}"]), [.. rows.Select(row => segments.Whole(row, column) / 1e6)]))],
                new Axis(_words.Of("axis.mean", _numbers.Currency), _numbers.Short), value => _numbers.Money((Int128)(value * 1e6)), _words.Of("alt.groups", caption)),
            () => sheet.Table("formulas", caption, [sheet.Word("col.segment"), .. columns.Select(column => sheet.Word($"formula.{column}")), sheet.Word("col.lifespan.span"), sheet.Word("col.lifespan.churn")],
                [.. rows.Select((row, i) => (Cell[])[names[i], .. columns.Select(column => Money(row, column)), Real(row, "lifespan_observed_span", 2), Real(row, "lifespan_churn", 2)])]));
    }

    private IEnumerable<int> Largest(string dimension) => segments.Rows(dimension).Where(row => segments.PartOf(row) is null && segments.Whole(row, "customers") > 0)
        .OrderByDescending(row => segments.Whole(row, "customers")).ThenBy(segments.Segment, StringComparer.Ordinal);

    private List<string> Ids => [.. segments.Dimensions];

    private Name Segment(int row) => new(segments.PartOf(row) is { } wider ? $"{wider}: {segments.Segment(row)}" : segments.Segment(row));

    private Cell Count(int row, string column) => segments.Whole(row, column) is { } count ? _numbers.Count(count) : null;

    private Cell Money(int row, string column) => sheet.Amount(segments.Whole(row, column));

    private Cell Percent(int row, string column) => segments.Real(row, column) is { } share ? _numbers.Percent(share) : null;

    private Cell Real(int row, string column, int digits) => segments.Real(row, column) is { } number ? _numbers.Real(number, digits) : null;
}
