namespace ClvPipeline.Tests.Oracle;

/// <summary>All that is known of one (customer, order): its row, if there is one, and its refunds; profit in micro-units.</summary>
public sealed record Purchase(Id Customer, Id OrderId, OrderEntry? Row, IReadOnlyList<OrderEntry> Refunds, long Profit)
{
    public long Revenue => (Row?.Revenue ?? 0) + Refunds.Sum(refund => refund.Revenue);

    public long Cogs => Revenue - Profit;

    /// <summary>Whether it is an order: its net revenue is above zero. Anything else moves the customer's money and is nothing else.</summary>
    public bool IsOrder => Row is not null && Revenue > 0;

    /// <summary>The instant of an order.</summary>
    public long At => Row!.At;

    /// <summary>Adds up the profit of all rows exactly and rounds it once.</summary>
    public static Purchase Of(OrderEntry? row, IReadOnlyList<OrderEntry> refunds, decimal? grossMargin)
    {
        var profit = Fraction.Zero;
        if (row is not null) profit += row.Cogs is { } cogs ? row.Revenue - cogs : Estimate(row.Revenue);
        foreach (var refund in refunds)
        {
            if (refund.Cogs is { } known) profit += refund.Revenue - known;
            else if (row is { Cogs: { } ofOrder, Revenue: > 0 }) profit += refund.Revenue - (Fraction)ofOrder * refund.Revenue / row.Revenue;
            else if (row is { Cogs: not null }) profit += refund.Revenue; // a share of an order of 0.00: no COGS comes back
            else profit += Estimate(refund.Revenue);
        }
        var any = row ?? refunds[0];
        return new Purchase(any.Customer, any.Order, row, refunds, (long)profit.RoundHalfEven());

        Fraction Estimate(long revenue) => (Fraction)revenue * (grossMargin ?? throw new InvalidOperationException("this shop needs clv.grossMargin"));
    }
}
