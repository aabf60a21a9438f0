namespace ClvPipeline;

/// <summary>
/// Proves that the tables, as they will be written, add up to the customers and the customers to what came in. A run that breaks the law does not publish.
/// Measured differences are in micro-units (or rows) and must be 0.
/// </summary>
public static class Reconciliation
{
    private static readonly string[] Measures = ["customers", "orders", "revenue", "historic_profit", "expected_profit", "clv"];

    /// <summary>One check per invariant and gate, in a fixed order.</summary>
    public static IReadOnlyList<RunCheck> Check(RunResults results)
    {
        var ledger = results.Ledger;
        return
        [
            .. CellsAddUp(new TableReader(results.Table("channel_value")), ledger),
            Summary("channel_summary", results, ledger),
            Summary("campaign_summary", results, ledger),
            Summary("channel_month", results, ledger),
            SegmentsAddUp(new TableReader(results.Table("segment_value")), ledger),
            PathsAddUp(new TableReader(results.Table("channel_path")), ledger),
            CustomersAddUp(new TableReader(results.Table("customer_value")), ledger),
            .. OptionalChecks.Of(results),
            ChangeAddsUp(new TableReader(results.Table("run_change")), ledger),
            Exact("ledger_revenue", ledger.In.Revenue - ledger.WithoutPurchase.Revenue - Total(ledger, 2)),
            Exact("ledger_profit", ledger.In.Profit - ledger.WithoutPurchase.Profit - Total(ledger, 3)),
            .. IntakeAddsUp(new TableReader(results.Table("intake_count")), ledger),
        ];
    }

    // The law at its finest grain: per mode, model, cohort and segment. Coarser ones follow.
    private static IEnumerable<RunCheck> CellsAddUp(TableReader cells, Ledger ledger)
    {
        var sums = new Dictionary<(int Mode, int Model, long Cohort, int Segment), Int128[]>();
        var (modes, modeNames) = cells.Text("mode");
        var (models, modelNames) = cells.Text("model");
        var (segments, segmentNames) = cells.Text("segment");
        var cohorts = cells.Longs("cohort_month");
        var columns = Measures.Select(cells.Longs).ToArray();
        for (var row = 0; row < cells.Rows; row++)
        {
            var key = (modes[row], models[row], cohorts[row], segments[row]);
            if (!sums.TryGetValue(key, out var sum)) sums.Add(key, sum = new Int128[Measures.Length]);
            for (var m = 0; m < sum.Length; m++) sum[m] += columns[m][row];
        }

        var expected = ledger.Groups.ToDictionary(g => (g.CohortDay, g.Segment));
        var worst = new Int128[Measures.Length];
        foreach (var (key, sum) in sums)
        {
            // A group that has no customers must have no credit either.
            expected.TryGetValue((key.Cohort, segmentNames[key.Segment]), out var group);
            for (var m = 0; m < sum.Length; m++) worst[m] = Larger(worst[m], sum[m] - (group is null ? 0 : Of(group, m)));
        }

        // A group that is missing from a mode and model is as wrong as one that is off.
        foreach (var mode in ledger.Modes)
        {
            foreach (var model in ledger.Models)
            {
                int modeCode = Array.IndexOf(modeNames, mode), modelCode = Array.IndexOf(modelNames, model);
                foreach (var group in ledger.Groups.Where(g => !sums.ContainsKey((modeCode, modelCode, g.CohortDay, Array.IndexOf(segmentNames, g.Segment)))))
                    for (var m = 0; m < worst.Length; m++) worst[m] = Larger(worst[m], Of(group, m));
            }
        }

        return Measures.Select((name, m) => Exact("sum_" + name, worst[m]));
    }

    private static RunCheck Summary(string name, RunResults results, Ledger ledger)
    {
        var table = new TableReader(results.Table(name));
        var (modes, modeNames) = table.Text("mode");
        var (models, modelNames) = table.Text("model");
        var columns = Measures.Select(table.Longs).ToArray();
        var spend = table.Longs("spend");
        var worst = Int128.Zero;
        foreach (var mode in ledger.Modes)
        {
            foreach (var model in ledger.Models)
            {
                int modeCode = Array.IndexOf(modeNames, mode), modelCode = Array.IndexOf(modelNames, model);
                for (var m = 0; m < Measures.Length; m++)
                {
                    var sum = Int128.Zero;
                    for (var row = 0; row < table.Rows; row++)
                        if (modes[row] == modeCode && models[row] == modelCode) sum += columns[m][row];
                    worst = Larger(worst, sum - Total(ledger, m));
                }

                // What was spent stands beside every mode and model in full. Where it is null it is 0 underneath.
                var spent = Int128.Zero;
                for (var row = 0; row < table.Rows; row++)
                    if (modes[row] == modeCode && models[row] == modelCode) spent += spend[row];
                worst = Larger(worst, spent - (ledger.Spend ?? 0));
            }
        }

        return Exact(name, worst);
    }

    // Every dimension holds every customer once, wider groups hold their parts, and what the ledger knows by segment and cohort agrees row by row.
    private static RunCheck SegmentsAddUp(TableReader table, Ledger ledger)
    {
        if (!ledger.HasSegments) return Exact("segment_value", table.Rows);
        var (dimensions, dimensionNames) = table.Text("dimension");
        var (segments, names) = table.Text("segment");
        var (parts, wider) = table.Text("part_of");
        var columns = Measures.Select(table.Longs).ToArray();
        var (sums, rows) = (new Dictionary<(string Dimension, string? Of), Int128[]>(), new Dictionary<(string, string), int>());
        foreach (var dimension in SegmentDimensions.Always) sums.Add((dimension, null), new Int128[Measures.Length]);
        for (var row = 0; row < table.Rows; row++)
        {
            var (dimension, of) = (dimensionNames[dimensions[row]], parts[row] < 0 ? null : wider[parts[row]]);
            if (of is null) rows.Add((dimension, names[segments[row]]), row);
            if (!sums.TryGetValue((dimension, of), out var sum)) sums.Add((dimension, of), sum = new Int128[Measures.Length]);
            for (var m = 0; m < sum.Length; m++) sum[m] += columns[m][row] * Unit(m);
        }

        // A wider segment all of whose parts are missing is as wrong as one that is off.
        foreach (var wide in new[] { ChannelSets.Single, ChannelSets.Multi }.Where(wide => rows.ContainsKey((SegmentDimensions.ChannelUse, wide)))) sums.TryAdd((SegmentDimensions.ChannelUse, wide), new Int128[Measures.Length]);
        var worst = Int128.Zero;
        foreach (var ((dimension, of), sum) in sums)
            for (var m = 0; m < sum.Length; m++) worst = Larger(worst, sum[m] - (of is null ? Total(ledger, m) : Cell((dimension, of), m)));
        foreach (var (dimension, groups) in new[] { ("segment", ledger.Groups.GroupBy(g => g.Segment)), ("cohort_month", ledger.Groups.GroupBy(g => SegmentRanking.MonthName(Cohorts.OfDay(g.CohortDay)))) })
            foreach (var group in groups)
                for (var m = 0; m < Measures.Length; m++) worst = Larger(worst, Cell((dimension, group.Key), m) - group.Aggregate(Int128.Zero, (sum, g) => sum + Of(g, m)));
        return Exact("segment_value", worst);

        Int128 Cell((string, string) key, int m) => rows.TryGetValue(key, out var row) ? columns[m][row] * Unit(m) : 0;

        // Here counts are whole; elsewhere they are credited in millionths.
        static Int128 Unit(int measure) => measure < 2 ? Micros.PerUnit : 1;
    }

    private static RunCheck PathsAddUp(TableReader paths, Ledger ledger)
    {
        if (!ledger.HasPaths) return Exact("channel_path", paths.Rows);
        var (modes, names) = paths.Text("mode");
        var (clv, conversions) = (paths.Longs("clv"), paths.Longs("conversions"));
        var worst = Int128.Zero;
        foreach (var mode in ledger.Modes)
        {
            Int128 clvSum = 0, conversionSum = 0;
            for (var row = 0; row < paths.Rows; row++)
                if (names[modes[row]] == mode) (clvSum, conversionSum) = (clvSum + clv[row], conversionSum + conversions[row]);
            worst = Larger(worst, clvSum - Total(ledger, 5));
            worst = Larger(worst, conversionSum - ledger.Groups.Aggregate(Int128.Zero, (sum, g) => sum + (mode == "order" ? g.Orders : g.Customers)));
        }

        return Exact("channel_path", worst);
    }

    private static RunCheck CustomersAddUp(TableReader customers, Ledger ledger)
    {
        Int128 Sum(string column) => customers.Longs(column).Aggregate(Int128.Zero, (sum, v) => sum + v);
        if (!ledger.EveryCustomerHasARow) return Exact("customer_value", 0);
        var worst = (Int128)customers.Rows - ledger.Groups.Sum(g => g.Customers);
        foreach (var (column, measure) in new[] { ("revenue", 2), ("historic_profit", 3), ("expected_profit", 4), ("clv", 5) })
            worst = Larger(worst, Sum(column) - Total(ledger, measure));
        worst = Larger(worst, Sum("orders") - ledger.Groups.Sum(g => g.Orders));
        worst = Larger(worst, Sum("cogs") - (Total(ledger, 2) - Total(ledger, 3)));
        return Exact("customer_value", worst);
    }

    // By mode, model and channel the causes make up the whole difference from the run before; without one there is nothing to tell.
    private static RunCheck ChangeAddsUp(TableReader changes, Ledger ledger)
    {
        if (ledger.Moved is not { } moved) return Exact("run_change", changes.Rows);
        var rest = new Dictionary<(string, string, string), Int128>(moved);
        var (modes, models, channels, clv) = (changes.Texts("mode"), changes.Texts("model"), changes.Texts("channel"), changes.Longs("clv"));
        for (var row = 0; row < changes.Rows; row++)
        {
            var key = (modes[row], models[row], channels[row]);
            rest[key] = rest.GetValueOrDefault(key) - clv[row];
        }

        return Exact("run_change", rest.Values.Aggregate(Int128.Zero, Larger));
    }

    private static IEnumerable<RunCheck> IntakeAddsUp(TableReader counts, Ledger ledger)
    {
        var (datasets, names) = counts.Text("dataset");
        var (outcomes, words) = counts.Text("outcome");
        var rows = counts.Longs("rows");
        foreach (var (dataset, read) in ledger.RowsRead)
        {
            long counted = 0, rejected = 0;
            for (var row = 0; row < counts.Rows; row++)
            {
                if (names[datasets[row]] != dataset) continue;
                counted += rows[row];
                if (words[outcomes[row]] == Outcomes.Rejected) rejected += rows[row];
            }

            yield return Exact($"rows_{dataset}", read - counted);
            yield return RunCheck.AtMost($"rejected_share_{dataset}", read == 0 ? 0 : (double)rejected / read, ledger.MaxRejectedShare);
        }
    }

    internal static RunCheck Exact(string name, Int128 difference) => RunCheck.AtMost(name, Math.Abs((double)difference), 0);

    internal static Int128 Total(Ledger ledger, int measure) => ledger.Groups.Aggregate(Int128.Zero, (sum, group) => sum + Of(group, measure));

    // In the order of Measures; counts are credited in millionths.
    private static Int128 Of(LedgerGroup group, int measure) => measure switch
    {
        0 => (Int128)group.Customers * Micros.PerUnit,
        1 => (Int128)group.Orders * Micros.PerUnit,
        2 => group.Revenue,
        3 => group.HistoricProfit,
        4 => group.ExpectedProfit,
        _ => group.Clv,
    };

    internal static Int128 Larger(Int128 a, Int128 b) => Int128.Max(Int128.Abs(a), Int128.Abs(b));
}
