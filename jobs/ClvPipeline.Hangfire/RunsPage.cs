using System.Globalization;
using System.Net;
using System.Text;
using ClvPipeline.Storage;
using Hangfire.Dashboard;
using Hangfire.Dashboard.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.DependencyInjection;

namespace ClvPipeline.Hangfire;

/// <summary>The page <b>CLV runs</b>: history, state, live progress, and the form that asks for a run.</summary>
internal sealed class RunsPage(IReadOnlyList<string> problems, IReadOnlyDictionary<string, string> posted) : RazorPage
{
    private const int Shown = 50;

    private const string Style = """
        <style>
        #clv-form fieldset { margin: 0 0 1em } #clv-form legend { font-size: 1.1em; margin-bottom: .4em } #clv-form .fields { display: flex; flex-wrap: wrap; gap: .4em 1.2em }
        #clv-form label { font-weight: normal; display: flex; flex-direction: column } #clv-form small { opacity: .7 } #clv-form ul.models { list-style: none; padding: 0; columns: 2 }
        #clv-form li { display: flex; flex-wrap: wrap; gap: .2em .8em; align-items: center; min-height: 2em; break-inside: avoid } #clv-form li label { flex-direction: row; gap: .4em; align-items: center }
        #clv-form input[type=text] { width: 12em } #clv-form li input[type=text] { width: 5em } #clv-form input[name=note] { width: 24em } #clv-form .row { margin: 0 } #clv-form .panel { background: none; border: 0; box-shadow: none } #clv-form legend { color: inherit } #clv-runs td { vertical-align: middle }
        </style>
        """;

    /// <inheritdoc />
    public override void Execute()
    {
        Layout = new LayoutPage("CLV runs");
        var (host, http) = (HangfirePages.HostOf(Storage), Context.GetHttpContext());
        WriteLiteral(Style);
        WriteLiteral($"<script src=\"{host.LiveScript}\" defer></script><h1 class=\"page-header\">CLV runs</h1>");
        if (Query("asked") is { Length: > 0 } asked)
        {
            WriteLiteral("<div class=\"alert alert-success\" role=\"status\">Asked for run ");
            Write(asked);
            WriteLiteral(".</div>");
        }

        foreach (var problem in problems)
        {
            WriteLiteral("<div class=\"alert alert-danger\" role=\"alert\">");
            Write(problem);
            WriteLiteral("</div>");
        }

        WriteLiteral($"<div id=\"live\" data-live=\"{Url.To("/clv/live")}\">{Table(host)}</div>");
        if (!host.MayAct(http))
        {
            WriteLiteral("<p class=\"text-muted\">You may look, not act.</p>");
            return;
        }

        var tokens = http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        WriteLiteral($"<div id=\"clv-form\">{host.Form(Url.To("/clv/ask"), tokens.FormFieldName, tokens.RequestToken!, posted)}</div>");
    }

    /// <summary>The history as HTML.</summary>
    public static string Table(IRunHost host)
    {
        var html = new StringBuilder("<table class=\"table\" id=\"clv-runs\"><thead><tr><th>Run</th><th>Pipeline</th><th>As of</th><th>State</th><th>Asked for by</th><th>Asked for</th><th>Took</th></tr></thead><tbody>");
        foreach (var run in host.Queue.List(new RunQuery { Most = Shown }))
        {
            var (kind, state) = run.Status switch { "succeeded" => ("success", "succeeded"), "failed" => ("danger", "failed"), "running" => ("info", "running"), var other => ("default", other ?? "damaged") };
            html.Append("<tr>");
            Cell($"<a href=\"/runs/{Text(run.RunId)}\">{Text(run.RunId)}</a>");
            Cell(Text(run.Pipeline));
            Cell(run.AsOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            Cell($"<span class=\"label label-{kind}\">{Text(state)}</span> {(run.Status == "running" ? host.Progress(run) : Text(run.Text("error")))}");
            Cell(Text(run.Text("trigger") == "schedule" ? "the schedule" : run.Text("requested_by") ?? run.Text("trigger")));
            Cell(run.RequestedAt?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            Cell(run.Instant("finished_at") - run.Instant("started_at") is { } took ? string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:N1} s") : null);
            html.Append("</tr>");
        }

        return html.Append("</tbody></table>").ToString();

        void Cell(string? content) => html.Append("<td>").Append(content).Append("</td>");
    }

    /// <summary>How old something is, in a few characters.</summary>
    public static string Age(TimeSpan age) => age.TotalHours < 1 ? $"{Math.Max(0, (int)age.TotalMinutes)} min" : age.TotalDays < 2 ? $"{(int)age.TotalHours} h" : $"{(int)age.TotalDays} d";

    private static string Text(string? text) => WebUtility.HtmlEncode(text) ?? "";
}
