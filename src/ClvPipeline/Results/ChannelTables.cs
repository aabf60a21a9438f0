namespace ClvPipeline;

/// <summary>Makes <c>channel_value</c> and its roll-ups of the merged sums.</summary>
internal sealed class ChannelTables
{
    private readonly RunRequest _request;
    private readonly Cells _cells;
    private readonly ChannelPairs _pairs;
    private readonly Names _segments;
    private readonly string[] _modes, _models;

    public ChannelTables(RunRequest request, Cells cells, IntakeContext context)
    {
        (_request, _cells, _pairs, _segments) = (request, cells, context.Pairs, context.Segments);
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
            .Text(rows.Map(r => _pairs[_cells.Rows[r].Pair].Channel), Values(_pairs.Channels))
            .Text(rows.Map(r => _pairs[_cells.Rows[r].Pair].Campaign), Values(_pairs.Campaigns))
            .Longs(rows.MapLong(r => Cohorts.FirstDay(_cells.Groups[_cells.Rows[r].Group].Cohort)))
            .Text(rows.Map(r => _cells.Groups[_cells.Rows[r].Group].Segment), Values(_segments));
        return AddMeasures(table, rows, row => _cells.Data.AsSpan(row * _cells.Stride, _cells.Stride)).Build();
    }

    /// <summary>Rolled up per channel.</summary>
    public ResultTable ChannelSummary() => Summary(Tables.ChannelSummary, pair => _pairs[pair].Channel, _pairs.Channels.Ranks(),
        (table, keys) => table.Text(keys, Values(_pairs.Channels)));

    /// <summary>Rolled up per channel and campaign.</summary>
    public ResultTable CampaignSummary() => Summary(Tables.CampaignSummary, pair => pair, _pairs.Ranks(),
        (table, keys) => table.Text([.. keys.Select(p => _pairs[p].Channel)], Values(_pairs.Channels)).Text([.. keys.Select(p => _pairs[p].Campaign)], Values(_pairs.Campaigns)));

    private ResultTable Summary(TableSpec spec, Func<int, int> keyOf, int[] ranks, Func<TableBuilder, int[], TableBuilder> addKeys)
    {
        var sums = new Dictionary<int, long[]>();
        for (var row = 0; row < _cells.Rows.Count; row++)
        {
            var key = keyOf(_cells.Rows[row].Pair);
            if (!sums.TryGetValue(key, out var sum)) sums.Add(key, sum = new long[_cells.Stride]);
            for (var k = 0; k < sum.Length; k++) sum[k] = checked(sum[k] + _cells.Data[row * _cells.Stride + k]);
        }

        var keys = sums.Keys.OrderBy(key => ranks[key]).ToArray();
        var rows = new RowList(_models.Length);
        for (var mode = 0; mode < _modes.Length; mode++)
            for (var model = 0; model < _models.Length; model++)
                for (var i = 0; i < keys.Length; i++)
                    if (keyOf(0) == keys[i] || !IsEmpty(sums[keys[i]], mode, model)) rows.Add(mode, model, i);

        var table = addKeys(Start(spec, rows), rows.Map(i => keys[i]));
        AddMeasures(table, rows, i => sums[keys[i]]);
        long Clv(int i) => Cells.Value(sums[keys[rows.Row(i)]], _cells.Cell(rows.Mode(i), rows.Model(i)), Measure.Clv, _cells.Predicted);
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

        return table.Reals(shares, valid).Build();
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
            for (var i = 0; i < column.Length; i++) column[i] = Cells.Value(data(rows.Row(i)), _cells.Cell(rows.Mode(i), rows.Model(i)), measure, _cells.Predicted);
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

    private static string[] Values(Names names) => [.. Enumerable.Range(0, names.Count).Select(i => names[i])];

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
