using System.Runtime.CompilerServices;

namespace ClvPipeline;

/// <summary>Spreads the values of one settled bucket after another over its journeys, in every mode by every model: one thread's part of the attribution.</summary>
internal sealed class Spreader<TKey> : IDisposable where TKey : unmanaged, IKey<TKey>
{
    private readonly Settlement<TKey> _bucket;
    private readonly IntakeContext _context;
    private readonly IReadOnlyList<Mode> _modes;
    private readonly Mode _firstMode;
    private readonly JourneyCredit _credit;
    private readonly bool _keepBuyers, _keepOrders;
    private readonly Predictions? _predictions;
    private readonly ExpectedProfits? _expected;
    private readonly bool _channelsOnly;
    private readonly int _lastDay;
    private readonly ISpillStore? _spill;
    private readonly long _pathBytes;
    private int[] _rows = [];

    public Spreader(Settlement<TKey> bucket, IntakeContext context, Predictions? predictions, int pathBits, SegmentVisit? segments, SlabPool pool, ISpillStore? spill = null, long pathBytes = long.MaxValue)
        : this(bucket, context, wide: predictions is not null || context.HasSpend)
    {
        _predictions = predictions;
        _keepBuyers = context.Settings.CustomerValue.Limit > 0;
        _keepOrders = _keepBuyers && context.Settings.OrderValue;
        Segments = segments;
        if (context.Settings.ChannelPath) Paths = [.. _modes.Select(_ => ClvPipeline.Paths.Of(context.Pairs.Channels.Count, pathBits, pool))];
        (_spill, _pathBytes) = (spill, pathBytes / _modes.Count);
    }

    /// <summary>For what channels are worth and nothing else: no paths, segments, cohorts or customers.</summary>
    public Spreader(Settlement<TKey> bucket, IntakeContext context, ExpectedProfits? expected) : this(bucket, context, wide: expected is not null) => (_expected, _channelsOnly) = (expected, true);

    private Spreader(Settlement<TKey> bucket, IntakeContext context, bool wide)
    {
        var settings = context.Settings.Attribution;
        (_bucket, _context) = (bucket, context);
        _lastDay = context.Zone.DayOf(context.AsOfEnd);
        _modes = Mode.All(settings);
        _firstMode = Mode.First(settings);
        var models = settings.Models.Select(m => m.Create()).ToArray();
        Cells = new Cells(_modes.Count, models.Length, context.Pairs.Count, wide);
        _credit = new JourneyCredit(models, DirectChannels(context), Cells);
        AtRisk = new AtRiskRanking<TKey>(context);
    }

    public Cells Cells { get; }

    /// <summary>By mode; empty where <c>channel_path</c> is not asked for.</summary>
    public IReadOnlyList<Paths> Paths { get; } = [];

    /// <summary>The buyers, where <c>customer_value</c> is to have rows.</summary>
    public List<Buyer<TKey>> Buyers { get; } = [];

    /// <summary>Their orders, one buyer's behind the other's, where <c>order_value</c> is to have rows.</summary>
    public List<Order> Orders { get; } = [];

    /// <summary>Those of them whom a retention campaign should look at first.</summary>
    public AtRiskRanking<TKey> AtRisk { get; }

    /// <summary>What segments sum of them; null where <c>segment_value</c> is not asked for.</summary>
    public SegmentVisit? Segments { get; }

    public LedgerSums Sums { get; } = new();

    /// <summary>Profit and number of the first orders of the last 365 days.</summary>
    public (Int128 Profit, long Orders) FirstOrders { get; private set; }

    /// <summary>Revenue and profit of buyers' rows that are no order.</summary>
    public (Int128 Revenue, Int128 Profit) NoOrders { get; private set; }

    /// <summary>Revenue and profit of ids without an order.</summary>
    public Int128 RevenueWithoutPurchase { get; private set; }

    public Int128 ProfitWithoutPurchase { get; private set; }

    public void Dispose()
    {
        foreach (var paths in Paths) paths.Dispose();
        Segments?.Dispose();
    }

    /// <summary>By channel: whether it counts as direct.</summary>
    public static bool[] DirectChannels(IntakeContext context)
    {
        var names = context.Settings.Attribution.DirectChannels;
        return [.. Enumerable.Range(0, context.Pairs.Channels.Count).Select(c => names.Contains(context.Pairs.Channels[c], StringComparer.OrdinalIgnoreCase))];
    }

    /// <summary>Spreads the values of the bucket that was settled last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Spread()
    {
        for (var customer = 0; customer < _bucket.Customers; customer++)
        {
            var touches = _bucket.TouchesOf(customer);
            var orders = _bucket.Orders[_bucket.OrdersOf(customer)];
            if (Segments is { } segments && _bucket.Times[touches] is { Length: > 0 } times) segments.See(times[0]);
            if (orders.Length > 0)
            {
                SpreadBuyer(customer, touches, orders);
                continue;
            }

            RevenueWithoutPurchase += _bucket.LeftRevenue[customer];
            ProfitWithoutPurchase += _bucket.LeftProfit[customer];
            for (var mode = 0; mode < Paths.Count; mode++)
            {
                var journey = Journeys.Upto(_bucket.Times[touches], _context.AsOfEnd, _modes[mode].From(_context.AsOfEnd));
                if (journey.Start.Value < journey.End.Value) Paths[mode].Add(_bucket.Channels[touches][journey], converted: false, 0);
            }
        }

        Segments?.MakeRoom();
        if (_spill is null) return;
        foreach (var paths in Paths) paths.MakeRoom(_spill, _pathBytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SpreadBuyer(int customer, Range touches, ReadOnlySpan<Order> orders)
    {
        var buyer = Value(customer, touches, orders, out var prediction);
        if (!_channelsOnly) Sums.Add(buyer);
        Segments?.Add(buyer, prediction, orders, _bucket.Channels[touches], _bucket.AttributesOf(customer));
        NoOrders = (NoOrders.Revenue + _bucket.LeftRevenue[customer], NoOrders.Profit + _bucket.LeftProfit[customer]);
        if (_context.Zone.DayOf(orders[0].Time) > _lastDay - PurchaseHistory.RecentDays) FirstOrders = (FirstOrders.Profit + orders[0].Profit, FirstOrders.Orders + 1);
        if (_keepOrders) Orders.AddRange(orders);
        if (_keepBuyers) Buyers.Add(buyer); // its place there is the one that the ranking was told
        var group = _channelsOnly ? Cells.Group(0, 0) : Cells.Group(buyer.Cohort, buyer.Segment);
        var pairs = _bucket.Pairs[touches];
        if (_rows.Length < pairs.Length) _rows = new int[pairs.Length * 2];
        Cells.FindRows(group, pairs, _rows);
        for (var mode = 0; mode < _modes.Count; mode++)
        {
            if (_modes[mode].Kind == Mode.Of.Order) SpreadOrders(mode, group, touches, orders, buyer, customer);
            else SpreadCustomer(mode, group, touches, orders, buyer);
        }
    }

    private Buyer<TKey> Value(int customer, Range touches, ReadOnlySpan<Order> orders, out Prediction prediction)
    {
        var first = Journeys.Upto(_bucket.Times[touches], orders[0].Time, _firstMode.From(orders[0].Time));
        var channels = _bucket.Channels[touches][first];
        var buyer = new Buyer<TKey>
        {
            Key = _bucket.Keys[customer], Text = _bucket.Texts[customer],
            Segment = _bucket.SegmentOf(customer),
            Cohort = Cohorts.Of(_context.Zone, orders[0].Time),
            FirstOrderAt = orders[0].Time, LastOrderAt = orders[^1].Time, Orders = orders.Length,
            Revenue = _bucket.LeftRevenue[customer], HistoricProfit = _bucket.LeftProfit[customer],
            FirstChannel = channels.Length == 0 ? 0 : channels[0], LastChannel = channels.Length == 0 ? 0 : channels[^1],
        };
        foreach (ref readonly var order in orders)
        {
            buyer.Revenue = checked(buyer.Revenue + order.Revenue);
            buyer.HistoricProfit = checked(buyer.HistoricProfit + order.Profit);
        }

        prediction = default;
        if (_predictions is not null)
        {
            buyer.Occasions = Occasions.UpTo(_context.Zone, orders, _lastDay)!.Value;
            prediction = _predictions.Of(buyer.Occasions, _context.Segments[buyer.Segment], buyer.Revenue, buyer.HistoricProfit);
            (buyer.ExpectedRevenue, buyer.ExpectedProfit) = (prediction.ExpectedRevenue, prediction.ExpectedProfit);
            if (_keepBuyers) AtRisk.Offer(buyer, prediction, Buyers.Count);
        }
        else if (_expected is not null)
        {
            var occasions = Occasions.UpTo(_context.Zone, orders, _lastDay)!.Value;
            (buyer.ExpectedRevenue, buyer.ExpectedProfit) = _expected.Of(occasions, _context.Segments[buyer.Segment], buyer.Revenue, buyer.HistoricProfit);
        }

        return buyer;
    }

    // Acquisition and lifetime: one journey, over which the customer's whole value is spread.
    private void SpreadCustomer(int mode, int group, Range touches, ReadOnlySpan<Order> orders, in Buyer<TKey> buyer)
    {
        var reference = _modes[mode].Kind == Mode.Of.Acquisition ? orders[0].Time : _context.AsOfEnd;
        var range = Journeys.Upto(_bucket.Times[touches], reference, _modes[mode].From(reference));
        var (from, length) = range.GetOffsetAndLength(int.MaxValue);
        var channels = _bucket.Channels[touches][range];
        if (Paths.Count > 0) Paths[mode].Add(channels, converted: true, buyer.Clv);
        Cells.CountTouches(mode, _rows.AsSpan(from, length));
        var values = Amounts.Of(buyer.Revenue, buyer.HistoricProfit, buyer.ExpectedProfit, Credit.One, buyer.Orders * Credit.One, orders[0].Revenue);
        _credit.Spread(mode, _bucket.Times[touches][range], channels, _rows.AsSpan(from, length), Cells.Row(group, 0), values);
    }

    // Order: each order's own profit over its own journey, and what is no order's own (the residual) over all of them, an n-th part each.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SpreadOrders(int mode, int group, Range touches, ReadOnlySpan<Order> orders, in Buyer<TKey> buyer, int customer)
    {
        var residual = Amounts.Of(_bucket.LeftRevenue[customer], _bucket.LeftProfit[customer], buyer.ExpectedProfit, Credit.One, 0, 0);
        var residualClv = checked(_bucket.LeftProfit[customer] + buyer.ExpectedProfit);
        var unattributed = Cells.Row(group, 0);
        var times = _bucket.Times[touches];
        var all = _bucket.Channels[touches];
        var counted = 0;
        var journeys = new OrderJourneys(times, orders, _modes[mode]);
        for (var k = 0; k < orders.Length; k++)
        {
            var (from, length) = journeys.Next();
            var channels = all.Slice(from, length);
            if (Paths.Count > 0)
            {
                var part = Credit.UpTo(residualClv, (double)(k + 1) / orders.Length) - Credit.UpTo(residualClv, (double)k / orders.Length);
                Paths[mode].Add(channels, converted: true, checked(orders[k].Profit + part));
            }

            // Journeys of later orders begin and end no earlier, so what was counted is a front part.
            var fresh = Math.Max(from, counted);
            if (from + length > fresh) Cells.CountTouches(mode, _rows.AsSpan(fresh, from + length - fresh));
            counted = Math.Max(counted, from + length);
            var own = Amounts.Of(orders[k].Revenue, orders[k].Profit, 0, 0, Credit.One, k == 0 ? orders[0].Revenue : 0);
            _credit.Spread(mode, times.Slice(from, length), channels, _rows.AsSpan(from, length), unattributed, own, residual, k, orders.Length);
        }
    }
}
