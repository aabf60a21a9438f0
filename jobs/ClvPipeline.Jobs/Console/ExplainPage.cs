using System.Globalization;

namespace ClvPipeline.Jobs;

/// <summary>Prints one customer: touchpoints, order rows, orders and value, then who earns what of it.</summary>
internal sealed class ExplainPage(Explanation customer, DateOnly asOf, RunSettings settings, int width)
{
    private readonly LocalText _clock = new(settings.TimeZone);

    /// <summary>Prints all of it.</summary>
    public void Write(TextWriter to)
    {
        to.WriteLine(Wrapped($"Customer {PrintedColumn.Plain(customer.CustomerId)}: segment {PrintedColumn.Legible(customer.Segment)}, {(customer.CohortDay is { } day ? $"cohort {Publishing.Date(DayOf(day))[..7]}" : "no order")}"));
        to.WriteLine(Wrapped($"As of {Publishing.Date(asOf)}; times in {settings.TimeZone}, amounts in {settings.Currency}"));
        Touches(to);
        OrderRows(to);
        Rejected(to);
        if (customer.Orders.Count == 0)
        {
            to.WriteLine();
            to.WriteLine(Wrapped("No order with a net revenue above 0 up to the as-of date: no customer lifetime value, and nothing to credit."));
            if (customer.HistoricProfit != 0) to.WriteLine(Wrapped($"The profit of {Money.Column([customer.HistoricProfit])[0]} is part of profit_without_purchase in the table run."));
            return;
        }

        Value(to);
        foreach (var mode in customer.Journeys.GroupBy(journey => journey.Mode)) new ExplainMode(customer, [.. mode], settings, _clock, width).Write(to);
    }

    private void Touches(TextWriter to)
    {
        var (used, others) = (customer.Touches.Where(touch => touch.Number is not null).ToArray(), customer.Touches.Where(touch => touch.Number is null).ToArray());
        Head(to, "Touchpoints that count", used.Length);
        if (used.Length > 0) PrintedTable.Write(to, width, [new("no.", [.. used.Select(touch => touch.Number!.Value.ToString(CultureInfo.InvariantCulture))]), .. Columns(used)], [], indent: 2);
        if (others.Length == 0) return;
        Head(to, "Touchpoints that do not count", others.Length);
        PrintedTable.Write(to, width, [.. Columns(others), PrintedColumn.Names("why", others.Select(touch => Words(touch.Outcome)))], [], indent: 2);
    }

    private List<PrintedColumn> Columns(ExplainedTouch[] touches)
    {
        List<PrintedColumn> columns =
        [
            PrintedColumn.Names("when", touches.Select(touch => _clock.Of(touch.At))),
            PrintedColumn.Names("channel", touches.Select(touch => PrintedColumn.Legible(touch.Channel))),
            PrintedColumn.Names("campaign", touches.Select(touch => PrintedColumn.Legible(touch.Campaign))),
        ];
        if (touches.Any(touch => touch.TouchId is not null)) columns.Add(PrintedColumn.Names("touch_id", touches.Select(touch => PrintedColumn.Plain(touch.TouchId ?? ""))));
        return columns;
    }

    private void OrderRows(TextWriter to)
    {
        var rows = customer.OrderRows;
        Head(to, "Order rows", rows.Count);
        if (rows.Count == 0) return;
        var known = Money.Column([.. rows.Select(row => row.Cogs ?? 0)]);
        PrintedTable.Write(to, width,
        [
            PrintedColumn.Names("order_id", rows.Select(row => PrintedColumn.Plain(row.OrderId))),
            PrintedColumn.Names("when", rows.Select(row => _clock.Of(row.At))),
            new("revenue", Money.Column([.. rows.Select(row => row.Revenue)])),
            new("cogs", [.. rows.Select((row, i) => row.Cogs is null ? "unknown" : known[i])]),
            PrintedColumn.Names("what became of it", rows.Select(Became)),
        ], [], indent: 2);
    }

    private void Rejected(TextWriter to)
    {
        if (customer.Rejected.Count == 0) return;
        Head(to, "Rejected rows", customer.Rejected.Count);
        foreach (var row in customer.Rejected) to.WriteLine("  " + Wrapped(PrintedColumn.Plain(string.Create(CultureInfo.InvariantCulture, $"{row.Source}, row {row.RowNumber}: {row.Reason}{(row.Value is { } value ? $" ({value})" : "")}"))));
    }

    private void Value(TextWriter to)
    {
        var (orders, rest) = (customer.Orders, customer.NotOrders);
        var others = rest != default;
        Head(to, "Orders", orders.Count);
        long[] revenue = [.. orders.Select(order => order.Revenue), .. others ? [rest.Revenue] : Array.Empty<long>(), customer.Revenue];
        long[] profit = [.. orders.Select(order => order.Profit), .. others ? [rest.Profit] : Array.Empty<long>(), customer.HistoricProfit];
        PrintedTable.Write(to, width,
        [
            PrintedColumn.Names("order_id", [.. orders.Select(order => PrintedColumn.Plain(order.OrderId)), .. others ? ["(no order)"] : Array.Empty<string>(), "total"]),
            PrintedColumn.Names("when", [.. orders.Select(order => _clock.Of(order.At)), .. others ? [""] : Array.Empty<string>(), ""]),
            new("revenue", Money.Column(revenue)),
            new("cogs", Money.Column([.. revenue.Zip(profit, (r, p) => r - p)])),
            new("profit", Money.Column(profit)),
        ], [], indent: 2);
        if (others) to.WriteLine("  " + Wrapped("(no order): refunds of unknown orders, and what is left of orders that were refunded in full"));
        if (customer.Forecast is { } forecast) new ExplainForecast(forecast, customer, settings).Write(to);
        to.WriteLine();
        to.WriteLine("Customer lifetime value");
        var amounts = Money.Column([customer.HistoricProfit, customer.ExpectedProfit, customer.Clv]);
        var room = amounts.Max(amount => amount.Length);
        to.WriteLine($"  historic profit  {amounts[0].PadLeft(room)}");
        to.WriteLine($"  expected profit  {amounts[1].PadLeft(room)}{(settings.Clv.Model == "none" ? "  (clv.model is none)" : "")}");
        to.WriteLine($"  clv              {amounts[2].PadLeft(room)}{(customer.Forecast is { } f ? $"  (with 90 % probability between {Money.Column([f.Clv.Low])[0]} and {Money.Column([f.Clv.High])[0]})" : "")}");
    }

    private static void Head(TextWriter to, string of, int count)
    {
        to.WriteLine();
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{of}: {count:N0}"));
    }

    private string Became(ExplainedSale row) => (row.Outcome, row.Reason) switch
    {
        ("used", "refund") => "refund",
        ("used", "unlinked refund") => "refund of an unknown order",
        ("used", _) when customer.Orders.Any(order => order.OrderId == row.OrderId) => "order",
        ("used", _) => row.Revenue == 0 ? "no order: revenue of 0" : "no order: refunded in full",
        _ => Words(row.Outcome),
    };

    private static string Words(string outcome) => outcome switch
    {
        "repeated" => "repeats another row",
        "no_consent" => "no consent",
        "not_visible" => "later than the as-of date",
        _ => outcome,
    };

    private string Wrapped(string line) => RunSummary.Wrapped(line, width - 2);

    private static DateOnly DayOf(int day) => new DateOnly(1970, 1, 1).AddDays(day);
}
