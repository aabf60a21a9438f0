using System.Globalization;
using ClvPipeline.Jobs.Report;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs.Serve;

/// <summary>The latest runs as a table for pages that are others' and have their own look (Bootstrap's): history, state and live progress, told as on our own.</summary>
internal static class RunTable
{
    /// <summary>Writes it.</summary>
    public static void Write(Html html, IReadOnlyList<RunEntry> runs)
    {
        html.Raw("<table class=\"table\" id=\"clv-runs\"><thead><tr><th>Run</th><th>Pipeline</th><th>As of</th><th>State</th><th>Asked for by</th><th>Asked for</th><th>Took</th><th>CLV</th></tr></thead><tbody>");
        foreach (var run in runs)
        {
            var (kind, word) = RunCells.Mood(run);
            html.Write($"<tr><td><a href=\"/runs/{run.RunId}\">{run.RunId}</a></td><td>{new Name(run.Pipeline ?? "")}</td><td>{(run.AsOf is { } day ? Publishing.Date(day) : "")}</td><td><span class=\"label label-{Label(kind)}\">{word}</span>");
            RunCells.Progress(html, run);
            if (run.Status == RunRecord.Failed && run.Text("error") is { } error) html.Write($"<small>{new Name(error)}</small>");
            html.Write($"</td><td>{new Name(RunCells.By(run))}");
            if (run.Text("note") is { } note && note != "caught up") html.Write($"<small>{new Name(note)}</small>");
            html.Write($"</td><td>{run.RequestedAt?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)}</td><td>{RunCells.Took(run)}</td><td>{RunCells.Clv(run)}</td></tr>\n");
        }

        html.Raw("</tbody></table>");
        if (runs.Count == 0) html.Raw("<p class=\"text-muted\">There are no runs yet. Ask for the first one below.</p>");
    }

    private static string Label(string kind) => kind switch { "good" => "success", "bad" => "danger", "fair" => "warning", "busy" => "info", _ => "default" };
}
