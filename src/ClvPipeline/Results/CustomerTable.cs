namespace ClvPipeline;

/// <summary>Makes <c>customer_value</c> of the buyers of all threads, sorted by id.</summary>
internal sealed class CustomerTable<TKey>(RunRequest request, IntakeContext context, Predictions? predictions, Buyer<TKey>[] buyers) where TKey : unmanaged, IKey<TKey>
{
    private readonly CustomerIds<TKey> _ids = new(context);

    /// <summary>Places of the buyers who get a row, in the order of the rows.</summary>
    public int[] Order { get; private set; } = [];

    public ResultTable Build()
    {
        var order = Order = context.Settings.CustomerValue.Limit == 0 ? [] : Cut(Sorted());
        var rows = new Columns(order.Length);
        // Customers are far apart in memory, and large: each is looked at once.
        for (var i = 0; i < order.Length; i++) Fill(rows, i, buyers[order[i]]);
        var known = predictions is null ? new byte[order.Length] : null;
        var table = new TableBuilder(Tables.CustomerValue, order.Length).Constant(request.RunId);
        _ids.AddTo(table, rows.Keys, rows.Texts);
        return table
            .Text(rows.Segment, context.Segments.ToArray())
            .Longs(rows.Cohort).Longs(rows.FirstOrderAt).Longs(rows.LastOrderAt).Longs(rows.Orders)
            .Longs(rows.Revenue).Longs(rows.Cogs).Longs(rows.HistoricProfit)
            .Reals(rows.Alive, known).Reals(rows.Purchases, known).Reals(rows.Discounted, known).Reals(rows.Spend, known).Reals(rows.Margin, known)
            .Longs(rows.ExpectedRevenue).Longs(rows.ExpectedProfit).Longs(rows.Clv)
            .Longs(rows.Low, known).Longs(rows.High, known)
            .Text(rows.Status, Prediction.StatusWords).Longs(rows.Next, rows.NextKnown).Longs(rows.Overdue, known)
            .Longs(rows.AtRisk, known).Longs(rows.Retention, known)
            .Text(rows.FirstChannel, context.Pairs.Channels.ToArray()).Text(rows.LastChannel, context.Pairs.Channels.ToArray())
            .Build();
    }

    private void Fill(Columns rows, int i, in Buyer<TKey> buyer)
    {
        (rows.Keys[i], rows.Texts[i], rows.Segment[i], rows.Cohort[i]) = (buyer.Key, buyer.Text, buyer.Segment, Cohorts.FirstDay(buyer.Cohort));
        (rows.FirstOrderAt[i], rows.LastOrderAt[i], rows.Orders[i]) = (buyer.FirstOrderAt, buyer.LastOrderAt, buyer.Orders);
        (rows.Revenue[i], rows.Cogs[i], rows.HistoricProfit[i]) = (buyer.Revenue, checked(buyer.Revenue - buyer.HistoricProfit), buyer.HistoricProfit);
        (rows.ExpectedRevenue[i], rows.ExpectedProfit[i], rows.Clv[i]) = (buyer.ExpectedRevenue, buyer.ExpectedProfit, buyer.Clv);
        (rows.FirstChannel[i], rows.LastChannel[i], rows.Status[i]) = (buyer.FirstChannel, buyer.LastChannel, -1);
        if (predictions is null) return;
        var p = predictions.Of(buyer.Occasions, context.Segments[buyer.Segment], buyer.Revenue, buyer.HistoricProfit);
        (rows.Alive[i], rows.Purchases[i], rows.Discounted[i], rows.Spend[i], rows.Margin[i]) = (p.ProbabilityAlive, p.ExpectedPurchases, p.DiscountedPurchases, p.ExpectedSpend, p.MarginRate);
        (rows.Low[i], rows.High[i]) = Predictions.Interval(buyer.Occasions, p, buyer.HistoricProfit);
        (rows.Status[i], rows.Next[i], rows.NextKnown[i]) = ((int)p.Status, p.ExpectedNextPurchase ?? 0, (byte)(p.ExpectedNextPurchase is null ? 0 : 1));
        (rows.Overdue[i], rows.AtRisk[i], rows.Retention[i]) = (p.DaysOverdue, p.ValueAtRisk, p.MaxRetentionSpend);
    }

    private sealed class Columns(int n)
    {
        public readonly TKey[] Keys = new TKey[n];
        public readonly long[] Texts = new long[n], Cohort = new long[n], FirstOrderAt = new long[n], LastOrderAt = new long[n], Orders = new long[n], Revenue = new long[n], Cogs = new long[n],
            HistoricProfit = new long[n], ExpectedRevenue = new long[n], ExpectedProfit = new long[n], Clv = new long[n], Low = new long[n], High = new long[n], Next = new long[n], Overdue = new long[n],
            AtRisk = new long[n], Retention = new long[n];
        public readonly double[] Alive = new double[n], Purchases = new double[n], Discounted = new double[n], Spend = new double[n], Margin = new double[n];
        public readonly int[] Segment = new int[n], FirstChannel = new int[n], LastChannel = new int[n], Status = new int[n];
        public readonly byte[] NextKnown = new byte[n];
    }

    // The first so many by CLV, and among equals by id; shown in the order of ids all the same.
    private int[] Cut(int[] sorted)
    {
        var limit = context.Settings.CustomerValue.Limit;
        if (sorted.Length <= limit) return sorted;
        return [.. Enumerable.Range(0, sorted.Length).OrderByDescending(i => buyers[sorted[i]].Clv).ThenBy(i => i).Take(limit).Order().Select(i => sorted[i])];
    }

    private int[] Sorted()
    {
        // Sort by the first eight bytes of the id (an integer is its own), then mend the runs of equals.
        var order = Enumerable.Range(0, buyers.Length).ToArray();
        var prefixes = new ulong[buyers.Length];
        for (var i = 0; i < prefixes.Length; i++) prefixes[i] = _ids.Prefix(buyers[i].Key, buyers[i].Text);
        Array.Sort(prefixes, order);
        if (context.Kind == KeyKind.Integer) return order;
        for (int from = 0, to; from < order.Length; from = to)
        {
            for (to = from + 1; to < order.Length && prefixes[to] == prefixes[from]; to++) { }
            if (to - from > 1) order.AsSpan(from, to - from).Sort((a, b) => _ids.Compare(buyers[a].Key, buyers[a].Text, buyers[b].Key, buyers[b].Text));
        }

        return order;
    }
}
