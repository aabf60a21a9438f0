namespace ClvPipeline;

/// <summary>
/// One thread's part of the segments: sums over the customers as they come, and a small record of each, put by where its value lies, from which percentiles and the
/// tenths by value are found when all are known.
/// </summary>
internal sealed class SegmentVisit : IDisposable
{
    private readonly LocalTime _zone;
    private readonly long _recentFrom, _priorFrom;
    private readonly CoveredMonths _covered;
    private readonly Predictions? _predictions;
    private readonly ISpillStore? _spill;
    private readonly long _bytes;
    private readonly int[] _kept;
    private readonly byte[] _attributes;
    private readonly int[] _codes;
    private int[] _gaps = new int[64];
    private SegmentMeasures _measures;
    private FutureTerms _terms;
    private ISpillFile? _file;

    /// <param name="context">What all datasets share.</param>
    /// <param name="predictions">The models; null where there are none.</param>
    /// <param name="covered">Months that spend has rows for.</param>
    /// <param name="pool">Where memory for records comes from.</param>
    /// <param name="spill">Where records go that memory has no room for.</param>
    /// <param name="bytes">How many bytes of records may be kept in memory.</param>
    public SegmentVisit(IntakeContext context, Predictions? predictions, CoveredMonths covered, SlabPool pool, ISpillStore? spill, long bytes)
    {
        (_zone, _predictions, _covered, _spill, _bytes) = (context.Zone, predictions, covered, spill, bytes);
        var end = context.Zone.DayOf(context.AsOfEnd) + 1;
        (_recentFrom, _priorFrom) = (_zone.StartOfDay(end - YearDays), _zone.StartOfDay(end - 2 * YearDays));
        _kept = [.. context.Attributes.Index().Where(attribute => !attribute.Item.IsLeftOut).Select(attribute => attribute.Index)];
        (_attributes, _codes) = (new byte[_kept.Length], new int[SegmentCodes.Own + _kept.Length]);
        Sets = new ChannelSets(context.Pairs.Channels.Count);
        Sums = [.. _codes.Select(_ => new SegmentSums(predictions is not null))];
        (Customers, Futures, Attributes, Gaps) = (new(ValueParts.Count, pool), new(ValueParts.Count, pool), new(ValueParts.Count, pool), new(ValueParts.Count, pool));
    }

    /// <summary>By dimension, in the order of <see cref="SegmentCodes"/>.</summary>
    public SegmentSums[] Sums { get; }

    /// <summary>What stands behind the numbers of <c>channel_use</c>.</summary>
    public ChannelSets Sets { get; }

    /// <summary>The records, by <see cref="ValueParts"/>.</summary>
    public RowStore<SegmentCustomer> Customers { get; }

    /// <summary>What models say of each of them; empty without a model.</summary>
    public RowStore<SegmentFuture> Futures { get; }

    /// <summary>The attributes of each of them that are not left out.</summary>
    public RowStore<byte> Attributes { get; }

    /// <summary>The gaps of each of them, in days.</summary>
    public RowStore<int> Gaps { get; }

    /// <summary>The first instant that anything is known of: before it nobody can have bought.</summary>
    public long FirstEvent { get; private set; } = long.MaxValue;

    /// <summary>Local days of Y0 and of Y1 each.</summary>
    public static int YearDays => PurchaseHistory.RecentDays;

    public void Dispose() => _file?.Dispose();

    /// <summary>Something is known of this instant.</summary>
    public void See(long instant) => FirstEvent = Math.Min(FirstEvent, instant);

    /// <summary>Adds a customer.</summary>
    /// <param name="buyer">The customer.</param>
    /// <param name="prediction">What is expected of the customer; the default where there is no model.</param>
    /// <param name="orders">The customer's orders, by time.</param>
    /// <param name="channels">The channels of the customer's touchpoints.</param>
    /// <param name="attributes">The customer's attributes, or none of one who is not known.</param>
    public void Add<TKey>(in Buyer<TKey> buyer, in Prediction prediction, ReadOnlySpan<Order> orders, ReadOnlySpan<int> channels, ReadOnlySpan<byte> attributes) where TKey : unmanaged
    {
        See(orders[0].Time);
        var customer = new SegmentCustomer
        {
            Revenue = buyer.Revenue, HistoricProfit = buyer.HistoricProfit, Orders = orders.Length,
            Segment = buyer.Segment, FirstChannel = buyer.FirstChannel, ChannelUse = Sets.Of(channels), SalesChannel = orders[0].SalesChannel,
        };
        if (_gaps.Length < orders.Length) _gaps = new int[orders.Length * 2];
        var prior = false;
        foreach (ref readonly var order in orders)
        {
            if (order.Time >= _recentFrom)
            {
                customer.RecentOrders++;
                customer.RecentRevenue += order.Revenue;
                customer.RecentProfit += order.Profit;
            }
            else if (order.Time >= _priorFrom)
            {
                prior = true;
            }
        }

        var isNew = orders[0].Time >= _recentFrom;
        if (isNew) customer.NewProfit = orders[0].Profit;
        (customer.Gaps, var span) = orders.Length == 1 ? (0, 0) : GapsOf(orders);
        customer.Pack(span, buyer.Cohort, isNew, prior);
        for (var a = 0; a < _kept.Length; a++) _attributes[a] = attributes.Length == 0 ? (byte)1 : attributes[_kept[a]];
        Keep(customer, new SegmentFuture(buyer.ExpectedProfit, buyer.Occasions.MeanSpend, prediction.MarginRate, prediction.Models?.Number ?? 0, prediction.Place), _gaps.AsSpan(0, customer.Gaps));
    }

    // Days between days with an order, and from the first such day to the last.
    private (int Gaps, int SpanDays) GapsOf(ReadOnlySpan<Order> orders)
    {
        var first = _zone.DayOf(orders[0].Time);
        var (count, last) = (0, first);
        foreach (ref readonly var order in orders[1..])
        {
            var day = _zone.DayOf(order.Time);
            if (day > last) (_gaps[count++], last) = (day - last, day);
        }

        return (count, last - first);
    }

    private void Keep(in SegmentCustomer customer, in SegmentFuture future, ReadOnlySpan<int> gaps)
    {
        _measures.Set(customer, future.ExpectedProfit, _covered[customer.Cohort]);
        if (_predictions is not null) _terms = _predictions.Terms(future.Models, future.Place, future.MeanSpend, future.MarginRate);
        SegmentCodes.Fill(_codes, customer, customer.ChannelUse, _attributes);
        for (var d = 0; d < _codes.Length; d++) Sums[d].Add(_codes[d], _measures, gaps, _terms);

        var part = ValueParts.Of(customer.HistoricProfit + future.ExpectedProfit);
        Customers.Add(part, customer);
        if (_predictions is not null) Futures.Add(part, future);
        foreach (var attribute in _attributes) Attributes.Add(part, attribute);
        foreach (var days in gaps) Gaps.Add(part, days);
    }

    /// <summary>Lets records go to disk where they take too much memory.</summary>
    public void MakeRoom()
    {
        if (_spill is null || Customers.Bytes + Futures.Bytes + Attributes.Bytes + Gaps.Bytes <= _bytes) return;
        _file ??= _spill.Create();
        Customers.Spill(_file);
        Futures.Spill(_file);
        Attributes.Spill(_file);
        Gaps.Spill(_file);
    }
}
