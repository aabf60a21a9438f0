using System.Text.Json.Nodes;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>The run that a new one is held against: the one of the same pipeline that readers see or saw last, of no later day.</summary>
internal static class RunBefore
{
    /// <summary>What parameters decide of how rows are read. Rows are read once, by today's.</summary>
    private static readonly string[] Reading = ["timeZone", "currency", "quality", "output"], Sources = ["touchpoints", "orders", "customers"];

    /// <summary>It, or null where there is none or nothing is kept of it.</summary>
    public static EarlierRun? Of(RunOutputs outputs, LoadedSettings settings, DateOnly asOf, Publication? shown, DateTimeOffset requestedAt)
    {
        if (Find(outputs, settings.Pipeline, asOf, shown, requestedAt) is not { Problem: null, AsOf: { } day } run || Read(outputs, run, Tables.ChannelSummary) is not { Rows: > 0 } summary) return null;
        var earlier = new EarlierRun { RunId = run.RunId, AsOf = day, ChannelSummary = summary, ModelFit = Read(outputs, run, Tables.ModelFit), Otherwise = Otherwise(run, settings) };
        try
        {
            var then = settings.With(OnTodaysRows(run, settings), []);
            return earlier with { Settings = then.Run, SameSettings = then.ParametersHash == settings.ParametersHash };
        }
        catch (UsageException e)
        {
            return earlier with { Unreadable = $"its settings cannot be read: {e.Message}" };
        }
    }

    /// <summary>Of a folder: the run of the same pipeline that was published last before an instant, and is of no later day.</summary>
    public static RunEntry? InFolder(string outFolder, string pipeline, DateOnly? asOf, DateTimeOffset before) => RunRegister.List(outFolder)
        .Where(run => run.Problem is null && run.Status == RunRecord.Succeeded && run.Pipeline == pipeline && run.AsOf <= asOf)
        .Select(run => (Run: run, Published: run.Instant("published_at")))
        .Where(run => run.Published < before)
        .OrderByDescending(run => run.Published).ThenByDescending(run => run.Run.RunId, StringComparer.Ordinal)
        .Select(run => run.Run).FirstOrDefault();

    /// <summary>A table of a kept run; null where it is not kept or damaged.</summary>
    public static ResultTable? Read(RunOutputs outputs, RunEntry run, TableSpec spec)
    {
        try
        {
            if (run.Folder.Length > 0) return ResultReader.Read(run.Folder, spec);
            return run.Run["has_results"]?.GetValue<bool>() == true ? WarehouseTable.Read(outputs.Warehouse!, run.RunId, spec) : null;
        }
        catch (BadInputException)
        {
            // Written by another version, or tampered with: nothing to compare with, and no reason to fail.
            return null;
        }
    }

    private static RunEntry? Find(RunOutputs outputs, string pipeline, DateOnly asOf, Publication? shown, DateTimeOffset requestedAt)
    {
        var current = shown is not null && shown.Pipeline == pipeline && shown.AsOf <= asOf ? shown.RunId : null;
        if (outputs.Folder is { } folder)
        {
            if (current is not null && Directory.Exists(Path.Combine(folder, "runs", current))) return RunRegister.Find(folder, current);
            if (InFolder(folder, pipeline, asOf, requestedAt) is { } run) return run;
        }

        if (outputs.Warehouse is not { } warehouse) return null;
        return WarehouseRegister.LastShown(warehouse, pipeline, asOf, current) is { } id ? WarehouseRegister.Find(warehouse, id) : null;
    }

    // What was shown then may differ from what the same settings make of its days today for other reasons than late rows.
    private static string? Otherwise(RunEntry run, LoadedSettings settings)
    {
        List<string> reasons = [];
        if (run.Text("version") is { } version && version != VersionText.Version) reasons.Add($"it was computed by version {version} of the program");
        var (then, now) = (run.Run["parameters"], JsonNode.Parse(settings.ParametersJson)!);
        var changed = Sources.Where(name => !JsonNode.DeepEquals(then?["sources"]?[name], now["sources"]![name])).Select(name => $"sources.{name}")
            .Concat(new[] { "timeZone", "currency" }.Where(name => !JsonNode.DeepEquals(then?[name], now[name])))
            .Concat(JsonNode.DeepEquals(then?["quality"]?["maxAmount"], now["quality"]!["maxAmount"]) ? [] : ["quality.maxAmount"]).ToList();
        if (changed.Count > 0) reasons.Add($"{string.Join(", ", changed)} changed since, by which rows are read");
        return reasons.Count == 0 ? null : string.Join("; ", reasons);
    }

    // Its settings of values and attribution, on the rows that today's run reads.
    private static string OnTodaysRows(RunEntry run, LoadedSettings settings)
    {
        if (run.Run["parameters"]?.DeepClone() is not JsonObject then) throw new UsageException("there are none");
        var now = JsonNode.Parse(settings.ParametersJson)!.AsObject();
        foreach (var name in Reading.Append("sources")) then[name] = now[name]?.DeepClone();
        // These decide no channel's value.
        if (then["clv"] is JsonObject clv)
            foreach (var name in new[] { "saveProbability", "status" }) clv[name] = now["clv"]![name]?.DeepClone();
        return then.ToJsonString(Parameters.Plain);
    }
}
