using System.Runtime.CompilerServices;

namespace ClvPipeline;

/// <summary>One thread of the intake: reads parts, checks each row, and puts what is left into the buckets.</summary>
internal sealed class IntakeWorker<TKey>(IntakeContext context, int bucketBits, TKey? only, SlabPool pool, IProgressSink progress, CancellationToken cancellation) : IDisposable where TKey : unmanaged, IKey<TKey>
{
    private const int MaxKeptRejects = 1_000_000;

    private readonly Utf8Arena.Writer _texts = new(context.Texts);
    private readonly RowBlock _block = new();
    private readonly TKey[] _keys = new TKey[RowBlock.Capacity];
    private readonly long[] _times = new long[RowBlock.Capacity], _ids = new long[RowBlock.Capacity], _amounts = new long[RowBlock.Capacity], _cogs = new long[RowBlock.Capacity];
    private readonly bool[] _hasId = new bool[RowBlock.Capacity], _hasAmount = new bool[RowBlock.Capacity], _hasCogs = new bool[RowBlock.Capacity];
    private readonly int[] _names = new int[RowBlock.Capacity], _campaigns = new int[RowBlock.Capacity];
    private readonly byte[] _consent = new byte[RowBlock.Capacity];
    private readonly long[] _booleans = new long[RowBlock.Capacity];
    private readonly PairNumbers _pairs = new(context.Pairs);
    private ISpillFile? _spill;
    private OpenPart? _reading;

    public RowStore<TouchRow<TKey>> Touches { get; } = new(1 << bucketBits, pool);

    /// <summary>The ids of <see cref="Touches"/>, row by row; empty where no source has touch ids.</summary>
    public RowStore<long> TouchIds { get; } = new(1 << bucketBits, pool);

    public RowStore<OrderRow<TKey>> Orders { get; } = new(1 << bucketBits, pool);

    public RowStore<CustomerRow<TKey>> Customers { get; } = new(1 << bucketBits, pool);

    /// <summary>The attributes of <see cref="Customers"/>, row by row and in each row by attribute.</summary>
    public RowStore<byte> Attributes { get; } = new(1 << bucketBits, pool);

    public SpendSums Spend { get; } = new();

    /// <summary>Where rows go beyond <see cref="RowBytes"/>; null for nowhere.</summary>
    public ISpillStore? Spill { get; init; }

    /// <summary>How many bytes of rows this thread may keep in memory.</summary>
    public long RowBytes { get; init; } = long.MaxValue;

    /// <summary>Rows by dataset and outcome, as far as this thread decided them.</summary>
    public Dictionary<string, OutcomeCounts> Counts { get; } = ColumnRoles.Columns.Keys.ToDictionary(name => name, _ => new OutcomeCounts());

    /// <summary>The rejected rows that are kept, by part; their numbers count from 0 within it.</summary>
    public List<(IPart Part, RejectedRow Row)> Rejected { get; } = [];

    /// <summary>With <paramref name="only"/>: that customer's touchpoints that lie after the as-of date.</summary>
    public List<Touch> LaterTouches { get; } = [];

    /// <summary>With <paramref name="only"/>: that customer's order rows that lie after the as-of date.</summary>
    public List<Sale> LaterSales { get; } = [];

    public void ReadTouches(IDataset dataset, IPart source)
    {
        if (IsLater(dataset, source, "occurred_at", endOfDay: false)) return;
        using var part = new OpenPart(source);
        var keys = KeyReader<TKey>.Open(part, context.Kind, null);
        var times = new InstantReader(part, "occurred_at", context.Zone, context.Zones.GetValueOrDefault(dataset.Name), endOfDay: false);
        var channels = new NameReader(part, "channel", context.Pairs.Channels);
        var ids = IdReader.Open(part, "touch_id", required: false, _texts);
        var campaigns = new NameReader(part, "campaign", context.Pairs.Campaigns);
        var consent = part.TypeOf("consent") is null ? null : part.Open("consent");
        var counts = Counts[dataset.Name];
        long later = 0, newestLater = long.MinValue;
        foreach (var (first, n) in Blocks(part))
        {
            keys.Read(_keys.AsSpan(0, n), _block);
            times.Read(_times.AsSpan(0, n), _block);
            channels.Read(_names.AsSpan(0, n), _block);
            ids?.Read(_ids.AsSpan(0, n), _hasId, _block);
            campaigns.Read(_campaigns.AsSpan(0, n), _block);
            consent?.Read(_booleans.AsSpan(0, n), _consent.AsSpan(0, n));
            if (consent is null) Array.Clear(_consent); // nobody was asked
            if (ids is null) { Array.Clear(_hasId); Array.Clear(_ids); }
            Add(n, ref later, ref newestLater);
            KeepRejects(dataset.Name, source, first, counts, _times);
        }

        counts.Add(Outcomes.NotVisible, "", later, newestLater);
    }

    // Puts the touchpoints of a block into their buckets; counts those that lie after the as-of date.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(int n, ref long later, ref long newestLater)
    {
        var (touches, touchIds, asOfEnd, checks) = (Touches, context.HasTouchIds ? TouchIds : null, context.AsOfEnd, only is not null || _block.Rejects.Count > 0);
        var keys = _keys.AsSpan(0, n);
        var times = _times.AsSpan(0, n);
        var tags = _names.AsSpan(0, n); // in place of the channels' numbers
        _pairs.MakeTags(tags, _campaigns, _consent, _booleans, _hasId);
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i];
            if (checks && ((_block.IsBad(i) && times[i] <= asOfEnd) || (only is { } one && !key.Equals(one)))) continue;
            var row = new TouchRow<TKey>(key, times[i], tags[i]);
            if (row.Time <= asOfEnd)
            {
                var bucket = Bucket(key);
                touches.Add(bucket, row);
                touchIds?.Add(bucket, _ids[i]);
                continue;
            }

            later++;
            newestLater = Math.Max(newestLater, row.Time);
            if (only is not null && !_block.IsBad(i)) LaterTouches.Add(new Touch(row.Time, _ids[i], row.Tag));
        }
    }

    public void ReadOrders(IDataset dataset, IPart source)
    {
        if (IsLater(dataset, source, "ordered_at", endOfDay: true)) return;
        using var part = new OpenPart(source);
        var ids = IdReader.Open(part, "order_id", required: true, _texts)!;
        // Only the rows of customers show their ids again.
        var keys = KeyReader<TKey>.Open(part, context.Kind, context.Settings.CustomerValue.Limit > 0 ? _texts : null);
        var times = new InstantReader(part, "ordered_at", context.Zone, context.Zones.GetValueOrDefault(dataset.Name), endOfDay: true);
        var revenue = new MoneyReader(part.Open("revenue"), "revenue", required: true, context.Settings.Quality.MaxAmount);
        var cogs = part.TypeOf("cogs") is null ? null : new MoneyReader(part.Open("cogs"), "cogs", required: false, context.Settings.Quality.MaxAmount);
        var sales = new NameReader(part, "sales_channel", context.SalesChannels);
        var currency = CurrencyReader.Open(part, context.Settings.Currency);
        var counts = Counts[dataset.Name];
        foreach (var (first, n) in Blocks(part))
        {
            ids.Read(_ids.AsSpan(0, n), _hasId, _block);
            keys.Read(_keys.AsSpan(0, n), _block);
            times.Read(_times.AsSpan(0, n), _block);
            revenue.Read(_amounts.AsSpan(0, n), _hasAmount, _block);
            if (cogs is null) Array.Clear(_hasCogs); else cogs.Read(_cogs.AsSpan(0, n), _hasCogs, _block);
            Costs.RejectImpossible(_block, _amounts, _cogs, _hasCogs);
            sales.Read(_names.AsSpan(0, n), _block);
            currency?.Read(_hasAmount.AsSpan(0, n), _block);
            Add(part, first, n, keys, counts);
            KeepRejects(dataset.Name, source, first, counts, _times);
        }
    }

    // Puts the order rows of a block into their buckets.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(OpenPart part, long first, int n, KeyReader<TKey> texts, OutcomeCounts counts)
    {
        var (orders, asOfEnd, needsCogs, checks) = (Orders, context.AsOfEnd, context.Settings.Clv.GrossMargin is null, only is not null || _block.Rejects.Count > 0);
        for (var i = 0; i < n; i++)
        {
            var key = _keys[i];
            if (checks && ((_block.IsBad(i) && _times[i] <= asOfEnd) || (only is { } one && !key.Equals(one)))) continue;
            var sale = new Sale
            {
                Time = _times[i], Revenue = _amounts[i], Cogs = _hasCogs[i] ? _cogs[i] : 0, CogsKnown = _hasCogs[i],
                Id = _ids[i], SalesChannel = _names[i],
            };
            if (sale.Time > asOfEnd)
            {
                counts.Add(Outcomes.NotVisible, "", 1, sale.Time);
                if (only is not null && !_block.IsBad(i)) LaterSales.Add(sale);
                continue;
            }

            if (needsCogs && !sale.CogsKnown && sale.Revenue > 0) throw IntakeContext.NeedsMargin($"{part.Place(first + i)} has no cogs");
            orders.Add(Bucket(key), new OrderRow<TKey>(key, texts.TextOf(i), sale));
        }
    }

    public void ReadCustomers(IDataset dataset, IPart source)
    {
        using var part = new OpenPart(source);
        var keys = KeyReader<TKey>.Open(part, context.Kind, null);
        var segments = new NameReader(part, "segment", context.Segments);
        var attributes = context.Attributes.Select(attribute => (Reader: new AttributeReader(part, attribute), Values: new byte[RowBlock.Capacity])).ToArray();
        foreach (var (first, n) in Blocks(part))
        {
            keys.Read(_keys.AsSpan(0, n), _block);
            segments.Read(_names.AsSpan(0, n), _block);
            foreach (var (reader, values) in attributes) reader.Read(values.AsSpan(0, n), _block);
            for (var i = 0; i < n; i++)
            {
                if (_block.IsBad(i) || (only is { } one && !_keys[i].Equals(one))) continue;
                var bucket = Bucket(_keys[i]);
                Customers.Add(bucket, new CustomerRow<TKey>(_keys[i], _names[i]));
                foreach (var (_, values) in attributes) Attributes.Add(bucket, values[i]);
            }

            KeepRejects(dataset.Name, source, first, Counts[dataset.Name], []);
        }
    }

    public void ReadSpend(IDataset dataset, IPart source)
    {
        using var part = new OpenPart(source);
        var channels = new NameReader(part, "channel", context.Pairs.Channels);
        var days = new InstantReader(part, "date", context.Zone, context.Zones.GetValueOrDefault(dataset.Name), endOfDay: false);
        var amounts = new MoneyReader(part.Open("amount"), "amount", required: true, context.Settings.Quality.MaxAmount);
        var campaigns = new NameReader(part, "campaign", context.Pairs.Campaigns);
        var currency = CurrencyReader.Open(part, context.Settings.Currency);
        var counts = Counts[dataset.Name];
        // A date is a day of the dataset's calendar; only an instant has to be told which local day it is.
        var zone = part.TypeOf("date") is { Kind: ColumnKind.Timestamp, Zoned: true } ? context.Zone : context.Zones.GetValueOrDefault(dataset.Name) ?? context.Zone;
        foreach (var (first, n) in Blocks(part))
        {
            channels.Read(_names.AsSpan(0, n), _block);
            days.Read(_times.AsSpan(0, n), _block);
            amounts.Read(_amounts.AsSpan(0, n), _hasAmount, _block);
            campaigns.Read(_campaigns.AsSpan(0, n), _block);
            currency?.Read(_hasAmount.AsSpan(0, n), _block);
            for (var i = 0; i < n; i++)
            {
                if (_block.IsBad(i)) continue;
                counts.Add(Outcomes.Used, "", 1, _times[i]);
                Spend.Add(_pairs.Of(_names[i], _campaigns[i]), Cohorts.Of(zone, _times[i]), _amounts[i]);
            }

            KeepRejects(dataset.Name, source, first, counts, []);
        }
    }

    public void Dispose() => _spill?.Dispose();

    /// <summary>Called from another thread: the rest of what is read now is not needed.</summary>
    public void Stop() => Volatile.Read(ref _reading)?.Stop();

    // Everything goes at once: a bucket's rows then lie in a few long pieces, which are read back by one call each.
    private void MakeRoom()
    {
        if (Spill is null || Touches.Bytes + TouchIds.Bytes + Orders.Bytes + Customers.Bytes + Attributes.Bytes <= RowBytes) return;
        _spill ??= Spill.Create();
        Touches.Spill(_spill);
        TouchIds.Spill(_spill);
        Orders.Spill(_spill);
        Customers.Spill(_spill);
        Attributes.Spill(_spill);
    }

    private int Bucket(TKey key) => bucketBits == 0 ? 0 : (int)(key.Hash >> (64 - bucketBits));

    // A part that says of itself that all of it comes after the as-of date is counted and not read.
    private bool IsLater(IDataset dataset, IPart part, string column, bool endOfDay)
    {
        if (only is not null || InstantReader.Range(part, column, context.Zone, context.Zones.GetValueOrDefault(dataset.Name), endOfDay) is not (var first, var last) || first <= context.AsOfEnd) return false;
        Counts[dataset.Name].Add(Outcomes.NotVisible, "", part.Rows, last);
        progress.Advance(part.Rows);
        return true;
    }

    private IEnumerable<(long First, int Rows)> Blocks(OpenPart part)
    {
        Volatile.Write(ref _reading, part);
        var sinceReport = 0;
        long done = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            MakeRoom();
            var n = context.Stopped ? 0 : part.Next(RowBlock.Capacity);
            if (n > 0)
            {
                _block.Begin(n);
                yield return (done, n);
                done += n;
            }

            if ((sinceReport += n) < 100_000 && n > 0) continue;
            progress.Advance(sinceReport);
            sinceReport = 0;
            if (n == 0) yield break;
        }
    }

    // Nothing that comes after the as-of date is looked at, so it cannot be bad either: a time that is bad itself reads as 0.
    private void KeepRejects(string dataset, IPart part, long first, OutcomeCounts counts, ReadOnlySpan<long> times)
    {
        foreach (var (row, column, reason, value) in _block.Rejects)
        {
            if (times.Length > 0 && times[row] > context.AsOfEnd) continue;
            // A row whose customer_id is bad is nobody's, though its key is that of customer 0.
            if (only is { } one && (dataset == "spend" || column == "customer_id" || !_keys[row].Equals(one))) continue;
            counts.Add(Outcomes.Rejected, $"{column} {reason}");
            if (Rejected.Count < MaxKeptRejects) Rejected.Add((part, new RejectedRow(dataset, $"{column} {reason}", part.Source, first + row, column, value)));
        }
    }
}
