using ClvPipeline.Jobs.Report;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs.Serve;

/// <summary>A run: its state, what it came to, and its results beside those of another.</summary>
internal sealed class RunPage(Html html, PageText text, RunEntry run, RunEntry? beside)
{
    private const int MostChanges = 40;

    /// <summary>The top: what it is and what can be done about it.</summary>
    public void Head(bool hasReport, string? pinned)
    {
        html.Write($"<header><p class=\"back\"><a href=\"/\">All runs</a></p><p class=\"kicker\">{run.Pipeline}</p><h1>{text.Day(run.AsOf)}</h1><p class=\"meta\">Run {new Name(run.RunId)}, asked for by {new Name(RunCells.By(run))} at {text.Time(run.RequestedAt)}.");
        if (run.Text("note") is { } note) html.Write($" “{new Name(note)}”");
        html.Raw("</p><div class=\"row\">");
        if (run.Status == RunRecord.Succeeded && !RunsVerb.Flag(run, "is_current")) Page.Button(html, $"/runs/{run.RunId}/publish", "Show it to readers", "Show this run to readers");
        if (run.Status == RunRecord.Succeeded && RunsVerb.Flag(run, "is_current")) Page.Button(html, "/rollback", "Go back to what they saw before", "Show readers the run that they saw before this one");
        if (!RunCells.IsOpen(run) && run.Run["parameters"] is not null) html.Write($"<a class=\"small\" href=\"/?of={run.RunId}#ask\">Run again with other settings …</a>");
        if (hasReport) html.Write($"<a class=\"small\" href=\"/runs/{run.RunId}/report\">Its report</a>");
        html.Raw("</div>");
        if (pinned is not null) html.Write($"<p class=\"note\">{pinned}</p>");
        html.Raw("</header>\n");
    }

    /// <summary>What changes by itself while it runs.</summary>
    public void Live()
    {
        html.Raw("<section id=\"state\" aria-labelledby=\"state-head\"><h2 id=\"state-head\">State</h2><div class=\"panel\"><dl class=\"facts\"><div><dt>State</dt><dd>");
        RunCells.State(html, run);
        RunCells.Progress(html, run);
        html.Raw("</dd></div>");
        Fact("Attempt", run.Run["attempt"]?.ToJsonString());
        Fact("Begun", run.Instant("started_at") is { } begun ? text.Time(begun) : null);
        Fact("Took", RunCells.Took(run));
        Fact("Customers", RunsVerb.Number(run, "customers"));
        Fact("Orders", RunsVerb.Number(run, "orders"));
        Fact("Touchpoints", RunsVerb.Number(run, "touchpoints"));
        Fact("CLV", RunCells.Clv(run));
        Fact("Worker", run.Text("worker"));
        html.Raw("</dl>");
        if (run.Text("error") is { } error) html.Write($"<p class=\"refused\">{error}</p>");
        if (RunCells.IsOpen(run)) Page.Button(html, $"/runs/{run.RunId}/cancel", "Cancel", "Cancel this run");
        html.Raw("</div></section>\n");
    }

    /// <summary>Its results beside those of the other run.</summary>
    /// <param name="facts">Its channels.</param>
    /// <param name="theirs">The other's channels; null where there is none.</param>
    /// <param name="others">The runs that it can be held against.</param>
    /// <param name="mode">The mode; null for the first.</param>
    /// <param name="model">The model; null for the first that differs.</param>
    public void Results(ChannelFacts facts, ChannelFacts? theirs, IReadOnlyList<RunEntry> others, string? mode, string? model)
    {
        var picked = facts.Modes.Contains(mode ?? "") ? mode! : facts.Mode;
        var shown = facts.Models.Contains(model ?? "") ? model! : Differing(facts, theirs, picked) ?? facts.Model;
        html.Raw("<section id=\"results\" aria-labelledby=\"results-head\"><h2 id=\"results-head\">What channels are worth</h2>");
        html.Write($"<form class=\"pick\" method=\"get\" action=\"/runs/{run.RunId}#results\"><label>Beside<select name=\"beside\">");
        html.Write($"<option value=\"\"{(beside is null ? " selected" : "")}>nothing</option>");
        foreach (var other in others) html.Write($"<option value=\"{other.RunId}\"{(other.RunId == beside?.RunId ? " selected" : "")}>{Label(other)}</option>");
        html.Raw("</select></label>");
        Pick("mode", "Mode", facts.Modes, picked);
        Pick("model", "Model", facts.Models, shown);
        html.Raw("<noscript><button type=\"submit\" class=\"small\">Show</button></noscript></form>\n");
        if (beside is not null) Differences(beside);
        new BesideTable(html, Currency).Write(picked, shown, facts, theirs, Short(run), beside is null ? "" : Short(beside));
        html.Raw("</section>\n");
    }

    private string Currency => run.Run["parameters"]?["currency"]?.GetValue<string>() ?? "EUR";

    private string Label(RunEntry other) => $"{text.Day(other.AsOf)}, {text.Time(other.RequestedAt)}{(RunsVerb.Flag(other, "is_current") ? ", what readers see" : other.Text("note") is { } note ? $", {new Name(note).Short(40)}" : "")}";

    private string Short(RunEntry which) => beside is not null && run.AsOf == beside.AsOf
        ? which == run ? "this run" : RunsVerb.Flag(which, "is_current") ? "what readers see" : "the other run"
        : text.Day(which.AsOf);

    private void Differences(RunEntry other)
    {
        var changes = SettingsDiff.Of(other.Run["parameters"], run.Run["parameters"]);
        if (changes.Count == 0)
        {
            html.Write($"<p class=\"lead\">Beside <a href=\"/runs/{other.RunId}\">{new Name(other.RunId)}</a>, which had the same settings.</p>");
            return;
        }

        html.Write($"<p class=\"lead\">Beside <a href=\"/runs/{other.RunId}\">{new Name(other.RunId)}</a>, which had other settings:</p><ul class=\"changes\" id=\"changes\">");
        foreach (var (path, theirs, ours) in changes.Take(MostChanges)) html.Write($"<li><code>{path}</code> <strong>{ours ?? "not set"}</strong>, there {theirs ?? "not set"}</li>");
        html.Raw("</ul>");
    }

    // What was changed is what somebody wants to look at.
    private static string? Differing(ChannelFacts facts, ChannelFacts? theirs, string mode) => theirs is null ? null
        : facts.Models.FirstOrDefault(model => theirs.Models.Contains(model) && facts.Channels(mode).Any(channel => facts.Clv(mode, model, channel) != theirs.Clv(mode, model, channel)));

    private void Fact(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) html.Write($"<div><dt>{name}</dt><dd>{value}</dd></div>");
    }

    private void Pick(string name, string label, IReadOnlyList<string> choices, string picked)
    {
        html.Write($"<label>{label}<select name=\"{name}\">");
        foreach (var choice in choices) html.Write($"<option{(choice == picked ? " selected" : "")}>{choice}</option>");
        html.Raw("</select></label>");
    }
}
