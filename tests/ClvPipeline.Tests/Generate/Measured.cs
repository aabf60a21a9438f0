using ClvPipeline.Jobs.Generate;

namespace ClvPipeline.Tests.Generate;

/// <summary>A simulated shop read back row by row, as an analyst would: orders net of refunds, unknown COGS by the mean margin.</summary>
internal sealed class Measured
{
    public sealed record Touch(int Customer, DateTime Utc, int Channel, bool Consent);
    public sealed record OrderRow(int Customer, int Number, DateTime Utc, double Revenue, double? Cogs);

    public List<Touch> Touches { get; } = [];
    public List<OrderRow> OrderRows { get; } = [];
    public TrueParameters Truth { get; } = new();
    public Shop Shop { get; }
    public GenerateOptions Options { get; }

    private Measured(GenerateOptions options)
    {
        Options = options;
        var shop = Shop = Shop.Simulate(options, Truth, null, CancellationToken.None);
        for (var day = 0; day < shop.TouchesPerDay.Count; day++)
        {
            var midnight = DateTime.UnixEpoch.AddTicks(shop.Midnight(day) * 10);
            var touches = new ulong[shop.TouchesPerDay[day]];
            shop.TakeTouches(day, touches);
            foreach (var bits in touches)
            {
                var touch = new TouchKey(bits);
                Touches.Add(new Touch(touch.Customer, midnight.AddMilliseconds(touch.MillisecondOfDay), touch.Channel, touch.Consent));
            }
            var (keys, amounts) = (new ulong[shop.OrdersPerDay[day]], new ulong[shop.OrdersPerDay[day]]);
            shop.TakeOrders(day, keys, amounts);
            for (var i = 0; i < keys.Length; i++)
            {
                var (key, amount) = (new OrderKey(keys[i]), new OrderAmounts(amounts[i]));
                double? cogs = amount.CogsCents == OrderAmounts.UnknownCogs ? null : amount.CogsCents / 100.0;
                OrderRows.Add(new OrderRow(key.Customer, key.Number, midnight.AddMilliseconds(key.MillisecondOfDay), amount.RevenueCents / 100.0, cogs));
            }
        }
    }

    public static Measured Of(int customers, long seed) => new(new GenerateOptions { Customers = customers, OutFolder = "none", Seed = seed });

    public IEnumerable<OrderRow> Orders => OrderRows.Where(row => row.Revenue > 0);

    /// <summary>Net orders (revenue left after refunds above 0) per buyer.</summary>
    public IReadOnlyDictionary<int, int> NetOrders => OrderRows.GroupBy(row => (row.Customer, row.Number)).Where(order => order.Sum(row => row.Revenue) > 0.005)
        .GroupBy(order => order.Key.Customer).ToDictionary(buyer => buyer.Key, buyer => buyer.Count());

    public double BuyOnceShare => NetOrders.Values.Count(orders => orders == 1) / (double)NetOrders.Count;

    /// <summary>Share of the profit that the best fifth of the buyers bring.</summary>
    public double TopFifthShare()
    {
        var profit = OrderRows.GroupBy(row => row.Customer).Select(buyer => buyer.Sum(row => row.Revenue - (row.Cogs ?? (1 - Truth.MeanMargin) * row.Revenue)))
            .OrderDescending().ToArray();
        return profit.Take(profit.Length / 5).Sum() / profit.Sum();
    }

    /// <summary>First orders per day of each month of the year, over their mean; first orders, because all orders grow with the number of customers too.</summary>
    public (double Low, double High) Swing()
    {
        var firsts = Orders.Where(row => row.Number == 1).ToArray();
        var perDay = Enumerable.Range(1, 12).Select(month => firsts.Count(row => row.Utc.Month == month) / (double)Enumerable.Range(2024, 3).Sum(year =>
            Enumerable.Range(1, DateTime.DaysInMonth(year, month)).Count(day => new DateOnly(year, month, day) >= Options.FirstDate && new DateOnly(year, month, day) <= Options.EndDate))).ToArray();
        return (perDay.Min() / perDay.Average(), perDay.Max() / perDay.Average());
    }

    /// <summary>Share of buyers among the people whom a channel reached first, by channel.</summary>
    public double[] ConversionByFirstChannel()
    {
        var buyers = Orders.Select(row => row.Customer).ToHashSet();
        return [.. Touches.GroupBy(touch => touch.Customer).Select(person => (person.First().Channel, Bought: buyers.Contains(person.Key)))
            .GroupBy(person => person.Channel).OrderBy(channel => channel.Key).Select(channel => channel.Average(person => person.Bought ? 1.0 : 0))];
    }
}
