namespace ClvPipeline;

/// <summary>What the models learn from: the orders of all customers, counted. Made in a pass of its own over the buckets, before any value is spread.</summary>
internal sealed class PurchaseHistory
{
    /// <summary>Local days of the year that ends with the as-of date.</summary>
    public const int RecentDays = 365;

    public required TripletTable Triplets { get; init; }

    public required SpendTable Spend { get; init; }

    /// <summary>Segments that are large enough for fits of their own, by name; none where the settings want one fit for all.</summary>
    public required IReadOnlyList<SegmentHistory> Large { get; init; }

    /// <summary>All customers by segment; null where there is one fit for all.</summary>
    public required SegmentTriplets? BySegment { get; init; }

    /// <summary>The same customers then and now, for <c>auto</c> and the backtest; null where the settings name the model.</summary>
    public required HoldoutTable? Holdout { get; init; }

    /// <summary>By segment's name.</summary>
    public required IReadOnlyDictionary<string, SegmentPace> Paces { get; init; }

    /// <summary>Of all segments together.</summary>
    public required SegmentPace Overall { get; init; }

    /// <summary>Mean revenue of first occasions, in units of the currency: what is left to go by where nobody came back.</summary>
    public required double MeanFirstSpend { get; init; }

    /// <summary>The number of a segment by its name, where segments are kept apart.</summary>
    private IReadOnlyDictionary<string, int> Numbers { get; init; } = new Dictionary<string, int>();

    /// <summary>The customers of a segment; null where segments are not kept apart, or it has none.</summary>
    public TripletTable? TripletsOf(string segment) => BySegment is not null && Numbers.TryGetValue(segment, out var number) ? BySegment.Of(other => other == number) : null;

    public static PurchaseHistory Summarise<TKey>(Intake<TKey> intake, int threads, IProgressSink progress, CancellationToken cancellation, bool? withHoldout = null) where TKey : unmanaged, IKey<TKey>
    {
        var auto = withHoldout ?? intake.Context.Settings.Clv.Model == "auto";
        progress.Begin("history", auto ? 2L * intake.Buckets : intake.Buckets, "buckets");
        threads = Math.Max(1, Math.Min(threads, intake.Buckets));
        var parts = new Part<TKey>[threads];
        for (var i = 0; i < threads; i++) parts[i] = new Part<TKey>(intake);
        Workers.Run(threads, intake.Buckets, (thread, bucket) => { parts[thread].Count(bucket); progress.Advance(1); }, cancellation);
        foreach (var other in parts.Skip(1)) parts[0].Add(other);
        var all = parts[0];
        var (names, bySegment) = (intake.Context.Segments, all.Triplets.ToTriplets());
        var triplets = bySegment.Of(_ => true);
        // Numbers of segments tell in what order they were met: names decide.
        var large = bySegment.Sizes().Where(size => all.Apart && size.Repeaters >= SegmentFits.Repeaters)
            .OrderByDescending(size => size.Customers).ThenBy(size => names[size.Segment], Utf8Order.Instance).Take(SegmentFits.Most).Select(size => size.Segment)
            .OrderBy(segment => names[segment], Utf8Order.Instance).ToArray();
        var (spend, spendOfLarge) = all.Spend.ToTables(large);

        return new PurchaseHistory
        {
            Triplets = triplets,
            Spend = spend,
            Large = [.. large.Select((segment, i) => new SegmentHistory(segment, names[segment], bySegment.Of(other => other == segment), spendOfLarge[i]))],
            BySegment = all.Apart ? bySegment : null,
            Numbers = all.Apart ? bySegment.Sizes().ToDictionary(size => names[size.Segment], size => size.Segment) : new Dictionary<string, int>(),
            Holdout = auto ? Split(HoldoutCounter.DaysOf(triplets.LongestAgeDays)) : null,
            Paces = all.Paces.Index().ToDictionary(p => intake.Context.Segments[p.Index], p => p.Item.Pace),
            Overall = all.Paces.Aggregate(new PaceSums(), (sum, pace) => { sum.Add(pace); return sum; }).Pace,
            MeanFirstSpend = triplets.TotalCustomers == 0 ? 0 : (double)all.FirstRevenue / Micros.PerUnit / triplets.TotalCustomers,
        };

        // The part of the history that models are judged by is known only when all of it was seen: hence a second pass.
        HoldoutTable Split(int days)
        {
            var holdouts = new HoldoutCounter[threads];
            for (var i = 0; i < threads; i++) holdouts[i] = new HoldoutCounter(days);
            Workers.Run(threads, intake.Buckets, (thread, bucket) => { parts[thread].Split(bucket, days, holdouts[thread]); progress.Advance(1); }, cancellation);
            foreach (var other in holdouts.Skip(1)) holdouts[0].Add(other);
            return holdouts[0].ToTable();
        }
    }

    /// <summary>One thread's counts.</summary>
    private sealed class Part<TKey>(Intake<TKey> intake) where TKey : unmanaged, IKey<TKey>
    {
        private readonly Settlement<TKey> _bucket = new(intake);
        private readonly LocalTime _zone = intake.Context.Zone;
        private readonly int _lastDay = intake.Context.Zone.DayOf(intake.Context.AsOfEnd);

        /// <summary>Whether segments are kept apart; otherwise all stand under 0.</summary>
        public bool Apart { get; } = intake.Context.Settings.Clv.Fits == "segments" && intake.Context.Segments.Count > 1;

        public SegmentTripletCounter Triplets { get; } = new();

        public SpendCounter Spend { get; } = new();

        public PaceSums[] Paces { get; } = new PaceSums[intake.Context.Segments.Count];

        public Int128 FirstRevenue { get; private set; }

        public void Count(int bucket)
        {
            _bucket.SettleOrders(bucket);
            for (var customer = 0; customer < _bucket.Customers; customer++)
            {
                var orders = _bucket.Orders[_bucket.OrdersOf(customer)];
                if (Occasions.UpTo(_zone, orders, _lastDay) is not { } occasions) continue;
                var segment = Apart ? _bucket.SegmentOf(customer) : 0;
                Triplets.Add(segment, occasions.Triplet);
                if (occasions.Triplet.Repeats > 0) Spend.Add(occasions.Triplet.Repeats, occasions.RepeatRevenue, segment);
                FirstRevenue += occasions.FirstRevenue;
                ref var pace = ref Paces[_bucket.SegmentOf(customer)];
                foreach (ref readonly var order in orders) pace.Add(order, recent: _zone.DayOf(order.Time) > _lastDay - RecentDays);
            }
        }

        public void Split(int bucket, int days, HoldoutCounter holdout)
        {
            _bucket.SettleOrders(bucket);
            for (var customer = 0; customer < _bucket.Customers; customer++)
            {
                var orders = _bucket.Orders[_bucket.OrdersOf(customer)];
                if (Occasions.UpTo(_zone, orders, _lastDay - days) is { } before) holdout.Add(before.Triplet, Occasions.UpTo(_zone, orders, _lastDay)!.Value.Triplet);
            }
        }

        public void Add(Part<TKey> other)
        {
            Triplets.Add(other.Triplets);
            Spend.Add(other.Spend);
            FirstRevenue += other.FirstRevenue;
            for (var i = 0; i < Paces.Length; i++) Paces[i].Add(other.Paces[i]);
        }
    }
}

/// <summary>What the models learn of one segment.</summary>
/// <param name="Number">The segment's number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Triplets">Its customers' triplets.</param>
/// <param name="Spend">What its repeat customers spend.</param>
internal sealed record SegmentHistory(int Number, string Name, TripletTable Triplets, SpendTable Spend);
