namespace ClvPipeline.Tests.Oracle;

/// <summary>Draws the orders and refunds of a customer.</summary>
public sealed class RandomOrders(Random random, OracleSettings settings, RandomTimes times, RandomIds ids, RandomMoney money, RandomNames channels, IReadOnlySet<string> absent)
{
    private readonly List<Id> known = [];

    public IEnumerable<OrderRow> Of(Id customer)
    {
        var count = random.Next(10) switch { < 3 => 0, < 6 => 1, < 8 => 2, _ => random.Next(3, 7) };
        var rows = new List<OrderRow>();
        for (var i = 0; i < count; i++)
        {
            var order = New(customer, rows);
            rows.Add(order);
            if (random.Next(4) == 0) rows.AddRange(Refunds(order));
        }
        if (random.Next(12) == 0) rows.Add(Unlinked(customer));
        var repeats = rows.Where(_ => random.Next(15) == 0).Select(Repeat).ToList();
        return rows.Concat(repeats);
    }

    private OrderRow New(Id customer, List<OrderRow> before)
    {
        var id = known.Count > 0 && random.Next(15) == 0 ? known[random.Next(known.Count)] : ids.Next();
        known.Add(id);
        var revenue = random.Next(20) == 0 ? random.Next(2) == 0 ? 0.0 : -0.0 : money.Next();
        var at = before.Count > 0 && random.Next(8) == 0 ? before[random.Next(before.Count)].OrderedAt : times.Next();
        return new OrderRow(id, customer, at, revenue, Cogs(revenue), SalesChannel(), Currency());
    }

    private IEnumerable<OrderRow> Refunds(OrderRow order)
    {
        var revenue = order.Revenue!.Value;
        var part = new[] { 0.25, 0.5, 1, 1, 1.5 }[random.Next(5)];
        for (var left = random.Next(5) == 0 ? 2 : 1; left > 0; left--)
        {
            var amount = revenue > 0 ? Math.Min(money.Part(revenue, part), (double)settings.MaxAmount / 2) : 5;
            if (amount <= 0) continue;
            var cogs = absent.Contains("orders.cogs") || random.Next(2) == 0 ? (double?)null : random.Next(3) == 0 ? 0.0 : -money.Part(amount, 0.6);
            var refund = order with { OrderedAt = RefundedAt(order), Revenue = -amount, Cogs = cogs };
            yield return refund;
            if (random.Next(5) == 0) yield return refund with { Currency = Currency() };
            if (random.Next(8) == 0) yield return refund with { SalesChannel = SalesChannel() };
        }
    }

    /// <summary>Mostly some days after the order, also after the as-of date; sometimes before the order.</summary>
    private long? RefundedAt(OrderRow order) => times.At(times.Instant(order.OrderedAt!.Value) + random.Next(-3, 40) * Clock.Day);

    private OrderRow Unlinked(Id customer)
    {
        // An order of that name may well be there, of another customer.
        var id = known.Count > 0 && random.Next(3) == 0 ? known[random.Next(known.Count)] : ids.Next();
        var cogs = absent.Contains("orders.cogs") || random.Next(2) == 0 ? (double?)null : -2.5;
        return new OrderRow(id, customer, times.Next(), -money.Part(money.Next(), 0.5) - 1, cogs, SalesChannel(), Currency());
    }

    private OrderRow Repeat(OrderRow row) => random.Next(6) switch
    {
        0 => row with { OrderedAt = times.Next() },
        1 when row.Revenue > 0 => row with { Revenue = money.Part(row.Revenue.Value, 0.9) },
        2 => row with { Cogs = Cogs(row.Revenue!.Value) },
        3 => row with { SalesChannel = SalesChannel() },
        4 => row with { Currency = Currency() },
        _ => row,
    };

    private double? Cogs(double revenue) =>
        absent.Contains("orders.cogs") || random.Next(4) == 0 ? null
        : revenue < 0 ? money.Part(revenue, 0.5)
        : random.Next(15) == 0 ? Math.Min(revenue + 1, (double)settings.MaxAmount / 2)
        : money.Part(revenue, random.NextDouble() * 0.9);

    private string? SalesChannel() => absent.Contains("orders.sales_channel") ? null : channels.Next();

    private string? Currency() => absent.Contains("orders.currency") ? null : random.Next(8) switch
    {
        0 => null,
        1 => " ",
        2 => $" {settings.Currency} ",
        _ => settings.Currency,
    };
}
