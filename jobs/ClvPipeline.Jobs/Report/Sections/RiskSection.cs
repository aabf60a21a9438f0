namespace ClvPipeline.Jobs.Report;

/// <summary>Who is slipping away?</summary>
internal sealed class RiskSection(Sheet sheet)
{
    private const int MostGroups = 8;
    private static readonly string[] Statuses = ["active", "new", "slipping", "at_risk", "lost"], Leaving = ["slipping", "at_risk"];
    private readonly ReportText _words = sheet.Words;
    private readonly NumberText _numbers = sheet.Numbers;

    /// <summary>Writes it.</summary>
    public void Write() => sheet.Section("risk", () =>
    {
        if (sheet.Run.IsRefused || sheet.Run.Number("customers") == 0) sheet.Missing("customer_value");
        else if (sheet.Run.ClvModel == "none") sheet.Empty("risk.model");
        else if (sheet.Customers is { } customers) Write(customers);
        else sheet.Empty("customers.norows");
    });

    private void Write(CustomerFacts customers)
    {
        var leaving = customers.AtRisk.Where(each => Leaving.Contains(each.Key.Status)).ToList();
        var (count, value) = (leaving.Sum(each => each.Value.Customers), leaving.Sum(each => each.Value.ValueAtRisk));
        if (sheet.Run.CustomerRows != "all") sheet.Note("customers.top", _numbers.Count(customers.Count), _numbers.Count(sheet.Run.Number("customers")));
        if (count == 0) sheet.Lead("risk.nobody");
        else sheet.Lead("risk.lead", _numbers.Count(count), _numbers.Percent(count / (double)customers.Count), _numbers.Money(value), _numbers.Count(sheet.Run.HorizonMonths));
        var segments = customers.AtRisk.Keys.Select(key => key.Segment).Distinct()
            .OrderByDescending(segment => leaving.Where(each => each.Key.Segment == segment).Sum(each => each.Value.ValueAtRisk)).ThenBy(segment => segment, StringComparer.Ordinal).ToList();
        sheet.Figures(() =>
        {
            ByStatus(customers);
            BySegment(customers, segments);
        });
        sheet.Note("risk.words");
        ToDo();
    }

    private void ByStatus(CustomerFacts customers)
    {
        var caption = _words["risk.status"];
        var sums = Statuses.Select(status => (Status: status, Of: customers.AtRisk.Where(each => each.Key.Status == status).Select(each => each.Value).ToList()))
            .Select(each => (each.Status, Customers: each.Of.Sum(of => of.Customers), Value: each.Of.Sum(of => of.ValueAtRisk))).ToList();
        List<Bar> bars = [.. sums.Select(each => new Bar(new Name(_words[$"status.{each.Status}"]), each.Customers, _words.Of("risk.bar", _numbers.Count(each.Customers), _numbers.Percent(each.Customers / (double)customers.Count))) { Series = Leaving.Contains(each.Status) ? 3 : 1, Quiet = each.Status == "lost" })];
        sheet.Figure(caption, _words["risk.status.note"],
            () => BarChart.Write(sheet.Html, bars, new Axis(_words["axis.customers"], _numbers.Short) { Whole = true }, _words.Of("alt.bars", caption, ChannelSection.Told(bars))),
            () => sheet.Table("statuses", caption, [sheet.Word("col.status"), sheet.Word("col.customers"), sheet.Word("col.atrisk")],
                [.. sums.Select(each => new Cell[] { sheet.Word($"status.{each.Status}"), _numbers.Count(each.Customers), sheet.Amount(each.Value) })]));
    }

    private void BySegment(CustomerFacts customers, List<string> segments)
    {
        var caption = _words["risk.segment"];
        var shown = segments.Take(MostGroups).ToList();
        sheet.Figure(caption, segments.Count > MostGroups ? _words.Of("channels.left", _numbers.Count(segments.Count - MostGroups)) : null,
            () => GroupedBarChart.Write(sheet.Html, [.. shown.Select(segment => new Name(segment))],
                [.. Leaving.Select(status => new Series(new Name(_words[$"status.{status}"]), [.. shown.Select(segment => (double?)(customers.AtRisk.GetValueOrDefault((segment, status)).ValueAtRisk / 1e6))]))],
                new Axis(_words.Of("axis.atrisk", _numbers.Currency), _numbers.Short), value => _numbers.Money((Int128)(value * 1e6)), _words.Of("alt.groups", caption)),
            () => sheet.Table("risk-segments", caption, [sheet.Word("col.segment"), .. Statuses.Select(status => sheet.Word($"status.{status}"))],
                [.. segments.Select(segment => (Cell[])[new Name(segment), .. Statuses.Select(status => (Cell)sheet.Amount(customers.AtRisk.GetValueOrDefault((segment, status)).ValueAtRisk))])]));
    }

    private void ToDo()
    {
        sheet.Html.Write($"<h3>{_words["todo.head"]}</h3>");
        if (sheet.Options.Customers == 0)
        {
            sheet.Empty("todo.none");
            return;
        }

        if (sheet.Tables.Find("customers_at_risk") is not { Rows: > 0 } view)
        {
            sheet.Empty("todo.nobody");
            return;
        }

        var most = Math.Min(sheet.Options.Customers, view.Rows);
        sheet.Note("todo.note", _numbers.Count(most), _numbers.Count(view.Rows));
        var (customers, segments, statuses, reasons) = (view.Texts("customer_id"), view.Texts("segment"), view.Texts("status"), view.Texts("reason"));
        long[] atRisk = view.Longs("value_at_risk"), budget = view.Longs("max_retention_spend"), overdue = view.Longs("days_overdue"), clv = view.Longs("clv");
        var next = view.LongsOrNull("expected_next_purchase");
        sheet.Table("todo", _words["todo.head"],
            [sheet.Word("col.customer"), sheet.Word("col.segment"), sheet.Word("col.status"), sheet.Word("col.atrisk"), sheet.Word("col.budget"), sheet.Word("col.clv"), sheet.Word("col.next"), sheet.Word("col.overdue"), sheet.Word("col.why")],
            [.. Enumerable.Range(0, most).Select(row => new Cell[]
            {
                new Name(customers(row)!), new Name(segments(row)!), sheet.Word($"status.{statuses(row)}"), sheet.Amount(atRisk[row]), sheet.Amount(budget[row]), sheet.Amount(clv[row]),
                next(row) is { } day ? _numbers.Day(day) : null, _numbers.Count(overdue[row]), Cell.English(reasons(row)!),
            })]);
    }
}
