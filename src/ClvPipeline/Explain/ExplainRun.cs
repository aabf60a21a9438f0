namespace ClvPipeline;

/// <summary>Reads the inputs for one customer only and explains it.</summary>
internal static class ExplainRun
{
    public static Explanation? Of<TKey>(Inputs inputs, IntakeContext context, DateOnly asOf, string customerId, RunOptions options, IProgressSink progress, CancellationToken cancellation)
        where TKey : unmanaged, IKey<TKey>
    {
        var key = (TKey)Ids.Key(customerId, context.Kind);
        using var intake = Intake<TKey>.Read(inputs, context, options with { BucketBits = 0 }, key, progress, cancellation);
        List<ExplainedTouch> touches = [], others = [];
        var sales = new List<ExplainedSale>();
        var bucket = new Settlement<TKey>(intake)
        {
            TraceTouch = (touch, outcome) => (outcome == Outcomes.Used ? touches : others).Add(ShowTouch(touch, outcome, outcome == Outcomes.Used ? touches.Count + 1 : null)),
            TraceSale = (sale, reason) => sales.Add(Show(sale, reason == Outcomes.Repeated ? reason : Outcomes.Used, reason == Outcomes.Repeated ? "" : reason)),
        };
        bucket.Settle(0);
        foreach (var worker in intake.Workers)
        {
            others.AddRange(worker.LaterTouches.Select(t => ShowTouch(t, Outcomes.NotVisible, null)));
            sales.AddRange(worker.LaterSales.Select(s => Show(s, Outcomes.NotVisible, "")));
        }

        var rejected = intake.Rejected;
        if (bucket.Customers == 0 && others.Count == 0 && sales.Count == 0 && rejected.Count == 0) return null;
        var orders = bucket.Customers == 0 ? [] : bucket.Orders[bucket.OrdersOf(0)].ToArray();
        var predictions = orders.Length == 0 || context.Settings.Clv.Model == "none" ? null : OfEverybody<TKey>(inputs, context, asOf, options, progress, cancellation);
        var explainer = new Explainer<TKey>(bucket, context, predictions);
        var values = bucket.Customers == 0 ? default : explainer.Values(0, orders);
        return new Explanation
        {
            CustomerId = Ids.Normal(customerId, context.Kind),
            Segment = context.Segments[bucket.Customers == 0 ? context.SegmentOfUnknown : bucket.SegmentOf(0)],
            CohortDay = orders.Length == 0 ? null : Cohorts.FirstDay(Cohorts.Of(context.Zone, orders[0].Time)),
            Touches = [.. touches, .. others.OrderBy(t => t.At)],
            OrderRows = [.. sales.OrderBy(s => s.At)],
            Orders = [.. orders.Select(o => new ExplainedOrder(Ids.Show(o.Id, context.OrderIds, context.Texts), o.Time, o.Revenue, o.Profit))],
            NotOrders = bucket.Customers == 0 ? default : (bucket.LeftRevenue[0], bucket.LeftProfit[0]),
            Rejected = rejected,
            Revenue = values.Revenue,
            HistoricProfit = values.HistoricProfit,
            ExpectedProfit = values.ExpectedProfit,
            Forecast = orders.Length == 0 ? null : explainer.ForecastOf(0),
            Journeys = orders.Length == 0 ? [] : [.. explainer.JourneysOf(0)],
        };

        ExplainedTouch ShowTouch(Touch touch, string outcome, int? number)
        {
            var (channel, campaign) = context.Pairs[TouchTag.Pair(touch.Tag)];
            var id = TouchTag.HasId(touch.Tag) ? Ids.Show(touch.Id, context.TouchIds, context.Texts) : null;
            return new ExplainedTouch(number, touch.Time, context.Pairs.Channels[channel], context.Pairs.Campaigns[campaign], id, outcome);
        }

        ExplainedSale Show(Sale sale, string outcome, string reason) =>
            new(Ids.Show(sale.Id, context.OrderIds, context.Texts), sale.Time, sale.Revenue, sale.CogsKnown ? sale.Cogs : null, outcome, reason);
    }

    // One customer's future depends on what all customers did: their orders are read once more, for the models alone.
    private static Predictions? OfEverybody<TKey>(Inputs inputs, IntakeContext context, DateOnly asOf, RunOptions options, IProgressSink progress, CancellationToken cancellation)
        where TKey : unmanaged, IKey<TKey>
    {
        var orders = inputs with { Touchpoints = new NoRows(inputs.Touchpoints.Name) };
        using var intake = Intake<TKey>.Read(orders, new IntakeContext(orders, context.Settings, asOf), options, null, progress, cancellation);
        return Predictions.Fit(intake, options.Threads, progress, cancellation);
    }

    private sealed record NoRows(string Name) : IDataset
    {
        public string? TimeZone => null;

        public IReadOnlyList<IPart> Parts => [];
    }
}
