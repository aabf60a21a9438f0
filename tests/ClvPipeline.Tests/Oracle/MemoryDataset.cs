namespace ClvPipeline.Tests.Oracle;

/// <summary>A dataset of a shop, served from memory in a given layout.</summary>
public sealed class MemoryDataset(string name, string? timeZone, IReadOnlyList<MemoryPart> parts) : IDataset
{
    public string Name => name;

    public string? TimeZone => timeZone;

    public IReadOnlyList<MemoryPart> MemoryParts => parts;

    public IReadOnlyList<IPart> Parts => parts;

    public IReadOnlyList<string> FurtherColumns => name == "customers" ? [.. parts.SelectMany(part => part.Columns.Keys).Distinct().Except(["customer_id", "segment"])] : [];

    /// <summary>All datasets of a shop.</summary>
    public static Inputs Inputs(Shop shop, OracleSettings settings, Layout layout) =>
        new(Touchpoints(shop, settings, layout), Orders(shop, settings, layout), shop.Customers is null ? null : Customers(shop, layout));

    public static MemoryDataset Touchpoints(Shop shop, OracleSettings settings, Layout layout)
    {
        var times = new TimeForms(shop.TouchTimes, shop.TouchZone, settings.TimeZone, lastOfDay: false);
        return new MemoryDataset("touchpoints", shop.TouchZone, Cut("touchpoints", shop.Touches, layout, shop.Absent, (rows, random) => new()
        {
            ["customer_id"] = IdForms.Column(shop.CustomerIds, [.. rows.Select(row => row.CustomerId)], layout.Batch(random)),
            ["occurred_at"] = layout.Pick(times.Of([.. rows.Select(row => row.OccurredAt)], random), random),
            ["channel"] = TextColumn.Of(rows.Select(row => row.Channel), layout.Batch(random)),
            ["touch_id"] = IdForms.Column(shop.TouchIds, [.. rows.Select(row => row.TouchId)], layout.Batch(random)),
            ["campaign"] = TextColumn.Of(rows.Select(row => row.Campaign), layout.Batch(random)),
            ["consent"] = new LongColumn(new ColumnType(ColumnKind.Boolean, "boolean"), [.. rows.Select(row => row.Consent is { } consent ? consent ? 1L : 0 : (long?)null)]),
        }));
    }

    public static MemoryDataset Orders(Shop shop, OracleSettings settings, Layout layout)
    {
        var times = new TimeForms(shop.OrderTimes, shop.OrderZone, settings.TimeZone, lastOfDay: true);
        return new MemoryDataset("orders", shop.OrderZone, Cut("orders", shop.Orders, layout, shop.Absent, (rows, random) => new()
        {
            ["order_id"] = IdForms.Column(shop.OrderIds, [.. rows.Select(row => row.OrderId)], layout.Batch(random)),
            ["customer_id"] = IdForms.Column(shop.CustomerIds, [.. rows.Select(row => row.CustomerId)], layout.Batch(random)),
            ["ordered_at"] = layout.Pick(times.Of([.. rows.Select(row => row.OrderedAt)], random), random),
            ["revenue"] = layout.Pick(MoneyForms.Of([.. rows.Select(row => row.Revenue)]), random),
            ["cogs"] = layout.Pick(MoneyForms.Of([.. rows.Select(row => row.Cogs)]), random),
            ["sales_channel"] = TextColumn.Of(rows.Select(row => row.SalesChannel), layout.Batch(random)),
            ["currency"] = TextColumn.Of(rows.Select(row => row.Currency), layout.Batch(random)),
        }));
    }

    public static MemoryDataset Customers(Shop shop, Layout layout) =>
        new("customers", null, Cut("customers", shop.Customers!, layout, shop.Absent, (rows, random) => new()
        {
            ["customer_id"] = IdForms.Column(shop.CustomerIds, [.. rows.Select(row => row.CustomerId)], layout.Batch(random)),
            ["segment"] = TextColumn.Of(rows.Select(row => row.Segment), layout.Batch(random)),
            ["tier"] = new LongColumn(new ColumnType(ColumnKind.Integer, "integer"), [.. rows.Select(row => row.Tier)]),
            ["channel_use"] = new LongColumn(new ColumnType(ColumnKind.Boolean, "boolean"), [.. rows.Select(row => row.ChannelUse is { } use ? use ? 1L : 0 : (long?)null)]),
            ["since"] = new LongColumn(new ColumnType(ColumnKind.Date, "date"), [.. rows.Select(row => row.Since is { } day ? Clock.Midnight(day) / Clock.Day : (long?)null)]),
            ["country"] = TextColumn.Of(rows.Select(row => row.Country), layout.Batch(random)),
        }));

    /// <summary>Cuts the rows at random places (parts may be empty) and deals the parts to one to three sources, one after another.</summary>
    private static List<MemoryPart> Cut<T>(
        string name, IReadOnlyList<T> rows, Layout layout, IReadOnlySet<string> absent, Func<IReadOnlyList<T>, Random, Dictionary<string, PhysicalColumn>> columns)
    {
        var random = layout.Random(name);
        var shuffled = rows.ToArray();
        if (!layout.IsPlain) random.Shuffle(shuffled);
        int[] cuts = [0, .. Enumerable.Range(1, layout.Parts - 1).Select(i => layout.IsPlain ? rows.Count * i / layout.Parts : random.Next(rows.Count + 1)).Order(), rows.Count];
        var sources = layout.IsPlain ? 1 : random.Next(1, Math.Min(3, layout.Parts) + 1);
        var parts = new List<MemoryPart>();
        for (var i = 0; i < layout.Parts; i++)
        {
            var source = $"{name}-{i * sources / layout.Parts + 1}.parquet";
            var own = shuffled[cuts[i]..cuts[i + 1]];
            var firstRow = parts.Count > 0 && parts[^1].Source == source ? parts[^1].FirstRow + parts[^1].Rows : 1;
            // A column may be missing from a part only: older files had it not.
            var served = columns(own, random).Where(column =>
                !absent.Contains($"{name}.{column.Key}") && (layout.IsPlain || !column.Value.IsEmpty || !RandomShop.OptionalColumns.Contains($"{name}.{column.Key}") || random.Next(3) > 0));
            parts.Add(new MemoryPart(source, firstRow, own.Length, served.ToDictionary()));
        }
        return parts;
    }
}
