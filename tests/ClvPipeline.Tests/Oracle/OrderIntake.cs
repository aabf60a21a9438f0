namespace ClvPipeline.Tests.Oracle;

/// <summary>What became of the rows of <c>orders</c>, row by row, and the purchases that they make.</summary>
public sealed class OrderIntake
{
    private OrderIntake(int rows) => (Outcomes, Reasons, Entries) = (new Outcome[rows], new string?[rows], new OrderEntry?[rows]);

    public Outcome[] Outcomes { get; }

    /// <summary>Why a row was rejected.</summary>
    public string?[] Reasons { get; }

    /// <summary>The rows that were not rejected.</summary>
    public OrderEntry?[] Entries { get; }

    /// <summary>Orders, and what is none (zero, over-refunded, unlinked).</summary>
    public IReadOnlyList<Purchase> Purchases { get; private set; } = [];

    public static OrderIntake Read(Shop shop, OracleSettings settings)
    {
        var rows = shop.Orders;
        var intake = new OrderIntake(rows.Count);
        var clock = new Clock(shop.OrderZone ?? settings.TimeZone);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            var at = row.OrderedAt is { } reading ? clock.Instant(reading, shop.OrderTimes, lastOfDay: true) : (long?)null;
            var later = RowCheck.Time(at) is null && at > settings.Horizon;
            intake.Reasons[i] = later ? null : Problem(row, at, settings);
            if (!later && intake.Reasons[i] is null)
                intake.Entries[i] = new OrderEntry(row.CustomerId!.Value, row.OrderId!.Value, at!.Value, RowCheck.MicroUnits(row.Revenue!.Value),
                    row.Cogs is { } cogs ? RowCheck.MicroUnits(cogs) : null, Names.Normal(row.SalesChannel));
            intake.Outcomes[i] = intake.Reasons[i] is not null ? Outcome.Rejected
                : later ? Outcome.NotVisible
                : Outcome.Used;
        }
        intake.Net(settings.GrossMargin);
        return intake;
    }

    private static string? Problem(OrderRow row, long? at, OracleSettings settings)
    {
        var problem = RowCheck.Key(row.OrderId) ?? RowCheck.Key(row.CustomerId) ?? RowCheck.Time(at)
            ?? (row.Revenue is null ? "null revenue" : null)
            ?? RowCheck.Money(row.Revenue, settings.MaxAmount) ?? RowCheck.Money(row.Cogs, settings.MaxAmount)
            ?? Utf8Text.Problem(row.SalesChannel) ?? Utf8Text.Problem(row.Currency);
        if (problem is not null) return problem;
        if (row.Cogs is { } cogs)
        {
            var isRefund = RowCheck.MicroUnits(row.Revenue!.Value) < 0;
            if (!isRefund && RowCheck.MicroUnits(cogs) < 0) return "negative COGS outside refunds";
            if (isRefund && RowCheck.MicroUnits(cogs) > 0) return "positive COGS on a refund";
        }
        var currency = row.Currency?.Trim() ?? "";
        return currency.Length > 0 && currency != settings.Currency ? "another currency" : null;
    }

    private void Net(decimal? grossMargin)
    {
        var purchases = new List<Purchase>();
        var groups = Enumerable.Range(0, Outcomes.Length)
            .Where(i => Outcomes[i] == Outcome.Used)
            .GroupBy(i => (Entries[i]!.Customer, Entries[i]!.Order));
        foreach (var group in groups)
        {
            var rows = group.Where(i => Entries[i]!.Revenue >= 0)
                .OrderBy(i => Entries[i]!.At)
                .ThenBy(i => Entries[i]!.Revenue)
                .ThenBy(i => Entries[i]!.Cogs)
                .ThenBy(i => Entries[i]!.SalesChannel, Utf8Text.ByBytes)
                .ToList();
            var refunds = group.Where(i => Entries[i]!.Revenue < 0).GroupBy(i => Entries[i]).ToList();
            foreach (var i in rows.Skip(1).Concat(refunds.SelectMany(equal => equal.Skip(1)))) Outcomes[i] = Outcome.Repeated;
            purchases.Add(Purchase.Of(rows.Count > 0 ? Entries[rows[0]] : null, [.. refunds.Select(equal => equal.Key!)], grossMargin));
        }
        Purchases = purchases;
    }
}
