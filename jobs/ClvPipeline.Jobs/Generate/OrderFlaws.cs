namespace ClvPipeline.Jobs.Generate;

/// <summary>The flawed orders: each is a copy of the sound order before it with one thing changed.</summary>
internal sealed class OrderFlaws(Shop shop, FlawList list)
{
    private const string Rejected = "rejected", Repeated = "repeated", Used = "used", NotVisible = "not_visible";
    private sealed record Kind(int Count, string Name, string Column, string Outcome, Func<OrderRow, long, OrderRow> Change, bool AtEnd = false);

    private static readonly IReadOnlyList<Kind> Kinds =
    [
        new(6, "the same row again", "order_id", Repeated, (sound, _) => sound),
        new(2, "the same order again, a minute later", "order_id", Repeated, (sound, _) => sound with { OrderedAt = sound.OrderedAt + 60_000_000 }),
        new(1, "no order id", "order_id", Rejected, (sound, _) => sound with { OrderId = RowGroup.Null }),
        new(2, "no customer", "customer_id", Rejected, (sound, id) => sound with { OrderId = id, Customer = -1 }),
        new(1, "no time", "ordered_at", Rejected, (sound, id) => sound with { OrderId = id, OrderedAt = RowGroup.Null }),
        new(2, "a time in 1969", "ordered_at", Rejected, (sound, id) => sound with { OrderId = id, OrderedAt = -86_400_000_000 }),
        new(1, "revenue beyond quality.maxAmount", "revenue", Rejected, (sound, id) => sound with { OrderId = id, RevenueCents = 200_000_000_000 }),
        new(3, "negative COGS outside a refund", "cogs", Rejected, (sound, id) => sound with { OrderId = id, CogsCents = -1234 }),
        new(3, "another currency", "currency", Rejected, (sound, id) => sound with { OrderId = id, Currency = 1 }),
        new(Refunds, "a refund of an unknown order", "order_id", Used, (sound, id) => sound with { OrderId = id, RevenueCents = -1999, CogsCents = RowGroup.Null }),
        new(2, "revenue 0: no order in the sense of the contract", "revenue", Used, (sound, id) => sound with { OrderId = id, RevenueCents = 0, CogsCents = 0 }),
        new(3, "after the as-of date", "ordered_at", NotVisible, (sound, id) => sound with { OrderId = id }, AtEnd: true),
    ];

    /// <summary>The number of flawed rows.</summary>
    public static readonly int Most = Kinds.Sum(kind => kind.Count);

    /// <summary>Those of them with negative revenue: the refunds of unknown orders.</summary>
    public const int Refunds = 3;

    /// <summary>The flawed rows that follow a day's; counts and lists them.</summary>
    /// <param name="day">The UTC day just written.</param>
    /// <param name="sound">The last order with positive revenue.</param>
    /// <param name="file">The file's name, for the list.</param>
    /// <param name="row">The number of rows in the file so far.</param>
    public IReadOnlyList<OrderRow> On(int day, OrderRow? sound, string file, ref long row)
    {
        if (!shop.Options.Flaws || sound is null)
        {
            return [];
        }
        var rows = new List<OrderRow>();
        // No sound order has such an id: they go by the customer's number.
        var (i, firstId) = (0, (shop.Options.Customers + 1L) * 1000 + 900);
        foreach (var kind in Kinds)
        {
            for (var n = 0; n < kind.Count; n++, i++)
            {
                var onDay = kind.AtEnd ? shop.Clock.Days : FlawList.Day(i * 11 % Most, Most, shop.Clock.Days);
                if (onDay != day)
                {
                    continue;
                }
                var flawed = kind.Change(sound.Value, firstId + i);
                rows.Add(kind.AtEnd ? flawed with { OrderedAt = shop.Midnight(day + 1 + n % 3) + 12 * ShopClock.Hour * 1000 } : flawed);
                list.Add(new Flaw("orders", file, ++row, kind.Name, kind.Column, kind.Outcome));
            }
        }
        return rows;
    }
}
