namespace ClvPipeline.Jobs.Report;

/// <summary>A row of <c>channel_summary</c>; money and counted parts in micro-units.</summary>
internal sealed record ChannelRow(string Mode, string Model, string Channel, long Customers, long Orders, long Touchpoints, long Revenue, long Historic, long Expected, long Clv, double? Share)
{
    /// <summary>What it cost; null where that is not known.</summary>
    public long? Spend { get; init; }

    /// <summary>New customers of months with spend.</summary>
    public long? NewCustomers { get; init; }

    /// <summary>Cost of a new customer.</summary>
    public long? Cac { get; init; }

    /// <summary>Revenue for each unit of spend.</summary>
    public double? Roas { get; init; }

    /// <summary>Revenue of first orders for each unit of spend.</summary>
    public double? RoasFirstOrder { get; init; }

    /// <summary>Lifetime value for each unit of spend.</summary>
    public double? ClvToCac { get; init; }

    /// <summary>Months until a new customer has brought in what one costs.</summary>
    public long? PaybackMonths { get; init; }

    /// <summary>All rows of the table.</summary>
    public static List<ChannelRow> All(TableView view)
    {
        var (modes, models, channels) = (view.Texts("mode"), view.Texts("model"), view.Texts("channel"));
        long[] customers = view.Longs("customers"), orders = view.Longs("orders"), touchpoints = view.Longs("touchpoints");
        long[] revenue = view.Longs("revenue"), historic = view.Longs("historic_profit"), expected = view.Longs("expected_profit"), clv = view.Longs("clv");
        Func<int, long?> spend = view.LongsOrNull("spend"), fresh = view.LongsOrNull("new_customers"), cac = view.LongsOrNull("cac"), payback = view.LongsOrNull("payback_months");
        Func<int, double?> share = view.RealsOrNull("share"), roas = view.RealsOrNull("roas"), first = view.RealsOrNull("roas_first_order"), clvToCac = view.RealsOrNull("clv_to_cac");
        return [.. Enumerable.Range(0, view.Rows).Select(i => new ChannelRow(modes(i)!, models(i)!, channels(i)!, customers[i], orders[i], touchpoints[i], revenue[i], historic[i], expected[i], clv[i], share(i))
        {
            Spend = spend(i), NewCustomers = fresh(i), Cac = cac(i), Roas = roas(i), RoasFirstOrder = first(i), ClvToCac = clvToCac(i), PaybackMonths = payback(i),
        })];
    }
}
