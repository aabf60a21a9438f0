using System.Globalization;
using ClvPipeline.Jobs.Report;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs.Serve;

/// <summary>What the page tells of a run: its state, how far it is, what it came to.</summary>
internal static class RunCells
{
    private static readonly NumberText Numbers = new(ReportLanguage.English, "");

    /// <summary>Its state as a chip.</summary>
    public static void State(Html html, RunEntry run)
    {
        var (kind, word) = Mood(run);
        html.Write($"<span class=\"chip {kind}\">{word}</span>");
    }

    /// <summary>Its state in a word, and whether that is well.</summary>
    public static (string Kind, string Word) Mood(RunEntry run) => run.Status switch
    {
        null => ("bad", "damaged"),
        RunRecord.Succeeded => ("good", RunsVerb.Flag(run, "is_current") ? "readers see it" : "succeeded"),
        RunRecord.Failed => ("bad", HostChecks.IsRefusal(run.Text("error") ?? "") ? "blocked" : "failed"),
        "running" when run.Instant("cancel_requested_at") is not null => ("fair", "stopping"),
        "cancelled" => ("quiet", "cancelled"),
        var other => ("busy", other),
    };

    /// <summary>Whether it has not ended.</summary>
    public static bool IsOpen(RunEntry run) => run.Status is "queued" or "running";

    /// <summary>How far a running one is: stage, rows, rate, share, time left.</summary>
    public static void Progress(Html html, RunEntry run)
    {
        if (run.Status != "running") return;
        var (share, stage) = (Real(run, "share"), Real(run, "progress") ?? 0);
        var percent = (int)Math.Round(100 * (share ?? stage));
        html.Write($"<div class=\"progress\"><progress max=\"100\" value=\"{percent}\" aria-label=\"{(share is null ? "of this stage" : "of the run")}\"></progress><span>");
        html.Write($"{run.Text("stage") ?? "beginning"}");
        if (run.Run["stage_rows"] is not null && Real(run, "stage_rows") is > 0 and var rows) html.Write($", {Numbers.Count((long)rows)} {run.Text("stage_unit") ?? "rows"}");
        if (Real(run, "rows_per_second") is > 0 and var rate) html.Write($", {Numbers.Short(rate)} a second");
        html.Write($", {percent.ToString(CultureInfo.InvariantCulture)}%{(share is null ? " of this stage" : "")}");
        if (Real(run, "seconds_left") is { } left) html.Write($", {PageText.Length(TimeSpan.FromSeconds(Math.Max(1, left)))} left");
        html.Raw("</span></div>");
    }

    /// <summary>How long it took; blank while that is not known.</summary>
    public static string Took(RunEntry run) => run.Instant("started_at") is { } begun && run.Instant("finished_at") is { } ended && ended >= begun ? PageText.Took(ended - begun) : "";

    /// <summary>What all its customers are worth; blank where it has not come so far.</summary>
    public static string Clv(RunEntry run) => decimal.TryParse(run.Text("total_clv"), CultureInfo.InvariantCulture, out var amount) ? amount.ToString("N0", CultureInfo.InvariantCulture) : "";

    /// <summary>A real number that it holds.</summary>
    public static double? Real(RunEntry run, string name) => run.Run[name] is System.Text.Json.Nodes.JsonValue value && value.TryGetValue<double>(out var number) ? number : null;

    /// <summary>Who asked for it, in a few words.</summary>
    public static string By(RunEntry run) => run.Text("trigger") switch
    {
        "schedule" => run.Text("note") == "caught up" ? "the schedule, late" : "the schedule",
        "api" => run.Text("requested_by") ?? "somebody",
        var trigger => run.Text("requested_by") is { } by ? $"{by} ({trigger})" : trigger ?? "",
    };
}
