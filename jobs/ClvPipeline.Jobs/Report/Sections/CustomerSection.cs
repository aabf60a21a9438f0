namespace ClvPipeline.Jobs.Report;

/// <summary>Who are they?</summary>
internal sealed class CustomerSection(Sheet sheet)
{
    private readonly ReportText _words = sheet.Words;
    private readonly NumberText _numbers = sheet.Numbers;

    /// <summary>Writes it.</summary>
    public void Write() => sheet.Section("customers", () =>
    {
        if (sheet.Run.IsRefused || sheet.Run.Number("customers") == 0)
        {
            sheet.Missing("customer_value");
            return;
        }

        var customers = sheet.Customers;
        var segments = sheet.Tables.Find("segment_value") is { Rows: > 0 } groups ? new SegmentFacts(groups) : null;
        if (customers is null) sheet.Empty("customers.norows");
        else
        {
            if (sheet.Run.CustomerRows != "all") sheet.Note("customers.top", _numbers.Count(customers.Count), _numbers.Count(sheet.Run.Number("customers")));
            new SpreadFigures(sheet).Write(customers);
        }

        sheet.Html.Write($"<h3>{_words["cohorts.head"]}</h3>");
        Cohorts();
        sheet.Html.Write($"<h3>{_words["segments.head"]}</h3>");
        if (segments is null) sheet.Missing("segment_value");
        else new SegmentFigures(sheet, segments).Write();
    });

    private void Cohorts()
    {
        if (sheet.Tables.Find("channel_summary") is not { Rows: > 0 } summary || sheet.Tables.Find("channel_month") is not { } view) return;
        var facts = new ChannelFacts(summary);
        var months = new CohortFacts(view, facts.Mode, facts.Model).Months;
        if (months.Count == 0) return;
        string[] names = [.. months.Select(month => _numbers.Month(month.Day))];
        var caption = _words["cohorts.caption"];
        var best = months.MaxBy(month => month.Clv)!;
        sheet.Lead("cohorts.lead", Part.Words(_numbers.Month(best.Day)), _numbers.Money(best.Clv), sheet.Parts(best.Customers), Part.Words(names[0]), Part.Words(names[^1]));
        sheet.Figures(() =>
        {
            sheet.Figure(caption, _words["cohorts.note"], () => LineChart.WriteAreas(sheet.Html, names,
            [
                new Series(new Name(_words["col.historic"]), [.. months.Select(month => (double?)(month.Historic / 1e6))]),
                new Series(new Name(_words["col.expected"]), [.. months.Select(month => (double?)(month.Expected / 1e6))]),
            ], new Axis(_words.Of("axis.clv", _numbers.Currency), _numbers.Short), value => _numbers.Money((Int128)(value * 1e6)), _words.Of("alt.areas", caption)),
            () => sheet.Table("cohorts", caption, [sheet.Word("col.month"), sheet.Word("col.customers"), sheet.Word("col.historic"), sheet.Word("col.expected"), sheet.Word("col.clv"), sheet.Word("col.mean")],
                [.. months.Select((month, i) => new Cell[] { Cell.Words(names[i]), sheet.Parts(month.Customers), sheet.Amount(month.Historic), sheet.Amount(month.Expected), sheet.Amount(month.Clv), Mean(month) })]));
            var mean = _words["cohorts.mean"];
            sheet.Figure(mean, _words["cohorts.mean.note"], () => LineChart.Write(sheet.Html, names,
                [new Series(new Name(_words["col.mean"]), [.. months.Select(month => month.Customers > 0 ? month.Clv / (double)month.Customers : (double?)null)])],
                new Axis(_words.Of("axis.mean", _numbers.Currency), _numbers.Short), value => _numbers.Money((Int128)(value * 1e6)), _words.Of("alt.lines", mean)),
                () => sheet.Table("cohort-means", mean, [sheet.Word("col.month"), sheet.Word("col.mean")], [.. months.Select((month, i) => new Cell[] { Cell.Words(names[i]), Mean(month) })]));
        });

        Cell Mean(CohortFacts.Month month) => month.Customers > 0 ? sheet.Amount((long)(month.Clv * 1e6 / month.Customers)) : null;
    }
}
