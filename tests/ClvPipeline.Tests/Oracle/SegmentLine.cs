namespace ClvPipeline.Tests.Oracle;

/// <summary>A row of <c>segment_value</c> as it should be, but for what models say; money in micro-units, exact or to a micro-unit where a formula divides twice.</summary>
/// <param name="Members">The customers of the segment.</param>
/// <param name="Settings">Of the run.</param>
/// <param name="FirstEvent">The first instant that anything is known of.</param>
/// <param name="DiscountRate">A year.</param>
public sealed record SegmentLine(IReadOnlyList<SegmentMember> Members, OracleSettings Settings, long FirstEvent, double DiscountRate = 0.1)
{
    private readonly Clock clock = new(Settings.TimeZone);

    /// <summary>Every row that has customers, by dimension, segment and what it is part of.</summary>
    public static IReadOnlyDictionary<(string Dimension, string Segment, string? PartOf), SegmentLine> All(Shop shop, OracleSettings settings, IReadOnlyList<SegmentMember> members)
    {
        var touches = TouchIntake.Read(shop, settings).Journeys.Values.SelectMany(journey => journey).Select(touch => touch.At);
        var first = touches.Concat(members.SelectMany(member => member.Buyer.Orders).Select(order => order.At)).Append(long.MaxValue).Min();
        var lines = new Dictionary<(string, string, string?), SegmentLine>();
        foreach (var dimension in members.SelectMany(member => member.Segments.Keys).Distinct())
        {
            var optional = dimension is "sales_channel" or "_channel_use" or "country" or "since" or "tier";
            if (optional && members.All(member => member.Segments[dimension].Name is Names.None or Names.Unknown)) continue;
            foreach (var group in members.GroupBy(member => member.Segments[dimension])) lines[(dimension, group.Key.Name, group.Key.PartOf)] = new([.. group], settings, first);
            foreach (var group in members.Where(member => member.Segments[dimension].PartOf is not null).GroupBy(member => member.Segments[dimension].PartOf!))
                lines[(dimension, group.Key, null)] = new([.. group], settings, first);
        }

        return lines;
    }

    private IEnumerable<Purchase> Recent => Members.SelectMany(RecentOf);

    private List<SegmentMember> RecentMembers => [.. Members.Where(member => RecentOf(member).Any())];

    private IReadOnlyList<SegmentMember> PriorMembers => [.. Members.Where(member => member.Buyer.Orders.Any(order => Day(order) <= Settings.AsOf.AddDays(-365) && Day(order) > Settings.AsOf.AddDays(-730)))];

    public IReadOnlyList<SegmentMember> NewMembers => [.. Members.Where(member => Day(member.Buyer.Orders[0]) > Settings.AsOf.AddDays(-365))];

    public decimal? Margin => Recent.Any() ? Recent.Sum(order => (decimal)order.Profit) / Recent.Sum(order => (decimal)order.Revenue) : null;

    /// <summary>Mean profit of the first orders of the last year.</summary>
    public decimal? NewProfit => NewMembers.Count == 0 ? null : NewMembers.Average(member => (decimal)member.Buyer.Orders[0].Profit);

    /// <summary>What the columns hold.</summary>
    public IReadOnlyDictionary<string, decimal?> Columns => new Dictionary<string, decimal?>
    {
        ["customers"] = Members.Count,
        ["active_customers"] = RecentMembers.Count,
        ["orders"] = Members.Sum(member => member.Buyer.Orders.Count),
        ["revenue"] = Members.Sum(member => member.Buyer.Revenue),
        ["historic_profit"] = Members.Sum(member => member.Buyer.HistoricProfit),
        ["expected_profit"] = Members.Sum(member => member.Expected),
        ["clv"] = Members.Sum(member => member.Clv),
        ["clv_mean"] = Members.Average(member => (decimal)member.Clv),
        ["clv_median"] = Percentile(0.5m),
        ["clv_p10"] = Percentile(0.1m),
        ["clv_p90"] = Percentile(0.9m),
        ["top_20_share"] = TopFifth,
        ["average_order_value"] = Recent.Any() ? Recent.Average(order => (decimal)order.Revenue) : null,
        ["orders_per_year"] = Recent.Any() ? (decimal)Recent.Count() / RecentMembers.Count : null,
        ["margin"] = Margin,
        ["median_gap_days"] = MedianGap,
        ["retention"] = Retention,
        ["churn"] = 1 - Retention,
        ["lifespan_observed_span"] = Observed,
        ["lifespan_churn"] = LifespanChurn,
        ["clv_simple_revenue"] = Simple(1),
        ["clv_simple_profit"] = Simple(Margin),
        ["clv_retention"] = Recent.Sum(order => (decimal)order.Profit) / (RecentMembers.Count == 0 ? null : RecentMembers.Count) * Retention / (1 + (decimal)DiscountRate - Retention),
    };

    private decimal? Retention => clock.DayOf(FirstEvent) > Settings.AsOf.AddDays(-729) || PriorMembers.Count < 10 ? null
        : (decimal)PriorMembers.Intersect(RecentMembers).Count() / PriorMembers.Count;

    private decimal Observed => Members.Average(member => Day(member.Buyer.Orders[^1]).DayNumber - Day(member.Buyer.Orders[0]).DayNumber) is var days ? (decimal)days / 365.25m : 0;

    private decimal? LifespanChurn => Retention < 1 ? 1 / (1 - Retention) : null;

    private decimal? TopFifth
    {
        get
        {
            var (total, wanted, sum) = (Members.Sum(member => (decimal)member.Clv), Members.Count / 5m, 0m);
            foreach (var clv in Members.Select(member => member.Clv).OrderDescending())
            {
                var part = Math.Min(1, wanted);
                (sum, wanted) = (sum + part * clv, wanted - part);
            }

            return total > 0 ? sum / total : null;
        }
    }

    private decimal? MedianGap
    {
        get
        {
            var gaps = new List<int>();
            foreach (var member in Members)
            {
                var days = member.Buyer.Orders.Select(Day).Distinct().ToList();
                gaps.AddRange(days.Zip(days.Skip(1), (a, b) => b.DayNumber - a.DayNumber));
            }

            gaps.Sort();
            return gaps.Count == 0 ? null : (gaps[(gaps.Count - 1) / 2] + gaps[gaps.Count / 2]) / 2m;
        }
    }

    private decimal? Simple(decimal? margin) => !Recent.Any() ? null
        : Recent.Average(order => (decimal)order.Revenue) * Recent.Count() / RecentMembers.Count * margin * (LifespanChurn ?? Observed);

    // As percentile_cont: between two neighbours, in proportion.
    private decimal Percentile(decimal p)
    {
        var sorted = Members.Select(member => (decimal)member.Clv).Order().ToList();
        var place = p * (sorted.Count - 1);
        var low = (int)Math.Floor(place);
        return low + 1 == sorted.Count ? sorted[low] : sorted[low] + (place - low) * (sorted[low + 1] - sorted[low]);
    }

    private IEnumerable<Purchase> RecentOf(SegmentMember member) => member.Buyer.Orders.Where(order => Day(order) > Settings.AsOf.AddDays(-365));

    private DateOnly Day(Purchase order) => clock.DayOf(order.At);
}
