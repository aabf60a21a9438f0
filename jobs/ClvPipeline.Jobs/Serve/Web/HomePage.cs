using System.Globalization;
using ClvPipeline.Jobs.Report;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs.Serve;

/// <summary>What the front page shows of the register.</summary>
/// <param name="Shown">The run that readers see; null where there is none.</param>
/// <param name="Runs">The latest runs.</param>
/// <param name="Schedules">How the schedules stand.</param>
/// <param name="Alerts">What was told last.</param>
internal sealed record Overview(Publication? Shown, IReadOnlyList<RunEntry> Runs, IReadOnlyList<ScheduleStatus> Schedules, IReadOnlyList<Alert> Alerts);

/// <summary>The front page: what readers see, what runs, what ran, and what goes wrong.</summary>
internal sealed class HomePage(Html html, PageText text, Overview overview)
{
    /// <summary>How old a result may be that is told as fresh.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(36);

    /// <summary>What changes by itself.</summary>
    public void Live()
    {
        Tiles();
        if (overview.Schedules.Count > 0) Schedules();
        Runs();
        if (overview.Alerts.Count > 0) Alerts();
    }

    private void Tiles()
    {
        html.Raw("<dl class=\"tiles\">");
        if (overview.Shown is { } shown) Tile("Readers see", text.Day(shown.AsOf), $"shown {text.Ago(shown.PublishedAt)}{(shown.PinnedThrough is null ? "" : ", pinned")}", text.Now - shown.PublishedAt < Fresh ? "good" : "");
        else Tile("Readers see", "nothing", "no run was published yet", "");
        var running = overview.Runs.Where(run => run.Status == "running").ToList();
        Tile("Running", Count(running.Count), running is [var first, ..] ? first.Text("stage") ?? "beginning" : "no run is under way", "");
        Tile("Waiting", Count(overview.Runs.Count(run => run.Status == "queued")), "runs in the queue", "");
        if (overview.Schedules.Where(schedule => schedule.Next is not null).OrderBy(schedule => schedule.Next).FirstOrDefault() is { } next)
            Tile("Next", text.Hour(next.Next!.Value), $"{text.Day(text.DayOf(next.Next!.Value))}, {next.Schedule.Name}, {text.Ago(next.Next!.Value)}", "");
        if (overview.Schedules.Count > 0)
        {
            var missing = overview.Schedules.Sum(schedule => schedule.Missing.Count);
            Tile("Nights without a result", Count(missing), "of the last month", missing == 0 ? "good" : "bad");
        }

        html.Raw("</dl>");
    }

    private void Tile(string name, string figure, string below, string mood) =>
        html.Write($"<div class=\"tile {mood}\"><dt>{name}</dt><dd><span class=\"figure\">{figure}</span><span class=\"below\">{below}</span></dd></div>");

    private void Schedules()
    {
        html.Raw("<section id=\"schedules\" aria-labelledby=\"schedules-head\"><h2 id=\"schedules-head\">Schedules</h2><div class=\"panel scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Schedules, a table\"><table><thead><tr><th scope=\"col\">Pipeline</th><th scope=\"col\">When</th><th scope=\"col\">Next</th><th scope=\"col\">Last</th><th scope=\"col\">Without a result</th><th scope=\"col\"><span class=\"unseen\">What to do</span></th></tr></thead><tbody>");
        foreach (var each in overview.Schedules)
        {
            var name = each.Schedule.Name;
            html.Write($"<tr><th scope=\"row\">{new Name(name)}</th><td><code>{each.Schedule.Cron.Text}</code><small>{each.Schedule.Cron.Zone}</small></td><td>");
            if (each.IsPaused) html.Write($"<span class=\"chip fair\">paused</span>{(each.State.PausedBy is { } by ? $" by {by}" : each.Schedule.Paused ? " in the settings" : "")}");
            else if (!each.IsAlive) html.Raw("<span class=\"chip bad\">not kept</span>");
            else html.Write($"{text.Time(each.Next)}<small>{(each.Next is { } next ? text.Ago(next) : "")}</small>");
            html.Raw("</td><td>");
            if (each.Last is { } last)
            {
                RunCells.State(html, last);
                html.Write($" <a href=\"/runs/{last.RunId}\">{text.Day(last.AsOf)}</a>");
            }
            else html.Raw("–");
            html.Raw("</td><td>");
            if (each.Missing.Count == 0) html.Raw("none");
            else html.Write($"<span class=\"chip bad\">{Count(each.Missing.Count)}</span> {string.Join(", ", each.Missing.Take(3).Select(day => text.Day(day)))}{(each.Missing.Count > 3 ? ", …" : "")}");
            html.Raw("</td><td class=\"act\">");
            if (each.State.PausedAt is not null) Page.Button(html, $"/schedules/{name}/resume", "Resume", $"Resume {name}");
            else if (!each.Schedule.Paused) Page.Button(html, $"/schedules/{name}/pause", "Pause", $"Pause {name}");
            html.Raw("</td></tr>\n");
        }

        html.Raw("</tbody></table></div></section>\n");
    }

    private void Runs()
    {
        html.Raw("<section id=\"runs\" aria-labelledby=\"runs-head\"><h2 id=\"runs-head\">Runs</h2>");
        if (overview.Runs.Count == 0)
        {
            html.Raw("<p class=\"empty\">There are no runs yet. Ask for the first one below.</p></section>");
            return;
        }

        html.Raw("<div class=\"panel scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Runs, a table\"><table id=\"run-table\"><thead><tr><th scope=\"col\">As of</th><th scope=\"col\">State</th><th scope=\"col\">Pipeline</th><th scope=\"col\">Asked for</th><th scope=\"col\" class=\"n\">Took</th><th scope=\"col\" class=\"n\">Customers</th><th scope=\"col\" class=\"n\">CLV</th><th scope=\"col\"><span class=\"unseen\">What to do</span></th></tr></thead><tbody>");
        foreach (var run in overview.Runs) Row(run);
        html.Raw("</tbody></table></div>");
        if (overview.Shown?.PinnedThrough is { } pinned) html.Write($"<p class=\"note\">What readers see was rolled back and is pinned: no run up to {text.Day(pinned)} takes its place by itself.</p>");
        html.Raw("</section>\n");
    }

    private void Row(RunEntry run)
    {
        html.Write($"<tr data-run=\"{run.RunId}\" data-status=\"{run.Status ?? "damaged"}\"><th scope=\"row\"><a href=\"/runs/{run.RunId}\">{text.Day(run.AsOf)}</a></th><td>");
        RunCells.State(html, run);
        RunCells.Progress(html, run);
        if (run.Status == RunRecord.Failed && run.Text("error") is { } error) html.Write($"<small class=\"why\">{new Name(error)}</small>");
        html.Write($"</td><td>{new Name(run.Pipeline ?? "")}</td><td>{text.Time(run.RequestedAt)}, {new Name(RunCells.By(run))}");
        if (run.Text("note") is { } note && note != "caught up") html.Write($"<small>{new Name(note)}</small>");
        html.Write($"</td><td class=\"n\">{RunCells.Took(run)}</td><td class=\"n\">{RunsVerb.Number(run, "customers")}</td><td class=\"n\">{RunCells.Clv(run)}</td><td class=\"act\">");
        if (RunCells.IsOpen(run)) Page.Button(html, $"/runs/{run.RunId}/cancel", "Cancel", $"Cancel run {run.RunId}");
        else if (run.Run["parameters"] is not null) html.Write($"<a class=\"small\" href=\"/?of={run.RunId}#ask\" aria-label=\"Run {run.RunId} again\">Run again …</a>");
        html.Raw("</td></tr>\n");
    }

    private void Alerts()
    {
        html.Raw("<section id=\"alerts\" aria-labelledby=\"alerts-head\"><h2 id=\"alerts-head\">Alerts</h2><div class=\"panel scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Alerts, a table\"><table><thead><tr><th scope=\"col\">When</th><th scope=\"col\">What</th><th scope=\"col\">Told</th></tr></thead><tbody>");
        foreach (var alert in overview.Alerts)
        {
            html.Write($"<tr><td>{text.Time(alert.RaisedAt)}</td><td class=\"told\"><span class=\"chip {(alert.Kind == AlertKind.Recovered ? "good" : alert.Kind == AlertKind.Moved ? "fair" : "bad")}\">{alert.Kind}</span> {new Name(Message(alert))}</td><td>");
            if (alert.DeliveredAt is { } at) html.Write($"{text.Time(at)}");
            else html.Write($"{(alert.GivenUpAt is null ? alert.Attempts == 0 ? "on its way" : $"not yet: {alert.Error ?? "being sent"}" : $"given up: {alert.Error}")}");
            html.Raw("</td></tr>");
        }

        html.Raw("</tbody></table></div></section>\n");
    }

    private static string Message(Alert alert) => System.Text.Json.Nodes.JsonNode.Parse(alert.Body)?["message"]?.GetValue<string>() ?? alert.Kind;

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
