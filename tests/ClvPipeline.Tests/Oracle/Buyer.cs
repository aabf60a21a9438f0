namespace ClvPipeline.Tests.Oracle;

/// <summary>A customer with an order; money in micro-units, net of all refunds.</summary>
public sealed record Buyer(Id Customer, string Segment, DateOnly CohortMonth, IReadOnlyList<Purchase> Orders, long Revenue, long HistoricProfit)
{
    public long FirstOrderAt => Orders[0].At;

    public long LastOrderAt => Orders[^1].At;

    public long Cogs => Revenue - HistoricProfit;

    public long Clv => HistoricProfit;

    public static IReadOnlyList<Buyer> Of(OrderIntake intake, CustomerIntake customers, OracleSettings settings)
    {
        var clock = new Clock(settings.TimeZone);
        var buyers = new List<Buyer>();
        foreach (var purchases in intake.Purchases.GroupBy(purchase => purchase.Customer))
        {
            var orders = purchases.Where(purchase => purchase.IsOrder).OrderBy(order => order.At).ThenBy(order => order.OrderId).ToList();
            if (orders.Count == 0) continue;
            var first = clock.DayOf(orders[0].At);
            buyers.Add(new Buyer(purchases.Key, customers.SegmentOf(purchases.Key), new DateOnly(first.Year, first.Month, 1), orders,
                purchases.Sum(purchase => purchase.Revenue), purchases.Sum(purchase => purchase.Profit)));
        }
        return [.. buyers.OrderBy(buyer => buyer.Customer)];
    }
}
