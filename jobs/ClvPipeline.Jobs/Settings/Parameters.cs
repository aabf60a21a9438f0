using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>
/// The parameters of a run as one text: everything that decides its numbers, defaults filled in, keys sorted, numbers in their shortest form. Two
/// settings files that mean the same give the same text. Neither secrets, nor where results go, nor the as-of date.
/// </summary>
internal static class Parameters
{
    internal static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The canonical text.</summary>
    public static string Text(RunSettings run, IReadOnlyDictionary<string, DatasetSource> sources)
    {
        var modes = new JsonObject();
        if (run.Attribution.Acquisition is { } acquisition) modes["acquisition"] = new JsonObject { ["windowDays"] = Number(acquisition.WindowDays) };
        if (run.Attribution.Lifetime is { } lifetime) modes["lifetime"] = new JsonObject { ["windowDays"] = Number(lifetime.WindowDays) };
        if (run.Attribution.Order is { } order)
            modes["order"] = new JsonObject { ["path"] = order.Path == OrderPath.Overlap ? "overlap" : "restart", ["windowDays"] = Number(order.WindowDays) };

        return Sorted(new JsonObject
        {
            ["timeZone"] = run.TimeZone,
            ["currency"] = run.Currency,
            ["sources"] = Group(sources.Select(source => (source.Key, (JsonNode?)Source(source.Value)))),
            ["clv"] = new JsonObject
            {
                ["model"] = run.Clv.Model,
                ["fits"] = run.Clv.Fits,
                ["horizonMonths"] = run.Clv.HorizonMonths,
                ["discountRate"] = Number(run.Clv.DiscountRate),
                ["grossMargin"] = Exact(run.Clv.GrossMargin),
                ["saveProbability"] = Number(run.Clv.SaveProbability),
                ["status"] = new JsonObject
                {
                    ["lost"] = Number(run.Clv.Status.Lost),
                    ["atRisk"] = Number(run.Clv.Status.AtRisk),
                    ["slipping"] = Number(run.Clv.Status.Slipping),
                    ["atRiskGap"] = Number(run.Clv.Status.AtRiskGap),
                    ["slippingGap"] = Number(run.Clv.Status.SlippingGap),
                    ["newDays"] = run.Clv.Status.NewDays,
                },
            },
            ["attribution"] = new JsonObject
            {
                ["modes"] = modes,
                ["models"] = new JsonArray([.. run.Attribution.Models.Select(Model)]),
                ["directChannels"] = new JsonArray([.. run.Attribution.DirectChannels.Select(channel => (JsonNode)channel)]),
            },
            ["quality"] = new JsonObject
            {
                ["maxRejectedShare"] = Number(run.Quality.MaxRejectedShare),
                ["maxAmount"] = Exact(run.Quality.MaxAmount),
                ["minShareOfLastRun"] = Number(run.Quality.MinShareOfLastRun),
            },
            ["output"] = new JsonObject { ["customerValue"] = run.CustomerValue.ToString(), ["customerHorizon"] = run.CustomerHorizon, ["orderValue"] = run.OrderValue, ["channelPath"] = run.ChannelPath, ["segmentValue"] = run.SegmentValue },
        })!.ToJsonString(Plain);
    }

    /// <summary>SHA-256 of a text, in lower-case hex.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static JsonObject Source(DatasetSource source)
    {
        // How long a query may take decides no number.
        var node = source.Postgres is { } postgres ? new JsonObject { ["postgres"] = postgres.Text, ["connection"] = postgres.Connection } : new JsonObject { ["parquet"] = source.Parquet };
        if (source.Columns.Count > 0) node["columns"] = Group(source.Columns.Select(column => (column.Key, (JsonNode?)column.Value)));
        if (source.TimeZone is { } zone) node["timeZone"] = zone;
        return node;
    }

    private static JsonNode Model(ModelSettings model) =>
        Group(model.AllParameters().Select(p => (p.Key, Number(p.Value))).Concat([("type", (JsonNode?)model.Type), ("name", (JsonNode?)model.Name)]));

    private static JsonObject Group(IEnumerable<(string Name, JsonNode? Value)> members) => new(members.Select(member => KeyValuePair.Create(member.Name, member.Value)));

    private static JsonNode? Number(double? value) => value is { } number ? JsonValue.Create(number) : null;

    /// <summary>Without trailing zeros: 0.40 and 0.4 are the same margin.</summary>
    private static JsonNode? Exact(decimal? value) => value is { } number ? JsonNode.Parse(number.ToString("0.############################", CultureInfo.InvariantCulture)) : null;

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject group => Group(group.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => (member.Key, Sorted(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
