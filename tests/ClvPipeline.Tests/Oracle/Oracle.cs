namespace ClvPipeline.Tests.Oracle;

/// <summary>A second implementation of the contract: obvious loops and exact fractions, made to be believed rather than to be fast.</summary>
public static class Oracle
{
    public static OracleResult Compute(Shop shop, OracleSettings settings)
    {
        var touches = TouchIntake.Read(shop, settings);
        var orders = OrderIntake.Read(shop, settings);
        var customers = CustomerIntake.Read(shop);
        var buyers = Buyer.Of(orders, customers, settings);
        var spread = new Spread(settings);
        foreach (var mode in settings.Modes)
        {
            foreach (var buyer in buyers) spread.Add(mode, buyer, touches.Journeys.GetValueOrDefault(buyer.Customer, []));
            foreach (var other in touches.Journeys.Keys.Except(buyers.Select(buyer => buyer.Customer))) spread.AddNonBuyer(mode, touches.Journeys[other]);
        }
        var rows = touches.Outcomes.Select(outcome => ("touchpoints", outcome))
            .Concat(orders.Outcomes.Select(outcome => ("orders", outcome)))
            .Concat(customers.Outcomes.Select(outcome => ("customers", outcome)));
        return new OracleResult
        {
            Customers = buyers,
            Cells = spread.Cells,
            Paths = spread.Paths,
            Intake = rows.GroupBy(row => row).ToDictionary(group => group.Key, group => group.Count()),
            ProfitWithoutPurchase = orders.Purchases.Sum(purchase => purchase.Profit) - buyers.Sum(buyer => buyer.HistoricProfit),
        };
    }
}
