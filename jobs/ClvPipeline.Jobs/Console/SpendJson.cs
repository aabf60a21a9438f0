using System.Text.Json.Nodes;

namespace ClvPipeline.Jobs;

/// <summary>What channels cost and bring back, for programs: every channel with spend or new customers of its own; what is not known is null.</summary>
internal static class SpendJson
{
    /// <summary>Mode, then model, then channel.</summary>
    public static JsonObject Of(ResultTable summary)
    {
        var view = new TableView(summary);
        var (modes, models, channels) = (view.Texts("mode"), view.Texts("model"), view.Texts("channel"));
        var (spend, newCustomers, cac, payback) = (view.LongsOrNull("spend"), view.LongsOrNull("new_customers"), view.LongsOrNull("cac"), view.LongsOrNull("payback_months"));
        var (clvToCac, roas, firstOrder) = (view.RealsOrNull("clv_to_cac"), view.RealsOrNull("roas"), view.RealsOrNull("roas_first_order"));
        var all = new JsonObject();
        for (var row = 0; row < summary.Rows; row++)
        {
            Below(Below(all, modes(row)!), models(row)!)[channels(row)!] = new JsonObject
            {
                ["spend"] = Exact(spend(row)),
                ["new_customers"] = Exact(newCustomers(row)),
                ["cac"] = Exact(cac(row)),
                ["clv_to_cac"] = clvToCac(row),
                ["band"] = clvToCac(row) is { } ratio ? SpendTable.Band(ratio) : null,
                ["roas"] = roas(row),
                ["roas_first_order"] = firstOrder(row),
                ["payback_months"] = payback(row),
            };
        }

        return all;
    }

    private static JsonObject Below(JsonObject node, string name) => (JsonObject)(node[name] ??= new JsonObject());

    private static string? Exact(long? micros) => micros is { } some ? Money.Exact(some) : null;
}
