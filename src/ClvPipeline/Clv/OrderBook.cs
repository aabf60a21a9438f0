namespace ClvPipeline;

/// <summary>One purchase with a net revenue above 0, after its refunds. Money in micro-units.</summary>
internal readonly record struct Order(long Time, long Id, long Revenue, long Profit, int SalesChannel);

/// <summary>
/// Nets a customer's order rows: repeats are dropped, refunds are taken off their order, and each order's profit is rounded once.
/// What is left of rows that are no order (unlinked or full refunds, orders of nothing) is kept apart.
/// </summary>
internal sealed class OrderBook
{
    private const int Few = 24;
    private static readonly Int128 MarginUnit = 1_000_000_000;
    private readonly IdOrder _ids;
    private readonly int[] _salesRanks;
    private readonly Int128 _margin;
    private readonly bool _hasMargin;
    private readonly Comparison<Sale> _bySale;
    private readonly Comparison<Order> _byTime;

    public OrderBook(IntakeContext context)
    {
        _ids = new IdOrder(context.OrderIds == KeyKind.Integer ? null : context.Texts);
        _salesRanks = context.SalesChannels.Ranks();
        _hasMargin = context.Settings.Clv.GrossMargin is not null;
        _margin = (Int128)((context.Settings.Clv.GrossMargin ?? 0) * 1_000_000_000m);
        _bySale = (a, b) => Compare(a, b);
        _byTime = (a, b) => Compare(a, b);
    }

    private readonly OutcomeCounts _counts = new();
    private long _rows, _newest = long.MinValue; // ordinary rows, of which there are most

    /// <summary>Rows by what became of them, over all customers so far.</summary>
    public OutcomeCounts Counts()
    {
        var all = new OutcomeCounts();
        all.Add(_counts);
        all.Add(Outcomes.Used, "", _rows, _newest);
        return all;
    }

    /// <summary>Sums over all rows that were used, before anything is sorted into orders and the rest: one side of the ledger.</summary>
    public Int128 RevenueIn { get; private set; }

    /// <summary>Sum of the rounded profits of all orders and left-overs: one side of the ledger.</summary>
    public Int128 ProfitIn { get; private set; }

    /// <summary>
    /// Sorts <paramref name="sales"/> (all rows of one customer) and writes its orders, by (time, id), to the front of <paramref name="orders"/>.
    /// </summary>
    /// <returns>The number of orders, and what is left of rows that are none.</returns>
    public (int Orders, long LeftRevenue, long LeftProfit) Net(Span<Sale> sales, Span<Order> orders, Action<Sale, string>? trace = null)
    {
        Sort(sales);
        var n = 0;
        long leftRevenue = 0, leftProfit = 0;
        for (int from = 0, to; from < sales.Length; from = to)
        {
            for (to = from + 1; to < sales.Length && _ids.Same(sales[from].Id, sales[to].Id); to++) { }
            var order = to - from == 1 && trace is null && sales[from] is { Revenue: > 0, CogsKnown: true } ? Plain(sales[from]) : NetOne(sales[from..to], trace);
            if (order.Revenue > 0) orders[n++] = order;
            else (leftRevenue, leftProfit) = (checked(leftRevenue + order.Revenue), checked(leftProfit + order.Profit));
        }

        Sort(orders[..n]);
        return (n, leftRevenue, leftProfit);
    }

    // Few by insertion, and they mostly come in order; many by the library.
    private void Sort(Span<Sale> sales)
    {
        if (sales.Length > Few)
        {
            sales.Sort(_bySale);
            return;
        }

        for (var i = 1; i < sales.Length; i++)
        {
            if (Compare(sales[i - 1], sales[i]) <= 0) continue;
            var sale = sales[i];
            var j = i - 1;
            for (; j >= 0 && Compare(sales[j], sale) > 0; j--) sales[j + 1] = sales[j];
            sales[j + 1] = sale;
        }
    }

    private void Sort(Span<Order> orders)
    {
        if (orders.Length > Few)
        {
            orders.Sort(_byTime);
            return;
        }

        for (var i = 1; i < orders.Length; i++)
        {
            if (Compare(orders[i - 1], orders[i]) <= 0) continue;
            var order = orders[i];
            var j = i - 1;
            for (; j >= 0 && Compare(orders[j], order) > 0; j--) orders[j + 1] = orders[j];
            orders[j + 1] = order;
        }
    }

    private int Compare(in Order a, in Order b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : _ids.Compare(a.Id, b.Id);

    // Nearly every order: one row, with its costs.
    private Order Plain(in Sale sale)
    {
        (_rows, _newest) = (_rows + 1, Math.Max(_newest, sale.Time));
        RevenueIn += sale.Revenue;
        ProfitIn += sale.Revenue - sale.Cogs;
        return new Order(sale.Time, sale.Id, sale.Revenue, sale.Revenue - sale.Cogs, sale.SalesChannel);
    }

    // All rows of one order id: first those that are no refunds, then the refunds.
    private Order NetOne(ReadOnlySpan<Sale> rows, Action<Sale, string>? trace)
    {
        var unlinked = rows[0].Revenue < 0;
        var main = rows[0];
        Int128 revenue = 0, known = 0, returned = 0, atMargin = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            var refund = row.Revenue < 0;
            if (i > 0 && (refund ? Equal(rows[i - 1], row) : true))
            {
                _counts.Add(Outcomes.Repeated, "", 1, row.Time);
                trace?.Invoke(row, Outcomes.Repeated);
                continue;
            }

            var reason = unlinked ? "unlinked refund" : refund ? "refund" : "";
            if (refund) _counts.Add(Outcomes.Used, reason, 1, row.Time);
            else (_rows, _newest) = (_rows + 1, Math.Max(_newest, row.Time));
            trace?.Invoke(row, reason);
            revenue += row.Revenue;
            if (row.CogsKnown) known += row.Revenue - row.Cogs;
            else if (refund && !unlinked && main.CogsKnown) (known, returned) = (known + row.Revenue, returned + row.Revenue);
            else atMargin += row.Revenue;
        }

        if (atMargin != 0 && !_hasMargin) throw IntakeContext.NeedsMargin("an unlinked refund has no cogs");
        // The share of the order's costs that came back is cogs · refund ÷ revenue; of an order of nothing, nothing.
        var profit = atMargin != 0 ? Micros.Divide(known * MarginUnit + atMargin * _margin, MarginUnit)
            : returned != 0 && main.Revenue > 0 ? Micros.Divide(known * main.Revenue - returned * main.Cogs, main.Revenue)
            : known;
        RevenueIn += revenue;
        ProfitIn += profit;
        return new Order(main.Time, main.Id, checked((long)revenue), checked((long)profit), main.SalesChannel);
    }

    private static bool Equal(in Sale a, in Sale b) =>
        a.Revenue == b.Revenue && a.Time == b.Time && a.CogsKnown == b.CogsKnown && a.Cogs == b.Cogs && a.SalesChannel == b.SalesChannel;

    // By order, refunds last; then the order of the contract: time, revenue, cogs, sales channel, null first. The currency of a row that got here is the run's.
    private int Compare(in Sale a, in Sale b)
    {
        var order = _ids.Compare(a.Id, b.Id);
        if (order != 0) return order;
        order = (a.Revenue < 0).CompareTo(b.Revenue < 0);
        if (order == 0) order = a.Time.CompareTo(b.Time);
        if (order == 0) order = a.Revenue.CompareTo(b.Revenue);
        if (order == 0) order = a.CogsKnown.CompareTo(b.CogsKnown);
        if (order == 0) order = a.Cogs.CompareTo(b.Cogs);
        return order != 0 ? order : _salesRanks[a.SalesChannel].CompareTo(_salesRanks[b.SalesChannel]);
    }
}
