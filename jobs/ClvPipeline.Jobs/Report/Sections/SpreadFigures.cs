namespace ClvPipeline.Jobs.Report;

/// <summary>How value is spread over customers: how many are worth how much, and how much the best of them bring.</summary>
internal sealed class SpreadFigures(Sheet sheet)
{
    private readonly ReportText _words = sheet.Words;
    private readonly NumberText _numbers = sheet.Numbers;

    /// <summary>Writes them.</summary>
    public void Write(CustomerFacts customers)
    {
        var lorenz = customers.Lorenz();
        var best = lorenz.Count > 0 ? lorenz.MinBy(point => Math.Abs(point.X - 0.2)) : default;
        if (lorenz.Count >= 6) sheet.Lead("customers.lead", _numbers.Percent(best.X), _numbers.Percent(best.Y), _numbers.Money(customers.Quantile(0.5)), _numbers.Money(customers.Quantile(0.9)));
        else sheet.Lead("customers.few", _numbers.Count(customers.Count), _numbers.Money(customers.Quantile(0.5)));
        sheet.Figures(() =>
        {
            Histogram(customers);
            if (lorenz.Count >= 6) Lorenz(lorenz, best);
        });
    }

    private void Histogram(CustomerFacts customers)
    {
        var bins = customers.Bins();
        var caption = _words["customers.histogram"];
        sheet.Figure(caption, _words["customers.histogram.note"],
            () => HistogramChart.Write(sheet.Html, [.. bins.Select(bin => (_numbers.Short(bin.From), bin.Count, $"{Reach(bin.From, bin.To)}: {_numbers.Count(bin.Count)}"))],
                new Axis(_words["axis.customers"], _numbers.Short), new Axis(_words.Of("axis.mean", _numbers.Currency), _numbers.Short), _words.Of("alt.histogram", caption, _numbers.Money(customers.Quantile(0.5)))),
            () => sheet.Table("histogram", caption, [sheet.Word("col.reach"), sheet.Word("col.customers"), sheet.Word("col.clv")],
                [.. bins.Select(bin => new Cell[] { Cell.Words(Reach(bin.From, bin.To)), _numbers.Count(bin.Count), _numbers.Amount(bin.Clv) })]));
    }

    private string Reach(double from, double to) => double.IsInfinity(to) ? _words.Of("customers.andmore", _numbers.Short(from)) : $"{_numbers.Short(from)} – {_numbers.Short(to)}";

    private void Lorenz(IReadOnlyList<(double X, double Y)> points, (double X, double Y) best)
    {
        var caption = _words["customers.lorenz"];
        sheet.Figure(caption, _words["customers.lorenz.note"],
            () => LorenzChart.Write(sheet.Html, points, (best.X, best.Y, _words.Of("customers.lorenz.point", _numbers.Percent(best.X), _numbers.Percent(best.Y))),
                new Axis(_words["axis.lorenz.up"], _numbers.Percent), new Axis(_words["axis.lorenz.across"], _numbers.Percent), _words.Of("alt.lorenz", _numbers.Percent(best.X), _numbers.Percent(best.Y))),
            () => sheet.Table("lorenz", caption, [sheet.Word("col.best"), sheet.Word("col.bring")],
                [.. Enumerable.Range(1, 10).Select(tenth => points.MinBy(point => Math.Abs(point.X - tenth / 10d))).Distinct().Select(point => new Cell[] { _numbers.Percent(point.X), _numbers.Percent(point.Y) })]));
    }
}
