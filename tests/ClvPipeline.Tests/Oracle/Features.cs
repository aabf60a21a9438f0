namespace ClvPipeline.Tests.Oracle;

/// <summary>What makes a shop nasty, found in the shop itself rather than in how it was drawn.</summary>
public static class Features
{
    /// <summary>Why rows are rejected; each has to occur.</summary>
    private static readonly string[] Reasons =
    [
        "null key", "blank key", "null time", "time before 1970", "time after 2199", "null revenue", "NaN or infinite money", "amount too large",
        "negative COGS outside refunds", "positive COGS on a refund", "another currency", "U+0000", "over 1,000 bytes", "invalid UTF-8",
    ];

    public static void Count(RandomShop random, FeatureCounter counter)
    {
        var (_, shop, settings) = random;
        var touches = TouchIntake.Read(shop, settings);
        var orders = OrderIntake.Read(shop, settings);
        var customers = CustomerIntake.Read(shop);
        foreach (var kind in Enum.GetValues<IdKind>()) counter.See($"customer ids: {kind}", shop.CustomerIds == kind);
        foreach (var column in RandomShop.OptionalColumns) counter.See($"no column {column}", shop.Absent.Contains(column));
        var reasons = touches.Reasons.Concat(orders.Reasons).Concat(customers.Reasons).ToHashSet();
        foreach (var reason in Reasons) counter.See($"rejected: {reason}", reasons.Contains(reason));
        Rows(shop, settings, touches, orders, customers, counter);
        Refunds(orders.Purchases, counter);
        JourneyFeatures.Count(shop, settings, touches, orders, counter);
    }

    private static void Rows(Shop shop, OracleSettings settings, TouchIntake touches, OrderIntake orders, CustomerIntake customers, FeatureCounter counter)
    {
        var usedTouches = shop.Touches.Where((_, i) => touches.Outcomes[i] == Outcome.Used).ToList();
        var usedOrders = shop.Orders.Where((_, i) => orders.Outcomes[i] == Outcome.Used).ToList();
        counter.See("blank channel", usedTouches.Any(row => string.IsNullOrWhiteSpace(row.Channel)));
        counter.See("blank campaign", !shop.Absent.Contains("touchpoints.campaign") && usedTouches.Any(row => string.IsNullOrWhiteSpace(row.Campaign)));
        counter.See("reserved channel name", usedTouches.Any(row => Names.IsReserved(row.Channel?.Trim() ?? "")));
        counter.See("channel with surrounding blanks", usedTouches.Any(row => row.Channel?.Trim() is { Length: > 0 } name && name != row.Channel));
        counter.See("channel of 1,000 bytes", usedTouches.Any(row => row.Channel?.Length == 1_000));
        counter.See("DIRECT in other case", usedTouches.Any(row => settings.IsDirect(Names.Normal(row.Channel)) && !settings.DirectChannels.Contains(Names.Normal(row.Channel))));
        counter.See("no consent", touches.Outcomes.Contains(Outcome.NoConsent));
        counter.See("consent null", !shop.Absent.Contains("touchpoints.consent") && usedTouches.Any(row => row.Consent is null));
        counter.See("null touch_id", !shop.Absent.Contains("touchpoints.touch_id") && usedTouches.Any(row => row.TouchId is null));
        counter.See("blank touch_id", usedTouches.Any(row => row.TouchId is { IsBlank: true }));
        counter.See("touch_id of another customer", usedTouches.Where(row => row.TouchId is { IsBlank: false }).GroupBy(row => row.TouchId).Any(same => same.Count() > 1));
        counter.See("repeated touch", touches.Outcomes.Contains(Outcome.Repeated));
        counter.See("repeated order", orders.Outcomes.Where((outcome, i) => outcome == Outcome.Repeated && orders.Entries[i]!.Revenue >= 0).Any());
        counter.See("equal refund rows", orders.Outcomes.Where((outcome, i) => outcome == Outcome.Repeated && orders.Entries[i]!.Revenue < 0).Any());
        counter.See("touch after the as-of date", touches.Outcomes.Contains(Outcome.NotVisible));
        counter.See("order after the as-of date", orders.Outcomes.Contains(Outcome.NotVisible));
        counter.See("repeated customer", customers.Outcomes.Contains(Outcome.Repeated));
        counter.See("no customers dataset", shop.Customers is null);
        counter.See("COGS null", !shop.Absent.Contains("orders.cogs") && usedOrders.Any(row => row.Cogs is null));
        counter.See("revenue -0.0", usedOrders.Any(row => row.Revenue is 0 && double.IsNegative(row.Revenue.Value)));
        counter.See("revenue of less than a micro-unit", usedOrders.Any(row => Math.Round(row.Revenue!.Value, 6) != row.Revenue));
        counter.See("order_id of another customer", usedOrders.Where(row => row.Revenue >= 0).GroupBy(row => row.OrderId).Any(same => same.Count() > 1));
        counter.See("touches by day", shop.TouchTimes == TimeReading.Day);
        counter.See("orders by day", shop.OrderTimes == TimeReading.Day);
        counter.See("null day", (shop.TouchTimes == TimeReading.Day && shop.Touches.Any(row => row.OccurredAt is null)) || (shop.OrderTimes == TimeReading.Day && shop.Orders.Any(row => row.OrderedAt is null)));
        counter.See("zone of the dataset's own", shop.TouchTimes == TimeReading.Local && shop.TouchZone is not null);
    }

    private static void Refunds(IReadOnlyList<Purchase> purchases, FeatureCounter counter)
    {
        var refunded = purchases.Where(purchase => purchase.Row is { Revenue: > 0 } && purchase.Refunds.Count > 0).ToList();
        counter.See("refund", refunded.Any(purchase => purchase.IsOrder));
        counter.See("two refunds of one order", refunded.Any(purchase => purchase.Refunds.Count > 1));
        counter.See("unlinked refund", purchases.Any(purchase => purchase.Row is null));
        counter.See("fully refunded order", refunded.Any(purchase => purchase.Revenue == 0));
        counter.See("refund above the order", refunded.Any(purchase => purchase.Revenue < 0));
        counter.See("refund of an order of zero", purchases.Any(purchase => purchase.Row is { Revenue: 0 } && purchase.Refunds.Count > 0));
        counter.See("partial refund with unknown COGS", refunded.Any(purchase => purchase is { IsOrder: true, Row.Cogs: not null } && purchase.Refunds.Any(refund => refund.Cogs is null)));
        counter.See("refund with COGS back in stock", refunded.Any(purchase => purchase.Refunds.Any(refund => refund.Cogs < 0)));
        counter.See("refund before its order", refunded.Any(purchase => purchase.Refunds.Any(refund => refund.At < purchase.At)));
        counter.See("zero-revenue order", purchases.Any(purchase => purchase.Row is { Revenue: 0 } && purchase.Refunds.Count == 0));
        counter.See("order at a loss", purchases.Any(purchase => purchase is { IsOrder: true, Profit: < 0 }));
    }
}
