namespace ClvPipeline;

/// <summary>Brings the threads' parts of the attribution together and makes the result tables of them.</summary>
internal static class ResultBuilder
{
    public static RunResults Build<TKey>(Inputs inputs, Intake<TKey> intake, Predictions? predictions, RunRequest request, IReadOnlyList<(Settlement<TKey> Bucket, Spreader<TKey> Spreader)> parts, CancellationToken cancellation)
        where TKey : unmanaged, IKey<TKey>
    {
        var context = intake.Context;
        var (cells, sums) = (parts[0].Spreader.Cells, parts[0].Spreader.Sums);
        foreach (var (_, spreader) in parts.Skip(1))
        {
            cells.Add(spreader.Cells);
            sums.Add(spreader.Sums);
        }

        var buyers = Together(parts.Select(p => p.Spreader.Buyers));
        var counts = intake.Counts;
        foreach (var (bucket, _) in parts)
        {
            counts["touchpoints"].Add(bucket.TouchCounts);
            counts["orders"].Add(bucket.Book.Counts());
            counts["customers"].Add(bucket.CustomerCounts);
        }

        var modes = Mode.All(context.Settings.Attribution).Select(m => m.Name).ToArray();
        var (spend, firstOrders) = (intake.Spend, parts.Aggregate((Profit: Int128.Zero, Orders: 0L), (sum, p) => (sum.Profit + p.Spreader.FirstOrders.Profit, sum.Orders + p.Spreader.FirstOrders.Orders)));
        var tables = new ChannelTables(request, cells, context, spend, NewCustomerValue.Of(firstOrders, predictions?.Margin ?? 0, predictions));
        var summary = tables.ChannelSummary();
        var ledger = new Ledger
        {
            Modes = modes,
            Models = [.. context.Settings.Attribution.Models.Select(m => m.Name)],
            Groups = sums.Groups(context.Segments),
            In = (Sum(parts, p => p.Bucket.Book.RevenueIn), Sum(parts, p => p.Bucket.Book.ProfitIn)),
            WithoutPurchase = (Sum(parts, p => p.Spreader.RevenueWithoutPurchase), Sum(parts, p => p.Spreader.ProfitWithoutPurchase)),
            NoOrders = (Sum(parts, p => p.Spreader.NoOrders.Revenue), Sum(parts, p => p.Spreader.NoOrders.Profit)),
            HorizonMonths = predictions is null ? null : context.Settings.Clv.HorizonMonths,
            RowsRead = inputs.All.ToDictionary(d => d.Name, d => d.Parts.Sum(p => (long)p.Rows)),
            Spend = spend?.Total,
            Moved = request.Earlier is { } earlier ? ChannelClv.Of(cells, context).Minus(ChannelClv.Of(earlier.ChannelSummary)) : null,
            MaxRejectedShare = context.Settings.Quality.MaxRejectedShare,
            HasPaths = context.Settings.ChannelPath,
            HasSegments = context.Settings.SegmentValue,
            EveryCustomerHasARow = context.Settings.CustomerValue.Limit >= sums.Customers,
        };
        var totals = new RunTotals
        {
            Customers = sums.Customers,
            Orders = ledger.Groups.Sum(g => g.Orders),
            Touchpoints = counts["touchpoints"].Rows(Outcomes.Used),
            Revenue = Sum(ledger.Groups, g => g.Revenue),
            HistoricProfit = Sum(ledger.Groups, g => g.HistoricProfit),
            ExpectedProfit = Sum(ledger.Groups, g => g.ExpectedProfit),
            Unattributed = Unattributed(cells),
            ProfitWithoutPurchase = ledger.WithoutPurchase.Profit,
        };
        var customers = new CustomerTable<TKey>(request, context, predictions, buyers);
        return new RunResults(
        [
            tables.ChannelValue(), summary, tables.CampaignSummary(), tables.ChannelMonth(), Segments(),
            customers.Build(), .. Optional(),
            AtRiskTable.Build(request, context, predictions, AtRiskRanking<TKey>.Best([.. parts.Select(p => (p.Spreader.AtRisk, p.Spreader.Buyers))])),
            PathTable.Build(request, modes, [.. parts[0].Spreader.Paths.Select((_, mode) => Rank(mode))]),
            ModelTables.Fits(request, predictions),
            ModelTables.Backtests(request, predictions),
            ModelTables.Calibrations(request, predictions),
            IntakeTables.Counts(request, [.. inputs.All.SelectMany(d => counts[d.Name].Of(d.Name))]),
            IntakeTables.Rejected(request, intake.Rejected),
        ], ledger, totals) { Remarks = [.. context.Attributes.Where(attribute => attribute.IsLeftOut).Select(attribute => attribute.Remark)] };

        ResultTable Segments()
        {
            SegmentVisit[] visits = [.. parts.Select(p => p.Spreader.Segments).OfType<SegmentVisit>()];
            if (visits.Length == 0) return TableBuilder.Empty(Tables.SegmentValue);
            var dimensions = new SegmentRanking(visits, context.Pairs.Channels, predictions, new CoveredMonths(spend)).Dimensions(context, cancellation);
            return new SegmentTable(request, context, predictions, spend, visits.Min(visit => visit.FirstEvent)).Build(dimensions);
        }

        // Of the same customers as customer_value, which is made before them.
        IEnumerable<ResultTable> Optional()
        {
            if (context.Settings.CustomerHorizon) yield return new HorizonTable<TKey>(request, context, predictions, parts.Count).Build(buyers, customers.Order, cancellation);
            if (context.Settings.OrderValue) yield return new OrderTable<TKey>(request, context).Build(buyers, Together(parts.Select(p => p.Spreader.Orders)), customers.Order);
        }

        PathRanking Rank(int mode) => parts[0].Spreader.Paths[mode].Rank([.. parts.Select(p => p.Spreader.Paths[mode])], context.Pairs.Channels, cancellation);
    }

    private static T[] Together<T>(IEnumerable<List<T>> lists)
    {
        var all = new T[lists.Sum(list => list.Count)];
        var done = 0;
        foreach (var list in lists)
        {
            list.CopyTo(all, done);
            done += list.Count;
        }

        return all;
    }

    // In the first mode; alike for all models, so the first one's.
    private static Int128 Unattributed(Cells cells)
    {
        var sum = Int128.Zero;
        for (var row = 0; row < cells.Rows.Count; row++)
            if (cells.Rows[row].Pair == 0) sum += cells.Value(row, 0, 0, Measure.Clv);
        return sum;
    }

    private static Int128 Sum<T>(IEnumerable<T> items, Func<T, Int128> value) => items.Aggregate(Int128.Zero, (sum, item) => sum + value(item));
}
