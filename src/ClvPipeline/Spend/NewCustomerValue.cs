namespace ClvPipeline;

/// <summary>
/// What a new customer brings, month by month: the mean profit of the first orders of the last 365 days, then margin × mean spend × the discounted purchases of a
/// customer about whom nothing is known yet (contract §3.7).
/// </summary>
internal sealed class NewCustomerValue
{
    private readonly double[] _upTo; // by month, in units of the currency; 0 is the first order alone

    private NewCustomerValue(double[] upTo) => _upTo = upTo;

    /// <param name="firstOrders">Profit of first orders in micro-units, and their number.</param>
    /// <param name="margin">Profit per unit of revenue of later orders.</param>
    /// <param name="predictions">The models; null where nothing is expected.</param>
    public static NewCustomerValue? Of((Int128 Profit, long Orders) firstOrders, double margin, Predictions? predictions)
    {
        if (firstOrders.Orders == 0) return null;
        var first = (double)firstOrders.Profit / Micros.PerUnit / firstOrders.Orders;
        return new NewCustomerValue([first, .. predictions?.ProfitOfNewCustomer(margin).Select(later => first + later) ?? []]);
    }

    /// <summary>All of it up to the horizon, in units of the currency.</summary>
    public double Total => _upTo[^1];

    /// <summary>The first month in which a new customer has brought in that much; 0 if the first order does, null if none up to the horizon.</summary>
    public int? PaybackMonths(double cost)
    {
        var month = Array.FindIndex(_upTo, value => value >= cost);
        return month < 0 ? null : month;
    }
}
