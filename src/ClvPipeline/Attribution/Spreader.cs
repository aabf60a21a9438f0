namespace ClvPipeline;

/// <summary>Spreads the values of one settled bucket after another over its journeys, in every mode by every model: one thread's part of the attribution.</summary>
internal sealed class Spreader<TKey> where TKey : unmanaged, IKey<TKey>
{
    private readonly Settlement<TKey> _bucket;
    private readonly IntakeContext _context;
    private readonly IReadOnlyList<Mode> _modes;
    private readonly Mode _firstMode;
    private readonly CreditModel[] _models;
    private readonly bool[] _direct;
    private static readonly double[] WinnerTakesAll = [1];
    private int[] _rows = [];
    private double[] _upTo = [];

    public Spreader(Settlement<TKey> bucket, IntakeContext context)
    {
        var settings = context.Settings.Attribution;
        (_bucket, _context) = (bucket, context);
        _modes = Mode.All(settings);
        _firstMode = Mode.First(settings);
        _models = [.. settings.Models.Select(m => m.Create())];
        _direct = DirectChannels(context);
        Cells = new Cells(_modes.Count, _models.Length, context.Pairs.Count);
        Paths = [.. _modes.Select(_ => new Paths())];
    }

    public Cells Cells { get; }

    /// <summary>By mode.</summary>
    public IReadOnlyList<Paths> Paths { get; }

    public List<Buyer<TKey>> Buyers { get; } = [];

    /// <summary>Revenue and profit of ids without an order.</summary>
    public Int128 RevenueWithoutPurchase { get; private set; }

    public Int128 ProfitWithoutPurchase { get; private set; }

    /// <summary>By channel: whether it counts as direct.</summary>
    public static bool[] DirectChannels(IntakeContext context)
    {
        var names = context.Settings.Attribution.DirectChannels;
        return [.. Enumerable.Range(0, context.Pairs.Channels.Count).Select(c => names.Contains(context.Pairs.Channels[c], StringComparer.OrdinalIgnoreCase))];
    }

    /// <summary>Spreads the values of the bucket that was settled last.</summary>
    public void Spread()
    {
        for (var customer = 0; customer < _bucket.Customers; customer++)
        {
            var touches = _bucket.TouchesOf(customer);
            var orders = _bucket.Orders[_bucket.OrdersOf(customer)];
            if (orders.Length > 0)
            {
                SpreadBuyer(customer, touches, orders);
                continue;
            }

            RevenueWithoutPurchase += _bucket.LeftRevenue[customer];
            ProfitWithoutPurchase += _bucket.LeftProfit[customer];
            for (var mode = 0; mode < _modes.Count; mode++)
            {
                var journey = Journeys.Upto(_bucket.Times[touches], _context.AsOfEnd, _modes[mode].From(_context.AsOfEnd));
                if (journey.Start.Value < journey.End.Value) Paths[mode].Add(_bucket.Channels[touches][journey], converted: false, 0);
            }
        }
    }

    private void SpreadBuyer(int customer, Range touches, ReadOnlySpan<Order> orders)
    {
        var buyer = Value(customer, touches, orders);
        Buyers.Add(buyer);
        var group = Cells.Group(buyer.Cohort, buyer.Segment);
        var pairs = _bucket.Pairs[touches];
        if (_rows.Length < pairs.Length) (_rows, _upTo) = (new int[pairs.Length * 2], new double[pairs.Length * 2]);
        for (var i = 0; i < pairs.Length; i++) _rows[i] = Cells.Row(group, pairs[i]);
        for (var mode = 0; mode < _modes.Count; mode++)
        {
            if (_modes[mode].Kind == Mode.Of.Order) SpreadOrders(mode, group, touches, orders, buyer, customer);
            else SpreadCustomer(mode, group, touches, orders, buyer);
        }
    }

    private Buyer<TKey> Value(int customer, Range touches, ReadOnlySpan<Order> orders)
    {
        var first = Journeys.Upto(_bucket.Times[touches], orders[0].Time, _firstMode.From(orders[0].Time));
        var channels = _bucket.Channels[touches][first];
        var buyer = new Buyer<TKey>
        {
            Key = _bucket.Keys[customer], Text = _bucket.Texts[customer],
            Segment = _bucket.Segments[customer] < 0 ? _context.SegmentOfUnknown : _bucket.Segments[customer],
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

        return buyer;
    }

    // Acquisition and lifetime: one journey, over which the customer's whole value is spread.
    private void SpreadCustomer(int mode, int group, Range touches, ReadOnlySpan<Order> orders, in Buyer<TKey> buyer)
    {
        var reference = _modes[mode].Kind == Mode.Of.Acquisition ? orders[0].Time : _context.AsOfEnd;
        var range = Journeys.Upto(_bucket.Times[touches], reference, _modes[mode].From(reference));
        var (from, length) = range.GetOffsetAndLength(int.MaxValue);
        var channels = _bucket.Channels[touches][range];
        Paths[mode].Add(channels, converted: true, buyer.Clv);
        CountTouches(mode, from, length);
        var journey = new Journey(_bucket.Times[touches][range], channels, _direct);
        for (var model = 0; model < _models.Length; model++)
        {
            var cell = Cells.Cell(mode, model);
            var rows = Claim(_models[model], journey, from, out var upTo);
            if (rows.Length == 0) AddValues(Cells.Row(group, 0) + cell, buyer);
            else if (rows.Length == 1) AddValues(rows[0] + cell, buyer);
            else
            {
                Credit.Spread(buyer.Revenue, upTo, rows, Cells.Data, cell + Measure.Revenue);
                Credit.Spread(buyer.HistoricProfit, upTo, rows, Cells.Data, cell + Measure.HistoricProfit);
                Credit.Spread(buyer.ExpectedProfit, upTo, rows, Cells.Data, cell + Measure.ExpectedProfit);
                Credit.Spread(buyer.Clv, upTo, rows, Cells.Data, cell + Measure.Clv);
                Credit.Spread(Credit.One, upTo, rows, Cells.Data, cell + Measure.Customers);
                Credit.Spread(buyer.Orders * Credit.One, upTo, rows, Cells.Data, cell + Measure.Orders);
            }
        }
    }

    // Order: each order's own profit over its own journey, and what is no order's own (the residual) over all of them, an n-th part each.
    private void SpreadOrders(int mode, int group, Range touches, ReadOnlySpan<Order> orders, in Buyer<TKey> buyer, int customer)
    {
        var residual = new Residual(_bucket.LeftRevenue[customer], _bucket.LeftProfit[customer], buyer.ExpectedProfit);
        var unattributed = Cells.Row(group, 0);
        var times = _bucket.Times[touches];
        var counted = 0;
        for (var k = 0; k < orders.Length; k++)
        {
            var range = Journeys.ForOrder(times, orders, k, _modes[mode]);
            var (from, length) = range.GetOffsetAndLength(int.MaxValue);
            var channels = _bucket.Channels[touches][range];
            Paths[mode].Add(channels, converted: true, checked(orders[k].Profit + residual.ClvPart(k, orders.Length)));
            // Journeys of later orders begin and end no earlier, so what was counted is a front part.
            var fresh = Math.Max(from, counted);
            if (from + length > fresh) CountTouches(mode, fresh, from + length - fresh);
            counted = Math.Max(counted, from + length);
            var journey = new Journey(times[range], channels, _direct);
            for (var model = 0; model < _models.Length; model++)
            {
                var cell = Cells.Cell(mode, model);
                var rows = Claim(_models[model], journey, from, out var upTo);
                SpreadOrder(orders[k], upTo, rows, unattributed, cell);
                residual.Spread(k, orders.Length, upTo, rows, unattributed, Cells.Data, cell);
            }
        }
    }

    private void SpreadOrder(in Order order, ReadOnlySpan<double> upTo, ReadOnlySpan<int> rows, int unattributed, int cell)
    {
        var data = Cells.Data;
        if (rows.Length == 0)
        {
            data[unattributed + cell + Measure.Revenue] += order.Revenue;
            data[unattributed + cell + Measure.HistoricProfit] += order.Profit;
            data[unattributed + cell + Measure.Clv] += order.Profit;
            data[unattributed + cell + Measure.Orders] += Credit.One;
            return;
        }

        Credit.Spread(order.Revenue, upTo, rows, data, cell + Measure.Revenue);
        Credit.Spread(order.Profit, upTo, rows, data, cell + Measure.HistoricProfit);
        Credit.Spread(order.Profit, upTo, rows, data, cell + Measure.Clv);
        Credit.Spread(Credit.One, upTo, rows, data, cell + Measure.Orders);
    }

    // The rows that share in a journey that begins at touch `from`, and the running sums of their shares: for a single-touch model the winner alone.
    private ReadOnlySpan<int> Claim(CreditModel model, in Journey journey, int from, out ReadOnlySpan<double> upTo)
    {
        upTo = WinnerTakesAll;
        if (journey.Length == 0) return [];
        if (model is SingleTouchModel single) return _rows.AsSpan(from + single.Winner(journey), 1);
        var sums = _upTo.AsSpan(0, journey.Length);
        model.Accumulate(journey, sums);
        upTo = sums;
        return _rows.AsSpan(from, journey.Length);
    }

    private void CountTouches(int mode, int from, int length)
    {
        var place = Cells.Touchpoints(mode);
        foreach (var row in _rows.AsSpan(from, length)) Cells.Data[row + place]++;
    }

    private void AddValues(int at, in Buyer<TKey> buyer)
    {
        var data = Cells.Data;
        data[at + Measure.Revenue] += buyer.Revenue;
        data[at + Measure.HistoricProfit] += buyer.HistoricProfit;
        data[at + Measure.ExpectedProfit] += buyer.ExpectedProfit;
        data[at + Measure.Clv] += buyer.Clv;
        data[at + Measure.Customers] += Credit.One;
        data[at + Measure.Orders] += buyer.Orders * Credit.One;
    }
}
