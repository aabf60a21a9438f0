using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using ClvPipeline.Tests.Postgres;
using ClvPipeline.Tests.Serve;
using Xunit;
using Xunit.Abstractions;

namespace ClvPipeline.Tests.Hangfire;

/// <summary><c>clv serve</c> on Hangfire: its workers, its dashboard, and the register that has the last word.</summary>
public sealed class HangfireTests(ITestOutputHelper log)
{
    private static readonly TimeSpan ChaosLasts = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("CLV_LONG") == "1" ? 300 : 20);

    [PostgresFact]
    public void Requeue_runs_a_night_again_and_what_is_deleted_or_cancelled_in_one_place_is_so_in_the_other()
    {
        using var database = new PostgresDatabase();
        using var serve = new ServeShell(settings => OnHangfire(settings, "output", """{ "postgres": "Warehouse" }""", "spend", """{ "postgres": "select 'email' as channel, date '2026-06-01' as date, 1.0 as amount from public.wait()", "connection": "Warehouse" }"""));
        // A run whose spend takes as long as a row says.
        database.Execute("create table public.waiting (seconds int); insert into public.waiting values (0); create function public.wait() returns setof int language plpgsql as $$ begin perform pg_sleep((select seconds from public.waiting)); return next 1; end $$");
        serve.Shell.Variables["CLV__CONNECTIONS__WAREHOUSE"] = database.ConnectionString;
        Assert.Equal(ExitCode.Ok, serve.Shell.Clv("migrate", "--config", "shop/clv.json"));
        serve.Start();
        var dashboard = new Dashboard(serve);
        var first = serve.Ended("""{ "as_of": "2026-06-30", "set": { "attribution.models.time_decay.halfLifeDays": 9 } }""");
        Assert.Equal("succeeded", (string)first["status"]!);
        var job = dashboard.Job("succeeded");
        Assert.Contains("default, as of 2026-06-30", dashboard.Page($"/jobs/details/{job}"), StringComparison.Ordinal);

        // Without the token that the page has, nothing happens; with it, the same run once more.
        Assert.Equal(403, dashboard.Press("succeeded", "requeue", job, token: false));
        Assert.Equal(204, dashboard.Press("succeeded", "requeue", job));
        ServeShell.Until(() => Runs().Count == 2 && Runs().TrueForAll(run => (string)run["status"]! == "succeeded"), () => serve.Log);
        var again = serve.Get($"/api/runs/{Runs()[0]["run_id"]}").Body;
        Assert.Equal((string)first["result_hash"]!, (string)again["result_hash"]!);
        Assert.Equal(first["parameters"]!.ToJsonString(), again["parameters"]!.ToJsonString());
        Assert.Contains($"run {first["run_id"]} once more", (string)again["note"]!, StringComparison.Ordinal);

        // A job at work is deleted: its run is cancelled. A run at work is cancelled: its job is deleted.
        database.Execute("update public.waiting set seconds = 120");
        var slow = (string)serve.Post("/api/runs", """{ "as_of": "2026-06-29" }""").Body["run_id"]!;
        serve.Until(slow, run => (string)run["status"]! == "running");
        var processing = dashboard.Job("processing");
        Assert.Equal(204, dashboard.Press("processing", "delete", processing));
        Assert.Equal("Hangfire", (string)serve.Until(slow, run => (string)run["status"]! == "cancelled")["cancelled_by"]!);
        var other = (string)serve.Post("/api/runs", """{ "as_of": "2026-06-28" }""").Body["run_id"]!;
        serve.Until(other, run => (string)run["status"]! == "running");
        // One that waits for its turn has none to delete; it is cancelled in the register alone.
        var waiting = (string)serve.Post("/api/runs", """{ "as_of": "2026-06-29", "note": "waits" }""").Body["run_id"]!;
        Assert.Equal("cancelled", (string)serve.Post($"/api/runs/{waiting}/cancel").Body["status"]!);
        serve.Post($"/api/runs/{other}/cancel");
        serve.Until(other, run => (string)run["status"]! == "cancelled");
        ServeShell.Until(() => dashboard.Jobs("deleted").Count == 2 && dashboard.Jobs("processing").Count == 0, () => serve.Log);
        database.Execute("update public.waiting set seconds = 0");

        // Bad input is not tried again; what is well afterwards is requeued by hand.
        database.Execute("alter table public.waiting rename to elsewhere");
        var bad = serve.Ended("""{ "as_of": "2026-06-27" }""");
        Assert.Equal("failed", (string)bad["status"]!);
        var failed = dashboard.Job("failed");
        Assert.Empty(dashboard.Jobs("scheduled"));
        database.Execute("alter table public.elsewhere rename to waiting");
        Assert.Equal(204, dashboard.Press("failed", "requeue", failed));
        ServeShell.Until(() => (string)Runs()[0]["as_of"]! == "2026-06-27" && (string)Runs()[0]["status"]! == "succeeded", () => serve.Log);
        // What it keeps lies in a schema of its own, for a season, and shows no password.
        Assert.Equal(true, database.Scalar("select min(expireat) > now() + interval '89 days' from clv_hangfire.job where statename = 'Succeeded'"));
        Assert.DoesNotContain("Host=", dashboard.Page("/") + dashboard.Page("/servers") + dashboard.Page("/clv"), StringComparison.Ordinal);

        List<JsonObject> Runs() => [.. serve.Get("/api/runs").Body["runs"]!.AsArray().Select(run => run!.AsObject())];
    }

    [Fact]
    public void The_form_asks_for_a_run_and_looks_at_role_and_token_itself()
    {
        using var serve = new ServeShell(settings => OnHangfire(settings)).Start();
        var dashboard = new Dashboard(serve);
        var fields = Fields(dashboard.Page("/clv"));
        Assert.Equal("7", fields["model.time_decay.halfLifeDays"]);
        fields["model.time_decay.halfLifeDays"] = "14";
        fields["as_of"] = "2026-06-30";
        fields["requested_by"] = "<b>Ann</b>";
        fields.Remove(fields.Keys.Single(name => name.Contains("Verification", StringComparison.Ordinal)));
        Assert.Equal(403, dashboard.Post("/clv/ask", token: false, fields).Status);
        Assert.Equal(403, dashboard.Post("/clv/ask", token: true, fields, origin: "http://elsewhere.example").Status);
        Assert.Equal(405, serve.Http.Send(new HttpRequestMessage(HttpMethod.Get, "/hangfire/clv/ask")) is var got ? (int)got.StatusCode : 0);
        var (status, location, _) = dashboard.Post("/clv/ask", token: true, fields);
        Assert.Equal(303, status);
        var run = serve.Until(location.Split('=')[1], each => (string)each["status"]! is "succeeded" or "failed");
        Assert.Equal(("succeeded", 14.0), ((string)run["status"]!, (double)run["parameters"]!["attribution"]!["models"]!.AsArray().Single(model => (string)model!["name"]! == "time_decay")!["halfLifeDays"]!));
        Assert.Contains("&lt;b&gt;Ann", dashboard.Page("/clv"), StringComparison.Ordinal);
        fields["horizon"] = "soon";
        var wrong = dashboard.Post("/clv/ask", token: true, fields);
        Assert.Equal(400, wrong.Status);
        Assert.Contains("clv.horizonMonths: expected a whole number, found the text &#39;soon&#39;", wrong.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"soon\"", wrong.Body, StringComparison.Ordinal);
        Assert.Contains("CLV runs", dashboard.Page("/"), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_may_only_look_gets_no_form_and_no_button_works()
    {
        using var serve = new ServeShell(settings => OnHangfire(settings, "dashboard", "\"look\"")).Start();
        var dashboard = new Dashboard(serve);
        Assert.Equal("succeeded", (string)serve.Ended("""{ "as_of": "2026-06-30" }""")["status"]!);
        var job = dashboard.Job("succeeded");
        Assert.DoesNotContain("<form", dashboard.Page("/clv"), StringComparison.Ordinal);
        Assert.Equal(403, dashboard.Post("/clv/ask", token: true, new() { ["as_of"] = "2026-06-30" }).Status);
        Assert.InRange(dashboard.Press("succeeded", "requeue", job), 400, 499);
        Assert.Single(serve.Get("/api/runs").Body["runs"]!.AsArray());
    }

    [Fact]
    public void Both_schedulers_give_the_same_bytes_for_the_same_run()
    {
        using var hangfire = new ServeShell(settings => OnHangfire(settings)).Start();
        using var quartz = new ServeShell().Start();
        foreach (var serve in new[] { hangfire, quartz })
        {
            var queue = new ClvPipeline.Storage.FolderQueue(serve.OutFolder, TimeProvider.System);
            queue.Ask(Wishes.Of(serve.Settings, new DateOnly(2026, 6, 30), "api", null), () => "same");
            Assert.Equal("succeeded", (string)serve.Until("same", run => (string)run["status"]! is "succeeded" or "failed")["status"]!);
        }

        var files = Directory.GetFiles(Path.Combine(quartz.OutFolder, "runs", "same"), "*.parquet").Select(file => Path.GetFileName(file)).Where(file => file is not ("run.parquet" or "intake_count.parquet" or "rejected_row.parquet")).ToList();
        Assert.True(files.Count > 8);
        Assert.All(files, file => Assert.True(File.ReadAllBytes(Path.Combine(quartz.OutFolder, "runs", "same", file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(hangfire.OutFolder, "runs", "same", file))), file));
    }

    [PostgresClusterFact]
    public void Thirty_runs_end_exactly_once_on_three_servers_of_Hangfire_that_are_killed_frozen_and_started_again() => ChaosTests.Disturb(log, "hangfire", 30, ChaosLasts);

    /// <summary>The fields of the form of a page, as a browser would send them.</summary>
    internal static Dictionary<string, string> Fields(string page)
    {
        Dictionary<string, string> fields = [];
        foreach (System.Text.RegularExpressions.Match input in System.Text.RegularExpressions.Regex.Matches(page, "<input ([^>]*)>"))
        {
            var of = System.Text.RegularExpressions.Regex.Matches(input.Groups[1].Value, "(\\w+)=\"([^\"]*)\"").ToDictionary(each => each.Groups[1].Value, each => System.Net.WebUtility.HtmlDecode(each.Groups[2].Value));
            var ticked = System.Text.RegularExpressions.Regex.IsMatch(input.Groups[1].Value, "\\bchecked\\b");
            if (of.TryGetValue("name", out var name) && (of["type"] != "checkbox" || ticked)) fields[name] = of.GetValueOrDefault("value", "on");
        }

        return fields;
    }

    private static void OnHangfire(JsonObject settings, params string[] more)
    {
        settings["scheduler"] = "hangfire";
        for (var i = 0; i < more.Length; i += 2) (more[i] == "spend" ? settings["sources"]!.AsObject() : settings)[more[i]] = JsonNode.Parse(more[i + 1]);
    }
}
