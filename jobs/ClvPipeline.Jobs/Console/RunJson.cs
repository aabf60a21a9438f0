using System.Text.Json.Nodes;

namespace ClvPipeline.Jobs;

/// <summary>What a run has to say to programs: one object; money as decimal text.</summary>
internal static class RunJson
{
    /// <summary>The object.</summary>
    public static JsonObject Of(RunOutcome outcome)
    {
        var run = outcome.Record;
        var node = new JsonObject
        {
            ["run_id"] = run.RunId,
            ["pipeline"] = run.Pipeline,
            ["as_of"] = Publishing.Date(run.AsOf),
            ["status"] = outcome.ExitCode == ExitCode.Nothing ? "nothing" : run.Status,
            ["exit_code"] = outcome.ExitCode,
            ["published"] = outcome.Publishing.Published,
            ["message"] = outcome.ExitCode == ExitCode.Refused ? run.Error : outcome.Publishing.Because,
            ["folder"] = outcome.Folder,
            ["report"] = RunSummary.Report(outcome),
            ["postgres"] = outcome.Warehouse,
            ["seconds"] = Math.Round(outcome.Duration.TotalSeconds, 3),
            ["currency"] = outcome.Settings.Run.Currency,
            ["customers"] = run.Totals.Customers,
            ["orders"] = run.Totals.Orders,
            ["touchpoints"] = run.Totals.Touchpoints,
            ["totals"] = new JsonObject
            {
                ["revenue"] = Money.Exact(run.Totals.Revenue),
                ["historic_profit"] = Money.Exact(run.Totals.HistoricProfit),
                ["expected_profit"] = Money.Exact(run.Totals.ExpectedProfit),
                ["clv"] = Money.Exact(run.Totals.Clv),
                ["unattributed"] = Money.Exact(run.Totals.Unattributed),
                ["profit_without_purchase"] = Money.Exact(run.Totals.ProfitWithoutPurchase),
            },
            ["parameters_hash"] = run.ParametersHash,
            ["result_hash"] = run.ResultHash,
            ["checks"] = new JsonArray([.. outcome.Checks.Select(check => new JsonObject { ["name"] = check.Name, ["passed"] = check.Passed, ["measured"] = check.Measured, ["threshold"] = check.Threshold })]),
            ["intake"] = new JsonArray([.. RowsRead.Of(outcome.Results).Select(count => new JsonObject { ["dataset"] = count.Dataset, ["outcome"] = count.Outcome, ["reason"] = count.Reason, ["rows"] = count.Rows })]),
        };
        if (outcome.Results.Remarks.Count > 0) node["remarks"] = new JsonArray([.. outcome.Results.Remarks.Select(remark => JsonValue.Create(remark))]);
        if (outcome.ExitCode == ExitCode.Ok)
        {
            node["segments"] = SegmentJson.Of(outcome.Results.Table("segment_value"));
            node["clv_by_channel"] = Channels(ChannelTotals.Of(outcome.Results));
            if (outcome.Settings.Sources.ContainsKey("spend")) node["spend_by_channel"] = SpendJson.Of(outcome.Results.Table("channel_summary"));
        }

        return node;
    }

    /// <summary>Mode, then model, then channel.</summary>
    private static JsonObject Channels(ChannelTotals totals)
    {
        var modes = new JsonObject();
        foreach (var mode in totals.Modes)
        {
            var models = new JsonObject();
            foreach (var model in totals.Models)
            {
                var channels = new JsonObject();
                foreach (var channel in totals.Channels(mode)) channels[channel] = Money.Exact(totals.Clv(mode, model, channel));
                models[model] = channels;
            }

            modes[mode] = models;
        }

        return modes;
    }
}
