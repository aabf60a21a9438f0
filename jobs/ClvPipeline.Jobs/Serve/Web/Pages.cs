using ClvPipeline.Jobs.Report;
using ClvPipeline.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClvPipeline.Jobs.Serve;

/// <summary>The pages: which request shows what, and which form does what.</summary>
internal sealed class Pages(string place, RunDesk desk, Watchdog watchdog, ServeActions actions, Guard guard, LoadedSettings settings, TimeProvider clock)
{
    private const int MostRuns = 50, MostAlerts = 20, MostOthers = 200;
    private static readonly IReadOnlyDictionary<string, string> Untouched = new Dictionary<string, string>();

    /// <summary>Says which request goes where.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", context => Home(context, Untouched, []));
        routes.MapGet("/live", context => Answer.Text(context, "text/html", Written(html => Front(html).Live())));
        routes.MapGet("/serve.css", context => Answer.Text(context, "text/css", Page.Style));
        routes.MapGet("/serve.js", context => Answer.Text(context, "text/javascript", Page.Script));
        routes.MapGet("/runs/{id}", Run);
        routes.MapGet("/runs/{id}/live", Live);
        routes.MapGet("/runs/{id}/report", Report);
        routes.MapPost("/ask", Ask);
        routes.MapPost("/runs/{id}/cancel", context => Act(context, () => actions.Cancel(Found(context).RunId, null), $"/runs/{Id(context)}"));
        routes.MapPost("/runs/{id}/publish", context => Act(context, () => actions.Publish(Found(context).RunId), $"/runs/{Id(context)}"));
        routes.MapPost("/rollback", context => Act(context, actions.Rollback, "/"));
        routes.MapPost("/schedules/{name}/pause", context => Pause(context, true));
        routes.MapPost("/schedules/{name}/resume", context => Pause(context, false));
    }

    /// <summary>The front page with what is wrong on it.</summary>
    public Task Problem(HttpContext context, int status, IReadOnlyList<string> problems)
    {
        context.Response.StatusCode = status;
        return Answer.Text(context, "text/html", Written(html => Page.Write(html, "Not possible", new FormToken("", ""), Text(), () =>
        {
            html.Raw("<header><p class=\"back\"><a href=\"/\">All runs</a></p><h1>Not possible</h1>");
            Page.Problems(html, problems);
            html.Raw("</header>");
        })), status);
    }

    private static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    private static string Written(Action<Html> write)
    {
        using var to = new StringWriter();
        write(new Html(to));
        return to.ToString();
    }

    private PageText Text() => new(settings.Run.TimeZone, clock.GetUtcNow());

    private RunEntry Found(HttpContext context) => Answer.OrMissing(() => desk.Queue.Find(Id(context)));

    private HomePage Front(Html html) => new(html, Text(), new Overview(desk.Outputs.Shown(), desk.Queue.List(new RunQuery { Most = MostRuns }), watchdog.Stand(), watchdog.Alerts(MostAlerts)));

    private Task Home(HttpContext context, IReadOnlyDictionary<string, string> posted, IReadOnlyList<string> problems)
    {
        var of = posted.GetValueOrDefault("of") ?? context.Request.Query["of"];
        var run = string.IsNullOrEmpty(of) ? null : Answer.OrMissing(() => desk.Queue.Find(of));
        var pipeline = desk.Settings(run?.Pipeline, posted.GetValueOrDefault("pipeline"));
        var form = new AskForm(run?.Run["parameters"]?.ToJsonString(Parameters.Plain) ?? pipeline.ParametersJson, posted);
        var token = guard.Token(context);
        return Answer.Text(context, "text/html", Written(html => Page.Write(html, "Runs – clv", token, Text(), () =>
        {
            html.Write($"<header><p class=\"kicker\">Customer lifetime value</p><h1>Runs</h1><p class=\"meta\">Kept in <strong>{new Name(place)}</strong>: what is under way, what came of the rest, and what comes next.</p>");
            Page.Problems(html, problems);
            html.Raw("</header>\n<main>\n<div id=\"live\" data-live=\"/live\">");
            Front(html).Live();
            html.Raw("</div>\n");
            form.Write(html, token, run?.RunId, [.. desk.Pipelines.Select(each => each.Pipeline)], pipeline.Pipeline, run?.AsOf ?? desk.LatestDay(pipeline));
            html.Raw("</main>\n");
        })), problems.Count > 0 ? 400 : 200);
    }

    private Task Run(HttpContext context)
    {
        var (run, query) = (Found(context), context.Request.Query);
        var facts = RunChannels.Find(desk.Outputs, run);
        var others = facts is null ? [] : desk.Queue.List(new RunQuery { Statuses = [RunRecord.Succeeded], Most = MostOthers }).Where(other => other.RunId != run.RunId).ToList();
        var beside = query.ContainsKey("beside") ? others.FirstOrDefault(other => other.RunId == query["beside"]) : Likely(run, others);
        var theirs = beside is null ? null : RunChannels.Find(desk.Outputs, beside);
        var (text, token) = (Text(), guard.Token(context));
        return Answer.Text(context, "text/html", Written(html => Page.Write(html, $"{text.Day(run.AsOf)} – clv", token, text, () =>
        {
            var page = new RunPage(html, text, run, theirs is null ? null : beside);
            page.Head(ReportOf(run) is not null, RunsVerb.Flag(run, "is_current") && desk.Outputs.Shown()?.PinnedThrough is { } pinned ? $"It was rolled back to, and is pinned: no run up to {text.Day(pinned)} takes its place by itself." : null);
            html.Raw("<main>\n");
            if (RunCells.IsOpen(run)) html.Write($"<div id=\"live\" data-live=\"/runs/{run.RunId}/live\">");
            else html.Raw("<div id=\"live\">");
            page.Live();
            html.Raw("</div>\n");
            if (facts is not null) page.Results(facts, theirs, others, query["mode"], query["model"]);
            html.Raw("</main>\n");
        })));
    }

    private Task Live(HttpContext context)
    {
        var run = Found(context);
        // The page then shows results too: it is loaded again.
        if (!RunCells.IsOpen(run)) context.Response.Headers["Clv-Live"] = "done";
        return Answer.Text(context, "text/html", Written(html => new RunPage(html, Text(), run, null).Live()));
    }

    private Task Report(HttpContext context)
    {
        if (ReportOf(Found(context)) is not { } file) throw new BadHttpRequestException("this run has no report here", 404);
        // It says itself what it may load, which is nothing.
        context.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.SendFileAsync(file, context.RequestAborted);
    }

    private string? ReportOf(RunEntry run) => desk.Outputs.Folder is { } folder && Path.Combine(folder, "runs", run.RunId, ReportPage.FileName) is { } file && File.Exists(file) ? file : null;

    /// <summary>What somebody most likely wants to hold a run against: what readers see, if it is of the same night; else another run of that night, else the one before.</summary>
    private static RunEntry? Likely(RunEntry run, IReadOnlyList<RunEntry> others) =>
        others.FirstOrDefault(other => other.AsOf == run.AsOf && RunsVerb.Flag(other, "is_current"))
        ?? others.FirstOrDefault(other => other.AsOf == run.AsOf && other.RequestedAt < run.RequestedAt)
        ?? others.Where(other => other.Pipeline == run.Pipeline && other.AsOf < run.AsOf).MaxBy(other => (other.AsOf, other.RequestedAt));

    private async Task Ask(HttpContext context)
    {
        var form = await Form(context);
        var posted = form.ToDictionary(field => field.Key, field => field.Value.ToString());
        Asked asked;
        try
        {
            asked = actions.Ask(AskedForm.Read(desk, posted));
        }
        catch (UsageException e)
        {
            await Home(context, posted, [.. e.Problems.Select(RunAsk.Plain)]);
            return;
        }

        Go(context, $"/runs/{asked.RunId}");
    }

    private Task Pause(HttpContext context, bool paused)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        return Act(context, () =>
        {
            actions.Pause(name, paused, null);
            return watchdog.Stand(anew: true);
        }, "/");
    }

    private async Task Act<T>(HttpContext context, Func<T> act, string then)
    {
        await Form(context);
        act();
        Go(context, then);
    }

    private async Task<IFormCollection> Form(HttpContext context)
    {
        if (!context.Request.HasFormContentType) throw new BadHttpRequestException("expected a form of this page", 400);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return guard.IsOurs(context, form) ? form : throw new BadHttpRequestException("this form is not one of this page, or clv serve was started anew since it was loaded: load the page again", 403);
    }

    private static void Go(HttpContext context, string to)
    {
        context.Response.StatusCode = 303;
        context.Response.Headers.Location = to;
    }
}
