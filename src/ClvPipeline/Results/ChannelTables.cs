namespace ClvPipeline;

/// <summary>Makes <c>channel_value</c> and its roll-ups of the merged sums.</summary>
internal sealed class ChannelTables
{
    private readonly RunRequest _request;
    private readonly Cells _cells;
    private readonly ChannelPairs _pairs;
    private readonly Names _segments;
    private readonly SpendSums? _spend;
    private readonly NewCustomerValue? _newCustomer;
    private readonly string[] _modes, _models;

    /// <param name="request">The run.</param>
    /// <param name="cells">The sums of all threads.</param>
    /// <param name="context">Names and settings.</param>
    /// <param name="spend">What channels cost; null if that is not known.</param>
    /// <param name="newCustomer">What a new customer brings; null if nobody is new.</param>
    public ChannelTables(RunRequest request, Cells cells, IntakeContext context, SpendSums? spend, NewCustomerValue? newCustomer)
    {
        (_request, _cells, _pairs, _segments, _spend, _newCustomer) = (request, cells, context.Pairs, context.Segments, spend, newCustomer);
        _modes = [.. Mode.All(context.Settings.Attribution).Select(m => m.Name)];
        _models = [.. context.Settings.Attribution.Models.Select(m => m.Name)];
    }

    /// <summary>Cells of nothing but zeros are left out, but for (unattributed).</summary>
    public ResultTable ChannelValue()
    {
        int[] pairRanks = _pairs.Ranks(), segmentRanks = _segments.Ranks();
        var order = Enumerable.Range(0, _cells.Rows.Count)
            .OrderBy(r => pairRanks[_cells.Rows[r].Pair]).ThenBy(r => _cells.Groups[_cells.Rows[r].Group].Cohort).ThenBy(r => segmentRanks[_cells.Groups[_cells.Rows[r].Group].Segment]).ToArray();
        var rows = new RowList(_models.Length);
        for (var mode = 0; mode < _modes.Length; mode++)
            for (var model = 0; model < _models.Length; model++)
                foreach (var row in order)
                    if (_cells.Rows[row].Pair == 0 || !IsEmpty(row, mode, model)) rows.Add(mode, model, row);

        var table = Start(Tables.ChannelValue, rows)
            .Text(rows.Map(r => _pairs[_cells.Rows[r].Pair].Channel), _pairs.Channels.ToArray())
            .Text(rows.Map(r => _pairs[_cells.Rows[r].Pair].Campaign), _pairs.Campaigns.ToArray())
            .Longs(rows.MapLong(r => Cohorts.FirstDay(_cells.Groups[_cells.Rows[r].Group].Cohort)))
            .Text(rows.Map(r => _cells.Groups[_cells.Rows[r].Group].Segment), _segments.ToArray());
        return AddMeasures(table, rows, row => _cells.Data.AsSpan(row * _cells.Stride, _cells.Stride)).Build();
    }

    /// <summary>Rolled up per channel.</summary>
    public ResultTable ChannelSummary() => Summary(Tables.ChannelSummary, (pair, _) => _pairs[pair].Channel, Ranked(_pairs.Channels.Ranks()),
        (table, keys) => table.Text(keys, _pairs.Channels.ToArray()));

    /// <summary>Rolled up per channel and campaign.</summary>
    public ResultTable CampaignSummary() => Summary(Tables.CampaignSummary, (pair, _) => pair, Ranked(_pairs.Ranks()),
        (table, keys) => table.Text([.. keys.Select(p => _pairs[p].Channel)], _pairs.Channels.ToArray()).Text([.. keys.Select(p => _pairs[p].Campaign)], _pairs.Campaigns.ToArray()));

    /// <summary>Rolled up per channel and cohort month.</summary>
    public ResultTable ChannelMonth()
    {
        var ranks = _pairs.Channels.Ranks();
        return Summary(Tables.ChannelMonth, (pair, month) => (_pairs[pair].Channel, Month: month), (a, b) => a.Channel != b.Channel ? ranks[a.Channel].CompareTo(ranks[b.Channel]) : a.Month.CompareTo(b.Month),
            (table, keys) => table.Text([.. keys.Select(key => key.Channel)], _pairs.Channels.ToArray()).Longs([.. keys.Select(key => (long)Cohorts.FirstDay(key.Month))]));
    }

    private static Comparison<int> Ranked(int[] ranks) => (a, b) => ranks[a].CompareTo(ranks[b]);

    // A row for every key that earned something or cost something, and for (unattributed) in any case.
    private ResultTable Summary<TKey>(TableSpec spec, Func<int, int, TKey> keyOf, Comparison<TKey> order, Func<TableBuilder, TKey[], TableBuilder> addKeys) where TKey : notnull
    {
        var (sums, unattributed, months) = (new Dictionary<TKey, (long[] All, long[]? Covered)>(), new HashSet<TKey>(), _spend?.Months);
        for (var row = 0; row < _cells.Rows.Count; row++)
        {
            var (group, pair) = _cells.Rows[row];
            var cohort = _cells.Groups[group].Cohort;
            var key = keyOf(pair, cohort);
            if (pair == 0) unattributed.Add(key);
            if (!sums.TryGetValue(key, out var sum)) sums.Add(key, sum = (new long[_cells.Stride], null));
            for (var k = 0; k < sum.All.Length; k++) sum.All[k] = checked(sum.All[k] + _cells.Data[row * _cells.Stride + k]);
            // Customers who came before or after what is known to have been spent are not held against it.
            if (months?.Contains(cohort) != true) continue;
            if (sum.Covered is null) sums[key] = sum = (sum.All, new long[_cells.Stride]);
            for (var k = 0; k < sum.Covered!.Length; k++) sum.Covered[k] = checked(sum.Covered[k] + _cells.Data[row * _cells.Stride + k]);
        }

        var spend = _spend?.By(keyOf) ?? [];
        foreach (var key in spend.Keys) sums[key] = sums.TryGetValue(key, out var known) ? (known.All, known.Covered ?? new long[_cells.Stride]) : (new long[_cells.Stride], new long[_cells.Stride]);
        var keys = sums.Keys.ToArray();
        Array.Sort(keys, order);
        var rows = new RowList(_models.Length);
        for (var mode = 0; mode < _modes.Length; mode++)
            for (var model = 0; model < _models.Length; model++)
                for (var i = 0; i < keys.Length; i++)
                    if (unattributed.Contains(keys[i]) || spend.ContainsKey(keys[i]) || !IsEmpty(sums[keys[i]].All, mode, model)) rows.Add(mode, model, i);

        var table = addKeys(Start(spec, rows), [.. rows.Map(i => i).Select(i => keys[i])]);
        AddMeasures(table, rows, i => sums[keys[i]].All);
        AddShares(table, rows, i => sums[keys[i]].All);
        return AddSpend(table, rows, i => sums[keys[i]].Covered, i => spend.TryGetValue(keys[i], out var amount) ? amount : null).Build();
    }

    private void AddShares(TableBuilder table, RowList rows, RowData data)
    {
        long Clv(int i) => Cells.Value(data(rows.Row(i)), _cells.Cell(rows.Mode(i), rows.Model(i)), Measure.Clv, _cells.Wide);
        var totals = new Int128[_modes.Length, _models.Length];
        for (var i = 0; i < rows.Count; i++) totals[rows.Mode(i), rows.Model(i)] += Clv(i);
        var (shares, valid) = (new double[rows.Count], new byte[rows.Count]);
        for (var i = 0; i < rows.Count; i++)
        {
            var total = totals[rows.Mode(i), rows.Model(i)];
            if (total == 0) continue;
            shares[i] = (double)Clv(i) / (double)total;
            valid[i] = 1;
        }

        table.Reals(shares, valid);
    }

    private TableBuilder AddSpend(TableBuilder table, RowList rows, Func<int, long[]?> covered, Func<int, long?> spend)
    {
        var (columns, acquisition) = (new SpendColumns(_newCustomer, rows.Count), Array.IndexOf(_modes, "acquisition"));
        for (var i = 0; i < rows.Count; i++)
        {
            if (covered(rows.Row(i)) is not { } data) continue;
            var (mode, model) = (rows.Mode(i), rows.Model(i));
            long Of(int ofMode, Measure measure) => Cells.Value(data, _cells.Cell(ofMode, model), measure, _cells.Wide);
            columns.Set(i, spend(rows.Row(i)), acquisition < 0 ? null : Of(acquisition, Measure.Customers), Of(mode, Measure.Revenue), Of(mode, Measure.FirstRevenue), Of(mode, Measure.Clv));
        }

        return columns.AddTo(table);
    }

    private TableBuilder Start(TableSpec spec, RowList rows) => new TableBuilder(spec, rows.Count)
        .Constant(_request.RunId)
        .Constant(Cohorts.Day(_request.AsOf))
        .Text(rows.Modes(), _modes)
        .Text(rows.Models(), _models);

    private delegate ReadOnlySpan<long> RowData(int row);

    // In the order of Tables.Measures.
    private TableBuilder AddMeasures(TableBuilder table, RowList rows, RowData data)
    {
        long[] Column(Measure measure)
        {
            var column = new long[rows.Count];
            for (var i = 0; i < column.Length; i++) column[i] = Cells.Value(data(rows.Row(i)), _cells.Cell(rows.Mode(i), rows.Model(i)), measure, _cells.Wide);
            return column;
        }

        var touchpoints = new long[rows.Count];
        for (var i = 0; i < touchpoints.Length; i++) touchpoints[i] = data(rows.Row(i))[_cells.Touchpoints(rows.Mode(i))];
        return table
            .Longs(Column(Measure.Customers)).Longs(Column(Measure.Orders)).Longs(touchpoints)
            .Longs(Column(Measure.Revenue)).Longs(Column(Measure.HistoricProfit)).Longs(Column(Measure.ExpectedProfit)).Longs(Column(Measure.Clv));
    }

    private bool IsEmpty(int row, int mode, int model) => IsEmpty(_cells.Data.AsSpan(row * _cells.Stride, _cells.Stride), mode, model);

    private bool IsEmpty(ReadOnlySpan<long> row, int mode, int model) =>
        row[_cells.Touchpoints(mode)] == 0 && !row.Slice(_cells.Cell(mode, model), _cells.Width).ContainsAnyExcept(0L);

    /// <summary>Which (mode, model, row) each row of a table is.</summary>
    private sealed class RowList(int models)
    {
        private readonly List<(int Slot, int Row)> _rows = [];

        public int Count => _rows.Count;

        public void Add(int mode, int model, int row) => _rows.Add((mode * models + model, row));

        public int Mode(int i) => _rows[i].Slot / models;

        public int Model(int i) => _rows[i].Slot % models;

        public int Row(int i) => _rows[i].Row;

        public int[] Modes() => [.. _rows.Select(r => r.Slot / models)];

        public int[] Models() => [.. _rows.Select(r => r.Slot % models)];

        public int[] Map(Func<int, int> value) => [.. _rows.Select(r => value(r.Row))];

        public long[] MapLong(Func<int, long> value) => [.. _rows.Select(r => value(r.Row))];
    }
}
