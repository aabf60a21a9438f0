using System.Text.Json;
using System.Text.Json.Nodes;
using ClvPipeline.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClvPipeline.Jobs.Serve;

/// <summary>The API: the same register and the same words as <c>clv … --json</c>.</summary>
internal sealed class Api(RunDesk desk, Watchdog watchdog, ServeActions actions)
{
    /// <summary>What a list does without: each is long, and stands in the run itself.</summary>
    private static readonly string[] Long = ["parameters", "inputs", "stages"];

    private static readonly string[] Known = ["pipeline", "as_of", "of", "set", "note", "requested_by", "publish"];

    /// <summary>Says which request goes where.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/runs", context => Answer.Json(context, 200, List(context.Request.Query)));
        routes.MapPost("/api/runs", Ask);
        routes.MapGet("/api/runs/{id}", context => Answer.Json(context, 200, Run(Id(context)).Run.DeepClone()));
        routes.MapGet("/api/runs/{id}/channels", context => Answer.Json(context, 200, Channels(Run(Id(context)))));
        routes.MapPost("/api/runs/{id}/cancel", context => Answer.Json(context, 202, new JsonObject { ["run_id"] = Id(context), ["status"] = actions.Cancel(Run(Id(context)).RunId, null) }));
        routes.MapPost("/api/runs/{id}/publish", context => Answer.Json(context, 200, Moved(actions.Publish(Run(Id(context)).RunId))));
        routes.MapPost("/api/rollback", context => Answer.Json(context, 200, Moved(actions.Rollback())));
        routes.MapGet("/api/schedules", context => Answer.Json(context, 200, new JsonObject { ["schedules"] = new JsonArray([.. watchdog.Stand().Select(Schedule)]) }));
        routes.MapPost("/api/schedules/{name}/pause", context => Pause(context, true));
        routes.MapPost("/api/schedules/{name}/resume", context => Pause(context, false));
        routes.MapGet("/api/alerts", context => Answer.Json(context, 200, new JsonObject { ["alerts"] = new JsonArray([.. watchdog.Alerts(100).Select(Alert)]) }));
    }

    private static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    private RunEntry Run(string id) => Answer.OrMissing(() => desk.Queue.Find(id));

    private JsonObject List(IQueryCollection query)
    {
        var most = query["last"] is [{ } last] ? int.TryParse(last, out var number) && number is > 0 and <= 10_000 ? number : throw new UsageException($"last: '{last}' is not allowed; expected 1 to 10000") : 50;
        var asOf = query["as_of"] is [{ } day] ? Day(day) : null;
        var runs = desk.Queue.List(new RunQuery { Pipeline = query["pipeline"], Statuses = [.. query["status"].OfType<string>().SelectMany(status => status.Split(','))], AsOf = asOf, Most = most });
        return new JsonObject { ["runs"] = new JsonArray([.. runs.Select(Short)]) };
    }

    private static JsonObject Short(RunEntry run)
    {
        var node = run.Run.DeepClone().AsObject();
        foreach (var name in Long) node.Remove(name);
        if (run.Problem is { } problem) node["problem"] = problem;
        return node;
    }

    private async Task Ask(HttpContext context)
    {
        if (context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true) throw new UsageException("expected a body of type application/json, such as { \"as_of\": \"2026-06-30\" }");
        JsonNode? body;
        try
        {
            body = await JsonNode.ParseAsync(context.Request.Body, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }, cancellationToken: context.RequestAborted);
        }
        catch (JsonException e)
        {
            throw new UsageException($"the body is not JSON: line {(e.LineNumber ?? 0) + 1}");
        }

        var asked = actions.Ask(Request(body as JsonObject ?? throw new UsageException("expected a JSON object, such as { \"as_of\": \"2026-06-30\" }")));
        context.Response.Headers.Location = $"/api/runs/{asked.RunId}";
        await Answer.Json(context, asked.New ? 202 : 200, new JsonObject { ["run_id"] = asked.RunId, ["new"] = asked.New, ["status"] = asked.Status });
    }

    /// <summary>Reads a request; everything that is wrong with it in one go.</summary>
    private static RunAsk Request(JsonObject body)
    {
        List<string> problems = [];
        foreach (var (name, _) in body.Where(member => !Known.Contains(member.Key)))
            problems.Add($"{name}: unknown; {(Spelling.Nearest(name, Known) is { } near ? $"did you mean '{near}'?" : $"there are {string.Join(", ", Known)}")}");
        var asOf = Text("as_of");
        if (asOf is not null && !SettingsCheck.IsDate(asOf, out _)) problems.Add($"as_of: '{asOf}' is not a date; expected one such as 2026-01-31");
        var publish = body["publish"] is { } flag ? flag.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? flag.GetValue<bool>() : Wrong("publish", "true or false", flag) is not null : false;
        var request = new RunAsk { Pipeline = Text("pipeline"), Of = Text("of"), Note = Text("note"), RequestedBy = Text("requested_by"), Sets = Sets(body["set"], problems), Publish = publish };
        if (problems.Count > 0) throw new UsageException(problems);
        return request with { AsOf = asOf is null ? null : Day(asOf) };

        string? Text(string name) => body[name] is not { } node ? null : node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : Wrong(name, "text", node);

        string? Wrong(string name, string expected, JsonNode found)
        {
            problems.Add($"{name}: expected {expected}, found {SettingsText.Describe(found)}");
            return null;
        }
    }

    private static List<string> Sets(JsonNode? node, List<string> problems)
    {
        switch (node)
        {
            case null: return [];
            case JsonObject changes: return [.. changes.Select(change => $"{change.Key}={change.Value?.ToJsonString(Parameters.Plain) ?? "null"}")];
            case JsonArray list when list.All(item => item?.GetValueKind() == JsonValueKind.String): return [.. list.Select(item => item!.GetValue<string>())];
            default:
                problems.Add($"set: expected changes in braces, such as {{ \"clv.horizonMonths\": 24 }}, found {SettingsText.Describe(node)}");
                return [];
        }
    }

    private static DateOnly? Day(string text) => SettingsCheck.IsDate(text, out var day) ? day : throw new UsageException($"as_of: '{text}' is not a date; expected one such as 2026-01-31");

    private JsonObject Channels(RunEntry run)
    {
        var facts = RunChannels.Find(desk.Outputs, run) ?? throw new BadInputException($"run {run.RunId}: {run.Status}; it has no results here");
        return new JsonObject
        {
            ["run_id"] = run.RunId,
            ["channels"] = new JsonArray([.. from mode in facts.Modes from model in facts.Models from row in facts.Rows(mode, model)
                select new JsonObject { ["mode"] = mode, ["model"] = model, ["channel"] = row.Channel, ["customers"] = Money.Exact(row.Customers), ["revenue"] = Money.Exact(row.Revenue), ["clv"] = Money.Exact(row.Clv) }]),
        };
    }

    private Task Pause(HttpContext context, bool paused)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        actions.Pause(name, paused, null);
        return Answer.Json(context, 200, Schedule(watchdog.Stand(anew: true).Single(status => status.Schedule.Name == name)));
    }

    private static JsonObject Moved(IReadOnlyList<(string Output, Publication Shown)> moved) => new()
    {
        ["outputs"] = new JsonArray([.. moved.Select(each => new JsonObject { ["output"] = each.Output, ["run_id"] = each.Shown.RunId, ["as_of"] = Publishing.Date(each.Shown.AsOf), ["pinned_through"] = each.Shown.PinnedThrough is { } day ? Publishing.Date(day) : null })]),
    };

    private static JsonObject Schedule(ScheduleStatus status) => new()
    {
        ["name"] = status.Schedule.Name, ["cron"] = status.Schedule.Cron.Text, ["time_zone"] = status.Schedule.Cron.Zone, ["paused"] = status.IsPaused, ["paused_by"] = status.State.PausedBy,
        ["alive"] = status.IsAlive, ["next_at"] = status.Next is { } next ? JsonValue.Create(next.UtcDateTime) : null, ["last_run_id"] = status.Last?.RunId, ["last_status"] = status.Last?.Status,
        ["missing"] = new JsonArray([.. status.Missing.Select(day => JsonValue.Create(Publishing.Date(day)))]),
    };

    private static JsonObject Alert(Alert alert) => new()
    {
        ["number"] = alert.Number, ["kind"] = alert.Kind, ["raised_at"] = alert.RaisedAt.UtcDateTime, ["attempts"] = alert.Attempts, ["delivered_at"] = alert.DeliveredAt is { } at ? JsonValue.Create(at.UtcDateTime) : null,
        ["given_up"] = alert.GivenUpAt is not null, ["error"] = alert.Error, ["body"] = JsonNode.Parse(alert.Body),
    };
}
