using System.Runtime.CompilerServices;

namespace ClvPipeline;

/// <summary>
/// One bucket, settled: its customers numbered, their touchpoints sorted and freed of repeats and of those without consent, their orders netted.
/// The arrays belong to one thread and are used again for the next bucket.
/// </summary>
internal sealed class Settlement<TKey>(Intake<TKey> intake) where TKey : unmanaged, IKey<TKey>
{
    private readonly IntakeContext _context = intake.Context;
    private readonly KeyIndex<TKey> _index = new();
    private readonly OrderBook _book = new(intake.Context);
    private readonly TouchOrder _touchOrder = new(Ids(intake.Context), intake.Context.Pairs.Ranks());
    private readonly TouchRepeats _repeats = new(Ids(intake.Context));
    private readonly int[] _channelOfPair = intake.Context.Pairs.ChannelOfPair();
    private readonly int _none = intake.Context.Segments.Own(Names.None);
    private readonly int[] _segmentRanks = intake.Context.Segments.Ranks();
    private readonly int[][] _attributeRanks = [.. intake.Context.Attributes.Select(attribute => attribute.IsLeftOut ? [] : attribute.Ranks())];

    private int[] _customerOfRow = [], _touchStart = [], _saleStart = [], _touchEnd = [], _orderEnd = [], _known = [], _pairs = [], _channels = [];
    private long[] _times = [], _texts = [], _leftRevenue = [], _leftProfit = [];
    private TouchRow<TKey>[] _touchRows = [];
    private OrderRow<TKey>[] _saleRows = [];
    private CustomerRow<TKey>[] _knownRows = [];
    private byte[] _attributes = [];
    private long[] _touchIds = [];
    private Touch[] _touches = [], _scratch = [];
    private bool[] _repeated = [];
    private Sale[] _sales = [];
    private Order[] _orders = [];
    private long _used, _newestUsed;

    /// <summary>The number of customers in the bucket, buyers or not.</summary>
    public int Customers { get; private set; }

    public TKey[] Keys => _index.Keys;

    /// <summary>By customer: a reference to the text of the id (text ids of customers with order rows only).</summary>
    public ReadOnlySpan<long> Texts => _texts;

    /// <summary>By touchpoint: when, in microseconds.</summary>
    public ReadOnlySpan<long> Times => _times;

    /// <summary>By touchpoint: its pair of channel and campaign.</summary>
    public ReadOnlySpan<int> Pairs => _pairs;

    /// <summary>By touchpoint: its channel.</summary>
    public ReadOnlySpan<int> Channels => _channels;

    public ReadOnlySpan<Order> Orders => _orders;

    /// <summary>By customer: revenue of rows that are no order.</summary>
    public ReadOnlySpan<long> LeftRevenue => _leftRevenue;

    /// <summary>By customer: profit of rows that are no order.</summary>
    public ReadOnlySpan<long> LeftProfit => _leftProfit;

    /// <summary>What became of the rows, by dataset, over all buckets so far.</summary>
    public OutcomeCounts TouchCounts { get; } = new();

    public OutcomeCounts CustomerCounts { get; } = new();

    public OrderBook Book => _book;

    /// <summary>Told of each touchpoint and order row and what became of it; only for explaining a single customer.</summary>
    public Action<Touch, string>? TraceTouch { get; init; }

    public Action<Sale, string>? TraceSale { get; init; }

    /// <summary>The touchpoints of a customer: places in <see cref="Times"/>.</summary>
    public Range TouchesOf(int customer) => _touchStart[customer].._touchEnd[customer];

    /// <summary>The orders of a customer: places in <see cref="Orders"/>.</summary>
    public Range OrdersOf(int customer) => _saleStart[customer].._orderEnd[customer];

    /// <summary>The segment of a customer, known or not.</summary>
    public int SegmentOf(int customer) => _known[customer] < 0 ? _context.SegmentOfUnknown : _knownRows[_known[customer]].Segment;

    /// <summary>The attributes of a customer by number, in the order of <see cref="IntakeContext.Attributes"/>; empty for one who is not known.</summary>
    public ReadOnlySpan<byte> AttributesOf(int customer) => _known[customer] < 0 ? [] : RowAttributes(_known[customer]);

    public void Settle(int bucket) => Settle(bucket, withTouches: true);

    /// <summary>The bucket's orders alone, for what has to be known of all customers before any journey is looked at.</summary>
    public void SettleOrders(int bucket) => Settle(bucket, withTouches: false);

    private void Settle(int bucket, bool withTouches)
    {
        _index.Clear();
        var sales = Gather(ref _saleRows, bucket, w => w.Orders);
        var touches = withTouches ? Gather(ref _touchRows, bucket, w => w.Touches) : 0;
        // Ids come in a store of their own, in the order of the touches: shops without them do not carry eight bytes a row for nothing.
        if (withTouches && _context.HasTouchIds) Gather(ref _touchIds, bucket, w => w.TouchIds);
        if (intake.HoldsLater) (sales, touches) = (LaterRows.Drop(_saleRows.AsSpan(0, sales), _context.AsOfEnd), LaterRows.Drop(_touchRows.AsSpan(0, touches), _context.HasTouchIds ? _touchIds : [], _context.AsOfEnd));
        var known = Gather(ref _knownRows, bucket, w => w.Customers);
        NumberRows(sales, touches, known);
        Customers = _index.Count;
        Gather(ref _attributes, bucket, w => w.Attributes);
        TakeCustomers(sales + touches, known);
        if (withTouches)
        {
            GroupTouches(sales, touches);
            (_used, _newestUsed) = (0, long.MinValue);
            SettleTouches();
        }

        GroupSales(sales);
        for (var customer = 0; customer < Customers; customer++) NetOrders(customer);
    }

    // The bucket's rows of all threads, one behind the other, wherever they were kept.
    private int Gather<T>(ref T[] rows, int bucket, Func<IntakeWorker<TKey>, RowStore<T>> store) where T : unmanaged
    {
        var count = 0;
        foreach (var worker in intake.Workers) count += store(worker).Count(bucket);
        Grow(ref rows, count);
        var done = 0;
        foreach (var worker in intake.Workers) done += store(worker).CopyTo(bucket, rows.AsSpan(done));
        return count;
    }

    // By row, in the order sales, touches, customers: the number of its customer.
    private void NumberRows(int sales, int touches, int known)
    {
        Grow(ref _customerOfRow, sales + touches + known);
        _index.Number<OrderRow<TKey>>(_saleRows.AsSpan(0, sales), _customerOfRow);
        _index.Number<TouchRow<TKey>>(_touchRows.AsSpan(0, touches), _customerOfRow.AsSpan(sales));
        _index.Number<CustomerRow<TKey>>(_knownRows.AsSpan(0, known), _customerOfRow.AsSpan(sales + touches));
    }

    // By customer: the row of customers that stays, or -1.
    private void TakeCustomers(int firstRow, int rows)
    {
        Grow(ref _known, Customers);
        _known.AsSpan(0, Customers).Fill(-1);
        var distinct = 0;
        for (var i = 0; i < rows; i++)
        {
            ref var known = ref _known[_customerOfRow[firstRow + i]];
            if (known < 0) distinct++;
            if (known < 0 || Compare(i, known) < 0) known = i;
        }

        CustomerCounts.Add(Outcomes.Used, "", distinct);
        CustomerCounts.Add(Outcomes.Repeated, "", rows - distinct);
    }

    // The smallest stays, by segment and then by each attribute; a blank one, which is (none), is smaller than every name.
    private int Compare(int row, int other)
    {
        var order = Rank(_knownRows[row].Segment).CompareTo(Rank(_knownRows[other].Segment));
        for (var a = 0; order == 0 && a < _attributeRanks.Length; a++)
            if (_attributeRanks[a] is { Length: > 0 } ranks) order = ranks[RowAttributes(row)[a]].CompareTo(ranks[RowAttributes(other)[a]]);
        return order;
    }

    private int Rank(int segment) => segment == _none ? -1 : _segmentRanks[segment];

    private ReadOnlySpan<byte> RowAttributes(int row) => _attributes.AsSpan(row * _attributeRanks.Length, _attributeRanks.Length);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GroupTouches(int firstRow, int rows)
    {
        Grow(ref _touches, rows);
        Grow(ref _repeated, rows);
        Grow(ref _times, rows);
        Grow(ref _pairs, rows);
        Grow(ref _channels, rows);
        CountRows(ref _touchStart, ref _touchEnd, firstRow, rows);
        var customers = _customerOfRow.AsSpan(firstRow, rows);
        var (touches, ends) = (_touches, _touchEnd);
        for (var i = 0; i < customers.Length; i++)
        {
            ref readonly var row = ref _touchRows[i];
            touches[ends[customers[i]]++] = new Touch(row.Time, _context.HasTouchIds ? _touchIds[i] : 0, row.Tag);
        }
    }

    private void GroupSales(int rows)
    {
        Grow(ref _sales, rows);
        Grow(ref _orders, rows);
        Grow(ref _texts, Customers);
        Grow(ref _leftRevenue, Customers);
        Grow(ref _leftProfit, Customers);
        CountRows(ref _saleStart, ref _orderEnd, 0, rows);
        for (var i = 0; i < rows; i++)
        {
            var customer = _customerOfRow[i];
            _sales[_orderEnd[customer]++] = _saleRows[i].Sale;
            _texts[customer] = _saleRows[i].CustomerText;
        }
    }

    // A counting sort's first half: where each customer's rows begin; `end` starts there too and moves on as rows are put in.
    private void CountRows(ref int[] start, ref int[] end, int firstRow, int rows)
    {
        Grow(ref start, Customers + 1);
        Grow(ref end, Customers + 1);
        start.AsSpan(0, Customers + 1).Clear();
        foreach (var customer in _customerOfRow.AsSpan(firstRow, rows)) start[customer + 1]++;
        for (var customer = 0; customer < Customers; customer++) start[customer + 1] += start[customer];
        start.AsSpan(0, Customers).CopyTo(end);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SettleTouches()
    {
        var oneByOne = _context.HasTouchIds || TraceTouch is not null;
        for (var customer = 0; customer < Customers; customer++)
        {
            var (from, to) = (_touchStart[customer], _touchEnd[customer]);
            if (from == to) continue;
            var touches = _touches.AsSpan(from, to - from);
            _touchOrder.Sort(touches, Scratch(touches.Length));
            var end = from + (oneByOne ? KeepOneByOne(touches, from) : Keep(touches, from));
            _touchEnd[customer] = end;
            if (end == from) continue;
            _used += end - from;
            _newestUsed = Math.Max(_newestUsed, _times[end - 1]);
        }

        TouchCounts.Add(Outcomes.Used, "", _used, _newestUsed);
    }

    private Span<Touch> Scratch(int touches)
    {
        if (touches <= TouchOrder.MostMerged) Grow(ref _scratch, touches);
        return _scratch;
    }

    // Without ids nothing is a repeat. Returns how many are used; they stand in the columns from `place` on.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Keep(ReadOnlySpan<Touch> touches, int place)
    {
        var times = _times.AsSpan(place, touches.Length);
        var pairs = _pairs.AsSpan(place, touches.Length);
        var channels = _channels.AsSpan(place, touches.Length);
        var channelOfPair = _channelOfPair;
        var used = 0;
        foreach (ref readonly var touch in touches)
        {
            if (TouchTag.Consent(touch.Tag) == 1)
            {
                TouchCounts.Add(Outcomes.NoConsent, "", 1, touch.Time);
                continue;
            }

            var pair = TouchTag.Pair(touch.Tag);
            (times[used], pairs[used], channels[used]) = (touch.Time, pair, channelOfPair[pair]);
            used++;
        }

        return used;
    }

    // Where a touchpoint may repeat another, or somebody wants to be told of each.
    private int KeepOneByOne(ReadOnlySpan<Touch> touches, int place)
    {
        var repeated = _repeated.AsSpan(place, touches.Length);
        if (_context.HasTouchIds) _repeats.Mark(touches, repeated); else repeated.Clear();
        var used = 0;
        for (var i = 0; i < touches.Length; i++)
        {
            ref readonly var touch = ref touches[i];
            var outcome = repeated[i] ? Outcomes.Repeated : TouchTag.Consent(touch.Tag) == 1 ? Outcomes.NoConsent : Outcomes.Used;
            TraceTouch?.Invoke(touch, outcome);
            if (!ReferenceEquals(outcome, Outcomes.Used)) TouchCounts.Add(outcome, "", 1, touch.Time);
            else used += Keep(touches.Slice(i, 1), place + used);
        }

        return used;
    }

    private void NetOrders(int customer)
    {
        var (from, to) = (_saleStart[customer], _orderEnd[customer]);
        (_leftRevenue[customer], _leftProfit[customer]) = (0, 0);
        if (from == to) return;
        (var orders, _leftRevenue[customer], _leftProfit[customer]) = _book.Net(_sales.AsSpan(from, to - from), _orders.AsSpan(from, to - from), TraceSale);
        _orderEnd[customer] = from + orders;
    }

    private static IdOrder Ids(IntakeContext context) => new(context.TouchIds == KeyKind.Integer ? null : context.Texts);

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length) array = new T[Math.Max(length, array.Length * 2)];
    }
}
