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
        var json = VerbOption.Flag("--json", "Prints one JSON object instead.");
        return new Verb("runs", "Lists the runs, the latest request first.",
            ["clv runs # of the outputs that clv.json names", "clv runs --out out --last 5 --json # of a folder, for a program"],
            [source.Config, source.Folder, last, json],
            parsed => Write(OutputOptions.List(source.Of(parsed, host), (int)(parsed.GetValue(last) ?? 20)), parsed.GetValue(json), host));
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

    private static string Status(RunEntry run) => run.Status switch
    {
        null => "damaged",
        "running" when run.Text("stage") is { } stage && run.Run["progress"] is { } done => string.Create(CultureInfo.InvariantCulture, $"running: {stage} {(double)done:P0}"),
        var status => status,
    };

    private static string Seconds(RunEntry run) => Instant(run, "started_at") is { } begun && Instant(run, "finished_at") is { } ended ? (ended - begun).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) : "";

    internal static DateTimeOffset? Instant(RunEntry run, string name) => run.Run[name] is JsonValue value && value.TryGetValue<DateTimeOffset>(out var instant) ? instant
        : DateTimeOffset.TryParse(run.Text(name), CultureInfo.InvariantCulture, out var read) ? read : null;

    internal static bool Flag(RunEntry run, string name) => run.Run[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    internal static string Number(RunEntry run, string name) => run.Run[name] is JsonValue value && value.TryGetValue<long>(out var number) ? number.ToString("N0", CultureInfo.InvariantCulture) : "";

    internal static string Amount(RunEntry run, string name) => decimal.TryParse(run.Text(name), CultureInfo.InvariantCulture, out var amount) ? amount.ToString("N2", CultureInfo.InvariantCulture) : "";
}
