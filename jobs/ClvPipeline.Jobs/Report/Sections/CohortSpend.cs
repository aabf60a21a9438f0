namespace ClvPipeline.Jobs.Report;

/// <summary>What new customers cost and bring back by the month of their first order.</summary>
internal sealed class CohortSpend(Sheet sheet)
{
    private const string Mode = "acquisition";
    private readonly ReportText _words = sheet.Words;
    private readonly NumberText _numbers = sheet.Numbers;

    /// <summary>Writes it.</summary>
    public void Write(ChannelFacts facts)
    {
        if (sheet.Tables.Find("channel_month") is not { } view) return;
        var cohorts = new CohortFacts(view, Mode, facts.Model);
        CohortFacts.Month[] months = [.. cohorts.Months.Where(month => month.Spend is not null)];
        if (months.Length == 0) return;
        string[] names = [.. months.Select(month => _numbers.Month(month.Day))];
        var segments = sheet.Tables.Find("segment_value") is { } groups ? new SegmentFacts(groups) : null;
        var most = segments?.Everybody is { } all ? segments.Whole(all, "max_acquisition_cost") : null;
        var caption = _words["cohort.cac"];
        sheet.Figure(caption, _words["cohort.cac.note"],
            () => LineChart.Write(sheet.Html, names, [new Series(new Name(_words["col.cac"]), [.. months.Select(month => month.Cac)])], new Axis(_words.Of("axis.cac", _numbers.Currency), _numbers.Short) { Marks = most is { } limit ? [(limit / 1e6, _words.Of("cohort.most", _numbers.Money(limit)))] : [] }, value => _numbers.Money((Int128)(value * 1e6)), _words.Of("alt.lines", caption)),
            () => Matrix(cohorts, months, names, caption));
        caption = _words["cohort.ratio"];
        sheet.Figure(caption, _words["cohort.ratio.note"],
            () => LineChart.Write(sheet.Html, names, [new Series(new Name(_words["col.ratio"]), [.. months.Select(month => month.ClvToCac)])], new Axis(_words["axis.ratio"], value => _numbers.Short(value) + "×") { Marks = [(1, _words["band.mark.1"]), (3, _words["band.mark.3"])] }, _numbers.Times, _words.Of("alt.lines", caption)),
            () => sheet.Table("cohort-spend", caption, [sheet.Word("col.month"), sheet.Word("col.spend"), sheet.Word("col.new"), sheet.Word("col.cac"), sheet.Word("col.clv"), sheet.Word("col.ratio"), sheet.Word("col.payback"), sheet.Word("col.most")],
                [.. months.Select((month, i) => new Cell[]
                {
                    Cell.Words(names[i]), sheet.Amount(month.Spend), sheet.Parts(month.NewCustomers), month.Cac is { } cac ? sheet.Amount((long)Math.Round(cac * 1e6)) : null, sheet.Amount(month.Clv),
                    month.ClvToCac is { } ratio ? _numbers.Times(ratio) : null, Whole("payback_months", month) is { } payback ? _numbers.Count(payback) : null, sheet.Amount(Whole("max_acquisition_cost", month)),
                })]));

        long? Whole(string column, CohortFacts.Month month) => segments?.Find("cohort_month", Publishing.Date(new DateOnly(1970, 1, 1).AddDays((int)month.Day))) is { } row ? segments.Whole(row, column) : null;
    }

    private void Matrix(CohortFacts cohorts, CohortFacts.Month[] months, string[] names, string caption)
    {
        var channels = cohorts.Paid.Keys.Select(key => key.Channel).Distinct().Order(StringComparer.Ordinal);
        sheet.Table("cohort-cac", caption, [sheet.Word("col.channel"), .. names.Select(Cell.Words)],
            [.. channels.Select(channel => (Cell[])[new Name(channel), .. months.Select(month => (Cell)sheet.Amount(cohorts.Paid.GetValueOrDefault((channel, month.Day))))])]);
    }
}
