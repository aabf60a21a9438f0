namespace ClvPipeline;

/// <summary>What the orders of a segment are like, in the 365 local days that end with the as-of date, or where those have none, ever.</summary>
/// <param name="AverageOrderValue">A: revenue per order, in units of the currency.</param>
/// <param name="Margin">g: profit per unit of revenue.</param>
internal readonly record struct SegmentPace(double AverageOrderValue, double Margin)
{
    /// <summary>Orders that weigh as much as a customer's own in its margin rate.</summary>
    private const double PriorOrders = 5;

    /// <summary>A customer's margin rate, drawn to the segment's: (profit + 5·A·g) / (revenue + 5·A). Where refunds leave hardly anything to divide by, the segment's.</summary>
    public double MarginRate(long revenueMicros, long profitMicros)
    {
        var (revenue, profit, prior) = (revenueMicros / (double)Micros.PerUnit, profitMicros / (double)Micros.PerUnit, PriorOrders * AverageOrderValue);
        return revenue + prior > AverageOrderValue ? (profit + prior * Margin) / (revenue + prior) : Margin;
    }
}

/// <summary>Adds up the orders of a segment; the sums do not depend on their order.</summary>
internal struct PaceSums
{
    private long _orders, _recentOrders;
    private Int128 _revenue, _profit, _recentRevenue, _recentProfit;

    public void Add(in Order order, bool recent)
    {
        (_orders, _revenue, _profit) = (_orders + 1, _revenue + order.Revenue, _profit + order.Profit);
        if (recent) (_recentOrders, _recentRevenue, _recentProfit) = (_recentOrders + 1, _recentRevenue + order.Revenue, _recentProfit + order.Profit);
    }

    public void Add(in PaceSums other)
    {
        (_orders, _revenue, _profit) = (_orders + other._orders, _revenue + other._revenue, _profit + other._profit);
        (_recentOrders, _recentRevenue, _recentProfit) = (_recentOrders + other._recentOrders, _recentRevenue + other._recentRevenue, _recentProfit + other._recentProfit);
    }

    public readonly SegmentPace Pace => _recentOrders > 0 ? Of(_recentOrders, _recentRevenue, _recentProfit) : _orders > 0 ? Of(_orders, _revenue, _profit) : default;

    // An order has a revenue above 0, so a sum of them has too.
    private static SegmentPace Of(long orders, Int128 revenue, Int128 profit) => new((double)revenue / Micros.PerUnit / orders, (double)profit / (double)revenue);
}
