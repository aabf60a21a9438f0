namespace ClvPipeline.Tests.Oracle;

/// <summary>The attribution reference sets: plain CSV without quotes. Their <c>value</c> is revenue.</summary>
public static class ReferenceFiles
{
    /// <summary>The rows of a file under <c>Reference/attribution</c>, by the names in its first line.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(params string[] path)
    {
        var lines = File.ReadAllLines(Path.Combine([AppContext.BaseDirectory, "Reference", "attribution", .. path]));
        var names = lines[0].Split(',');
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',').Index().ToDictionary(cell => names[cell.Index], cell => cell.Item))];
    }

    /// <summary>The shop of a set, or only one customer of it.</summary>
    public static Shop Shop(string set, string? customer = null, bool firstOrdersOnly = false)
    {
        var touches = Read(set, "touchpoints.csv").Where(row => customer is null || row["customer_id"] == customer)
            .Select(row => new TouchRow(Id.Of(row["customer_id"]), Micros(row["touch_ts"]), row["channel"], Id.Of(row["touch_id"])));
        var orders = Read(set, "orders.csv").Where(row => customer is null || row["customer_id"] == customer)
            .Select(row => new OrderRow(Id.Of(row["order_id"]), Id.Of(row["customer_id"]), Micros(row["order_ts"]), double.Parse(row["value"])));
        if (firstOrdersOnly) orders = orders.GroupBy(order => order.CustomerId).Select(own => own.MinBy(order => (order.OrderedAt, order.OrderId))!);
        return new Shop
        {
            Touches = [.. touches],
            Orders = [.. orders],
            Absent = new HashSet<string> { "touchpoints.campaign", "touchpoints.consent", "orders.cogs", "orders.sales_channel", "orders.currency" },
        };
    }

    private static long Micros(string iso) => (DateTimeOffset.Parse(iso) - DateTimeOffset.UnixEpoch).Ticks / 10;
}
