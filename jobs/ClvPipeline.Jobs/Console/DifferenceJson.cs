using System.Text.Json.Nodes;

namespace ClvPipeline.Jobs;

/// <summary>What moved between two runs, for programs: every mode, model and channel, what moved most first.</summary>
internal static class DifferenceJson
{
    /// <summary>All of it.</summary>
    public static JsonObject Of(RunDifference difference, string? mode, string? model)
    {
        var rows = difference.Channels.Where(row => (mode is null || row.Mode == mode) && (model is null || row.Model == model)).ToList();
        return new JsonObject
        {
            ["before"] = difference.Before.RunId,
            ["after"] = difference.After.RunId,
            ["currency"] = (string?)difference.After.Run["parameters"]?["currency"],
            ["causes"] = new JsonArray([.. difference.Causes.Select(cause => (JsonNode)cause)]),
            ["reason"] = difference.Reason,
            ["channels"] = new JsonArray([.. rows.Select(row => Row(difference, [row], row.Channel))]),
            ["totals"] = new JsonArray([.. rows.GroupBy(row => (row.Mode, row.Model)).Select(group => Row(difference, [.. group], null))]),
        };
    }

    private static JsonObject Row(RunDifference difference, IReadOnlyList<MovedChannel> rows, string? channel)
    {
        var node = new JsonObject { ["mode"] = rows[0].Mode, ["model"] = rows[0].Model };
        if (channel is not null) node["channel"] = channel;
        (node["before"], node["after"], node["difference"]) = (Sum(row => row.Before), Sum(row => row.After), Sum(row => row.Difference));
        node["by_cause"] = new JsonObject(difference.Causes.Select(cause => KeyValuePair.Create(cause, (JsonNode?)Sum(row => row.By(cause)))));
        return node;

        string Sum(Func<MovedChannel, Int128> value) => Money.Exact(rows.Aggregate(Int128.Zero, (sum, row) => sum + value(row)));
    }
}
