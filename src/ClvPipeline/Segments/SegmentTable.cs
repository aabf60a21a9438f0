namespace ClvPipeline;

/// <summary>Makes <c>segment_value</c> of the dimensions: a row for every segment that has customers or cost something.</summary>
internal sealed class SegmentTable(RunRequest request, IntakeContext context, Predictions? predictions, SpendSums? spend, long firstEvent)
{
    /// <summary>A row to be.</summary>
    private sealed record Row(SegmentDimension Dimension, int Segment, string Name, string? PartOf, SegmentFigures Figures, bool KnowsSpend)
    {
        public bool HasCustomers => Figures.Customers > 0;

        public (ClvRanks Ranks, int Place)? Ranks => HasCustomers ? Dimension.RanksOf(Segment) : null;

        public (SegmentOutlook Profit, double Alive, double WithinYear)? Future => HasCustomers ? Dimension.Sums.FutureOf(Segment) : null;
    }

    public ResultTable Build(IReadOnlyList<SegmentDimension> dimensions)
    {
        Row[] rows = [.. dimensions.GroupBy(dimension => dimension.Name).SelectMany(group => group.SelectMany(RowsOf)
            .OrderBy(row => row.PartOf ?? row.Name, Utf8Order.Instance).ThenBy(row => row.PartOf is not null).ThenBy(row => row.Name, Utf8Order.Instance))];
        var all = rows[0].Figures;
        var percentiles = Array.ConvertAll(rows, row => row.Ranks is var (ranks, place) ? ranks.Percentiles(place) : ((long P10, long Median, long P90)?)null);
        var futures = Array.ConvertAll(rows, row => row.Future);
        var bounds = Array.ConvertAll(rows, row => row.Future is { } future ? predictions!.Interval(future.Profit, row.Figures.Of(SegmentMeasure.ExpectedProfit)) : ((long Low, long High)?)null);
        return new TableBuilder(Tables.SegmentValue, rows.Length).Constant(request.RunId)
            .Text(rows.Select(row => row.Dimension.Name)).Text(rows.Select(row => row.Name)).Text(rows.Select(row => row.PartOf))
            .Longs(Sums(SegmentMeasure.Customers)).Longs(Sums(SegmentMeasure.RecentCustomers)).Reals(futures.Select(future => future?.Alive))
            .Reals(rows.Select(row => Share(row.Figures.Customers, all.Customers)))
            .Longs(Sums(SegmentMeasure.Orders)).Longs(Sums(SegmentMeasure.Revenue)).Longs(Sums(SegmentMeasure.HistoricProfit)).Longs(Sums(SegmentMeasure.ExpectedProfit))
            .Longs(bounds.Select(bound => bound?.Low)).Longs(bounds.Select(bound => bound?.High))
            .Longs([.. rows.Select(row => row.Figures.Clv)]).Reals(rows.Select(row => Share(row.Figures.Clv, all.Clv)))
            .Longs(rows.Select(row => row.Figures.MeanClv)).Longs(percentiles.Select(p => p?.Median)).Longs(percentiles.Select(p => p?.P10)).Longs(percentiles.Select(p => p?.P90))
            .Reals(rows.Select(row => row.Ranks is var (ranks, place) ? ranks.TopFifth(place) : null))
            .Longs(rows.Select(row => row.Figures.AverageOrderValue)).Reals(rows.Select(row => row.Figures.OrdersPerYear)).Reals(rows.Select(row => row.Figures.Margin))
            .Reals(rows.Select(row => row.HasCustomers ? row.Dimension.Sums.MedianGap(row.Segment) : null)).Reals(rows.Select((row, i) => futures[i]?.WithinYear / row.Figures.Customers))
            .Reals(rows.Select(row => row.Figures.Retention)).Reals(rows.Select(row => row.Figures.Churn))
            .Reals(rows.Select(row => row.Figures.LifespanObserved)).Reals(rows.Select(row => row.Figures.LifespanChurn))
            .Longs(rows.Select(row => row.Figures.ClvSimpleRevenue)).Longs(rows.Select(row => row.Figures.ClvSimpleProfit)).Longs(rows.Select(row => row.Figures.ClvRetention))
            .Longs(rows.Select(row => row.Figures.ClvNew)).Longs(rows.Select(row => row.Figures.MaxAcquisitionCost))
            .Longs(rows.Select(row => row.Figures.Spend)).Longs(rows.Select(row => row.KnowsSpend ? row.Figures.Of(SegmentMeasure.CoveredCustomers) : (long?)null)).Longs(rows.Select(row => row.Figures.Cac))
            .Reals(rows.Select(row => row.Figures.ClvToCac)).Longs(rows.Select(row => row.Figures.PaybackMonths))
            .Build();

        long[] Sums(SegmentMeasure measure) => [.. rows.Select(row => row.Figures.Of(measure))];
    }

    private IEnumerable<Row> RowsOf(SegmentDimension dimension)
    {
        var costs = CostsOf(dimension.Name);
        var hasPriorYear = firstEvent < long.MaxValue && context.Zone.DayOf(firstEvent) <= Cohorts.Day(request.AsOf) - 2 * SegmentVisit.YearDays + 1;
        foreach (var segment in dimension.Segments.Union(costs?.Keys ?? Enumerable.Empty<int>()))
        {
            var (name, partOf) = dimension.NameOf(segment);
            var sums = segment < dimension.Sums.Count ? dimension.Sums[segment] : default;
            var cost = costs is not null && costs.TryGetValue(segment, out var amount) ? amount : (long?)null;
            yield return new Row(dimension, segment, name, partOf, new SegmentFigures(sums, hasPriorYear, context.Settings.Clv.DiscountRate, predictions, cost), costs is not null);
        }
    }

    // What was spent to win customers, by segment, where one can say so: of everybody, of a month, of a channel.
    private Dictionary<int, long>? CostsOf(string dimension) => dimension switch
    {
        SegmentDimensions.All => spend?.By((_, _) => 0),
        SegmentDimensions.CohortMonth => spend?.By((_, month) => SegmentCustomer.NumberOf(month)),
        SegmentDimensions.FirstChannel => spend?.By((pair, _) => context.Pairs[pair].Channel),
        _ => null,
    };

    private static double? Share(long part, long of) => of == 0 ? null : (double)part / of;
}
