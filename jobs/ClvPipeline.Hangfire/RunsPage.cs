using Hangfire.Dashboard;
using Hangfire.Dashboard.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.DependencyInjection;

namespace ClvPipeline.Hangfire;

/// <summary>The page <b>CLV runs</b>: history, state, live progress, and the form that asks for a run.</summary>
internal sealed class RunsPage : RazorPage
{
    /// <summary>Where it is in the dashboard.</summary>
    public const string Place = "/clv";

    private const string Style = """
        <style>
        #clv-form fieldset { margin: 0 0 1em } #clv-form legend { font-size: 1.1em; margin-bottom: .4em } #clv-form .fields { display: flex; flex-wrap: wrap; gap: .4em 1.2em }
        #clv-form label { font-weight: normal; display: flex; flex-direction: column } #clv-form small { opacity: .7 } #clv-form ul.models { list-style: none; padding: 0; columns: 2 }
        #clv-form li { display: flex; flex-wrap: wrap; gap: .2em .8em; align-items: center; min-height: 2em; break-inside: avoid } #clv-form li label { flex-direction: row; gap: .4em; align-items: center }
        #clv-form input[type=text] { width: 12em } #clv-form li input[type=text] { width: 5em } #clv-form input[name=note] { width: 24em } #clv-form .row { margin: 0 } #clv-form .panel { background: none; border: 0; box-shadow: none } #clv-form legend { color: inherit }
        #clv-form button { padding: 6px 16px; color: #fff; background: #337ab7; border: 1px solid #2e6da4; border-radius: 4px } #clv-runs td { vertical-align: middle } #clv-runs td small { display: block; white-space: normal; opacity: .75; max-width: 32em } #clv-runs td:nth-child(-n+4), #clv-runs td:nth-child(n+6) { white-space: nowrap } #clv-runs progress { display: block; width: 12em }
        </style>
        """;

    /// <inheritdoc />
    public override void Execute()
    {
        Layout = new LayoutPage("CLV runs");
        var (host, http) = (HangfirePages.HostOf(Storage), Context.GetHttpContext());
        var answer = http.Items[typeof(RunsPage)] as Answer ?? new Answer([], new Dictionary<string, string>());
        WriteLiteral(Style);
        WriteLiteral($"<script src=\"{host.LiveScript}\" defer></script><h1 class=\"page-header\">CLV runs</h1>");
        if (Query("asked") is { Length: > 0 } asked)
        {
            WriteLiteral("<div class=\"alert alert-success\" role=\"status\">Asked for run ");
            Write(asked);
            WriteLiteral(".</div>");
        }

        foreach (var problem in answer.Problems)
        {
            WriteLiteral("<div class=\"alert alert-danger\" role=\"alert\">");
            Write(problem);
            WriteLiteral("</div>");
        }

        WriteLiteral($"<div id=\"live\" data-live=\"{Url.To("/clv/live")}\">{host.Runs()}</div>");
        if (!host.MayAct(http))
        {
            WriteLiteral("<p class=\"text-muted\">You may look, not act.</p>");
            return;
        }

        var tokens = http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        WriteLiteral($"<div id=\"clv-form\">{host.Form(Url.To("/clv/ask"), tokens.FormFieldName, tokens.RequestToken!, answer.Posted)}</div>");
    }

    /// <summary>What comes of a form that asks for what cannot be: why, a sentence each, and what was written into it, kept with the request.</summary>
    public sealed record Answer(IReadOnlyList<string> Problems, IReadOnlyDictionary<string, string> Posted);
}
