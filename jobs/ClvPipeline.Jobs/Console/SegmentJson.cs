using System.Text.Json.Nodes;

namespace ClvPipeline.Jobs;

/// <summary>Every dimension but those with a row for each month or set of channels: segment by segment what is most asked for, as in <c>segment_value</c>.</summary>
internal static class SegmentJson
{
    private static readonly string[] Amounts = ["clv", "clv_mean", "clv_median", "clv_p10", "clv_p90", "clv_new", "max_acquisition_cost", "cac"], Reals = ["top_20_share", "retention"];

    /// <summary>Dimension, then segment.</summary>
    public static JsonObject Of(ResultTable table)
    {
        var (view, node) = (new TableView(table), new JsonObject());
        var (dimensions, names, parts) = (view.Texts("dimension"), view.Texts("segment"), view.Texts("part_of"));
        for (var row = 0; row < table.Rows; row++)
        {
            if (parts(row) is not null || dimensions(row) == "cohort_month") continue;
            var segment = new JsonObject { ["customers"] = view.Longs("customers")[row], ["active_customers"] = view.Longs("active_customers")[row] };
            foreach (var column in Amounts) segment[column] = view.LongsOrNull(column)(row) is { } amount ? Money.Exact(amount) : null;
            foreach (var column in Reals) segment[column] = view.RealsOrNull(column)(row);
            if (node[dimensions(row)!] is not JsonObject dimension) node[dimensions(row)!] = dimension = [];
            dimension[names(row)!] = segment;
        }

        return node;
    }
}
