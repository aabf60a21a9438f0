namespace ClvPipeline;

/// <summary>Proves that <c>customer_horizon</c> and <c>order_value</c>, where a run has them, agree with the totals, or where not every customer has a row, with <c>customer_value</c>, whose customers they hold.</summary>
internal static class OptionalChecks
{
    public static IEnumerable<RunCheck> Of(RunResults results)
    {
        var customers = new TableReader(results.Table("customer_value"));
        if (Find(results, "customer_horizon") is { } horizon) yield return Reconciliation.Exact("customer_horizon", Horizons(horizon, customers, results.Ledger));
        if (Find(results, "order_value") is { } orders) yield return Reconciliation.Exact("order_value", Orders(orders, customers, results.Ledger));
    }

    private static TableReader? Find(RunResults results, string name) => results.Tables.FirstOrDefault(table => table.Spec.Name == name) is { } table ? new TableReader(table) : null;

    // As many rows for each distance as there are customers, and at the run's own the profit that is expected of them.
    private static Int128 Horizons(TableReader rows, TableReader customers, Ledger ledger)
    {
        var (months, profit) = (rows.Longs("months"), rows.Longs("expected_profit"));
        if (ledger.HorizonMonths is not { } own) return rows.Rows;
        var (count, sum) = ledger.EveryCustomerHasARow ? (ledger.Groups.Sum(group => group.Customers), Reconciliation.Total(ledger, 4)) : (customers.Rows, Sum(customers, "expected_profit"));
        var worst = Int128.Zero;
        foreach (var distance in Forecaster.Months)
        {
            Int128 found = 0, expected = 0;
            for (var row = 0; row < rows.Rows; row++)
                if (months[row] == distance) (found, expected) = (found + 1, expected + profit[row]);
            worst = Reconciliation.Larger(worst, found - count);
            if (distance == own) worst = Reconciliation.Larger(worst, expected - sum);
        }

        return worst;
    }

    // As many rows as the customers have orders; and where all are there, what came in of them, less what is no order's own.
    private static Int128 Orders(TableReader rows, TableReader customers, Ledger ledger)
    {
        var (revenue, profit) = (Sum(rows, "revenue"), Sum(rows, "profit"));
        var own = revenue - Sum(rows, "cogs") - profit;
        if (!ledger.EveryCustomerHasARow) return Reconciliation.Larger(own, rows.Rows - Sum(customers, "orders"));
        var worst = Reconciliation.Larger(own, rows.Rows - ledger.Groups.Sum(group => group.Orders));
        worst = Reconciliation.Larger(worst, revenue - (Reconciliation.Total(ledger, 2) - ledger.NoOrders.Revenue));
        return Reconciliation.Larger(worst, profit - (Reconciliation.Total(ledger, 3) - ledger.NoOrders.Profit));
    }

    private static Int128 Sum(TableReader table, string column) => table.Longs(column).Aggregate(Int128.Zero, (sum, value) => sum + value);
}
