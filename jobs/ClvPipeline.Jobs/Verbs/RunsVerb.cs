using System.Globalization;
using System.Text.Json.Nodes;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary><c>clv runs</c>: what ran, and what became of it.</summary>
internal static class RunsVerb
{
    public static Verb Create(CliHost host)
    {
        var source = new OutputOptions();
        var last = VerbOption.Whole("--last", "n", 1, 1_000_000, "How many to list. Default: 20.");
        var pipeline = VerbOption.Text("--pipeline", "name", "Of this pipeline alone.");
        var status = VerbOption.Choice("--status", "state", ["queued", "running", "succeeded", "failed", "cancelled"], "In this state alone: queued, running, succeeded, failed or cancelled.");
        var json = VerbOption.Flag("--json", "Prints one JSON object instead.");
        return new Verb("runs", "Lists the runs, the latest request first, with those that wait and those under way.",
            ["clv runs # of the outputs that clv.json names", "clv runs --out out --last 5 --json # of a folder, for a program"],
            [source.Config, source.Folder, last, pipeline, status, json],
            parsed => Write(source.Of(parsed, host).Queue(host.Clock).List(new RunQuery { Pipeline = parsed.GetValue(pipeline), Statuses = parsed.GetValue(status) is { } one ? [one] : [], Most = (int)(parsed.GetValue(last) ?? 20) }), parsed.GetValue(json), host));
    }

    private static int Write(IReadOnlyList<RunEntry> runs, bool json, CliHost host)
    {
        if (json) host.Out.WriteLine(JsonText.Of(new JsonObject { ["runs"] = new JsonArray([.. runs.Select(run => run.Run.DeepClone())]) }));
        else if (runs.Count == 0) host.Out.WriteLine("There are no runs yet.");
        else
            PrintedTable.Write(host.Out, host.Width,
                [PrintedColumn.Names("run", runs.Select(run => $"{(Flag(run, "is_current") ? "*" : " ")} {run.RunId}"))],
                [
                    PrintedColumn.Names("as of", runs.Select(run => run.Text("as_of") ?? "?")),
                    PrintedColumn.Names("status", runs.Select(Status)),
                    PrintedColumn.Names("requested", runs.Select(run => run.RequestedAt is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) : "?")),
                    new PrintedColumn("seconds", [.. runs.Select(Seconds)]),
                    new PrintedColumn("customers", [.. runs.Select(run => Number(run, "customers"))]),
                    new PrintedColumn("clv", [.. runs.Select(run => Amount(run, "total_clv"))]),
                ]);
        if (!json && runs.Any(run => Flag(run, "is_current"))) host.Out.WriteLine("* is what readers see.");
        return ExitCode.Ok;
    }

    /// <summary>What a run is doing: its state, and how far it is.</summary>
    internal static string Status(RunEntry run) => run.Status switch
    {
        null => "damaged",
        "running" when run.Text("stage") is { } stage && Real(run, "progress") is { } done => string.Create(CultureInfo.InvariantCulture,
            $"running: {stage} {done * 100:0}%{(Real(run, "rows_per_second") is { } rate && Rate.Matters(run.Text("stage_unit") ?? "") ? $", {Rate.Round(rate):N0} {run.Text("stage_unit")}/s" : "")}{(Real(run, "share") is { } share ? $", {share * 100:0}% in all" : "")}{(Real(run, "seconds_left") is { } left ? $", {Left(left)} to go" : "")}"),
        var status => status,
    };

    private static string Left(double seconds) => seconds < 90 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s") : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min");

    private static double? Real(RunEntry run, string name) => run.Run[name] is JsonValue value && value.TryGetValue<double>(out var number) ? number : null;

    private static string Seconds(RunEntry run) => Instant(run, "started_at") is { } begun && Instant(run, "finished_at") is { } ended ? (ended - begun).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) : "";

    internal static DateTimeOffset? Instant(RunEntry run, string name) => run.Run[name] is JsonValue value && value.TryGetValue<DateTimeOffset>(out var instant) ? instant
        : DateTimeOffset.TryParse(run.Text(name), CultureInfo.InvariantCulture, out var read) ? read : null;

    internal static bool Flag(RunEntry run, string name) => run.Run[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    internal static string Number(RunEntry run, string name) => run.Run[name] is JsonValue value && value.TryGetValue<long>(out var number) ? number.ToString("N0", CultureInfo.InvariantCulture) : "";

    internal static string Amount(RunEntry run, string name) => decimal.TryParse(run.Text(name), CultureInfo.InvariantCulture, out var amount) ? amount.ToString("N2", CultureInfo.InvariantCulture) : "";
}
