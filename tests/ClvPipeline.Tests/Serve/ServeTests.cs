using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using ClvPipeline.Jobs.Serve;
using Xunit;

namespace ClvPipeline.Tests.Serve;

/// <summary>The API and the page of <c>clv serve</c>, asked over HTTP.</summary>
public sealed class ServeTests(ServeTests.OneServe one) : IClassFixture<ServeTests.OneServe>
{
    private readonly ServeShell _serve = one.Shell;

    [Fact]
    public void A_rerun_with_other_settings_is_seen_by_readers_only_when_somebody_shows_it_to_them()
    {
        var own = _serve.Ended("""{ "as_of": "2026-06-30" }""");
        Assert.Equal("succeeded", (string)own["status"]!);
        _serve.Until((string)own["run_id"]!, run => (bool)run["is_current"]!); // a folder is complete first, and shown then
        var other = _serve.Ended($$"""{ "of": "{{own["run_id"]}}", "set": { "attribution.models.time_decay.halfLifeDays": 14 }, "note": "<script>alert(1)</script>", "requested_by": "Ann" }""");
        Assert.Equal(("succeeded", false, "Ann", "api"), ((string)other["status"]!, (bool)other["is_current"]!, (string)other["requested_by"]!, (string)other["trigger"]!));
        Assert.Equal(14, (double)other["parameters"]!["attribution"]!["models"]!.AsArray().Single(model => (string)model!["name"]! == "time_decay")!["halfLifeDays"]!);

        // A change is a change even if it comes to the same; what begins from the pipeline's own is its own.
        Assert.False((bool)_serve.Ended($$"""{ "of": "{{other["run_id"]}}", "set": ["attribution.models.time_decay.halfLifeDays=7"] }""")["is_current"]!);
        var same = _serve.Ended($$"""{ "of": "{{own["run_id"]}}" }""");
        _serve.Until((string)same["run_id"]!, run => (bool)run["is_current"]!);

        Assert.Equal(200, _serve.Post($"/api/runs/{other["run_id"]}/publish").Status);
        Assert.True((bool)_serve.Get($"/api/runs/{other["run_id"]}").Body["is_current"]!);
        var back = _serve.Post("/api/rollback");
        Assert.Equal(((string)same["run_id"]!, "2026-06-30"), ((string)back.Body["outputs"]![0]!["run_id"]!, (string)back.Body["outputs"]![0]!["pinned_through"]!));

        var page = _serve.Page($"/runs/{other["run_id"]}");
        Assert.Contains("attribution.models.time_decay.halfLifeDays", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page + _serve.Page("/"), StringComparison.Ordinal);
        var channels = _serve.Get($"/api/runs/{other["run_id"]}/channels").Body["channels"]!.AsArray();
        Assert.Equal((decimal)other["total_clv"]!.AsValue().GetValue<string>().Length > 0 ? decimal.Parse((string)other["total_clv"]!, System.Globalization.CultureInfo.InvariantCulture) : 0,
            channels.Where(row => (string)row!["mode"]! == "acquisition" && (string)row["model"]! == "linear").Sum(row => decimal.Parse((string)row!["clv"]!, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("""{ "as_off": "2026-06-30" }""", "as_off: unknown; did you mean 'as_of'?")]
    [InlineData("""{ "as_of": "30/6/2026", "note": 7 }""", "note: expected text, found the number 7|as_of: '30/6/2026' is not a date; expected one such as 2026-01-31")]
    [InlineData("""{ "set": { "clv.horizonMonth": 24 } }""", "clv.horizonMonth: unknown setting; did you mean 'clv.horizonMonths'?")]
    [InlineData("""{ "set": { "clv.horizonMonths": "soon" } }""", "clv.horizonMonths: expected a whole number, found the text 'soon'")]
    [InlineData("""{ "pipeline": "weekly" }""", "pipeline: there is no 'weekly'; expected nightly, quarter")]
    [InlineData("""{ "publish": "yes" }""", "publish: expected true or false, found the text 'yes'")]
    [InlineData("[]", "expected a JSON object, such as { \"as_of\": \"2026-06-30\" }")]
    [InlineData("{", "the body is not JSON: line 1")]
    public void A_wrong_request_is_told_all_that_is_wrong_with_it(string body, string problems)
    {
        var answer = _serve.Post("/api/runs", body);
        Assert.Equal((400, problems), (answer.Status, string.Join('|', answer.Body["problems"]!.AsArray().Select(problem => (string)problem!).OrderByDescending(problem => problem.StartsWith("note", StringComparison.Ordinal)))));
    }

    [Fact]
    public void What_is_not_there_is_not_found_and_what_cannot_be_is_refused()
    {
        Assert.Equal(404, _serve.Get("/api/runs/nobody").Status);
        Assert.Equal(404, _serve.Post("/api/runs/nobody/cancel").Status);
        Assert.Equal(404, _serve.Post("/api/runs", """{ "of": "nobody" }""").Status);
        Assert.Equal(404, _serve.Get("/api/nothing").Status);
        Assert.Equal(404, _serve.Post("/api/schedules/weekly/pause").Status);
        Assert.Contains("Not possible", _serve.Page("/runs/..%2f..%2fetc"), StringComparison.Ordinal);
        Assert.Equal(("live", "ready"), ((string)_serve.Get("/health/live").Body["status"]!, (string)_serve.Get("/health/ready").Body["status"]!));
    }

    [Theory]
    [InlineData("Host", "evil.example", 400)]
    [InlineData("Origin", "http://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    public void Pages_of_other_sites_can_ask_for_nothing(string header, string value, int status)
    {
        var before = _serve.Get("/api/runs?last=1000").Body["runs"]!.AsArray().Count;
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/runs") { Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json") };
        Assert.True(request.Headers.TryAddWithoutValidation(header, value));
        Assert.Equal(status, _serve.Send(request).Status);
        using var form = _serve.Http.Send(new HttpRequestMessage(HttpMethod.Post, "/ask") { Content = new FormUrlEncodedContent([new("as_of", "2026-06-30")]) });
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, form.StatusCode); // without what a page of ours was given
        Assert.Equal(before, _serve.Get("/api/runs?last=1000").Body["runs"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("http", "0.0.0.0:5080")]
    [InlineData("http", "*:5080")]
    [InlineData("http", "[::]:5080")]
    [InlineData("http", "192.168.1.7:5080")]
    [InlineData("http", "shop.example:5080")]
    [InlineData("https", "127.0.0.1:5080")]
    [InlineData("127.0.0.1", "5080")]
    public void No_address_that_others_could_reach_is_served(string scheme, string host)
    {
        Assert.Equal(ExitCode.Usage, _serve.Shell.Clv("serve", "--config", "shop/clv.json", "--urls", $"http://127.0.0.1:5080;{scheme}://{host}"));
        Assert.StartsWith("--urls: '", _serve.Shell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_is_taken_is_said_in_a_sentence()
    {
        Assert.Equal(ExitCode.Failed, _serve.Shell.Clv("serve", "--config", "shop/clv.json", "--urls", _serve.Url));
        Assert.Equal($"Failed to bind to address {_serve.Url}: address already in use; name another with --urls, or none: clv serve then finds a free port\n", _serve.Shell.Error);
    }

    [Fact]
    public void A_schedule_rests_while_it_is_paused()
    {
        var paused = _serve.Post("/api/schedules/quarter/pause");
        Assert.Equal((200, true, null), (paused.Status, (bool)paused.Body["paused"]!, (string?)paused.Body["next_at"]));
        Assert.Contains("paused", _serve.Page("/live"), StringComparison.Ordinal);
        Assert.False((bool)_serve.Post("/api/schedules/quarter/resume").Body["paused"]!);
        var schedules = _serve.Get("/api/schedules").Body["schedules"]!.AsArray();
        Assert.Equal(["nightly", "quarter"], schedules.Select(schedule => (string)schedule!["name"]!));
        Assert.All(schedules, schedule => Assert.True((bool)schedule!["alive"]! && schedule["next_at"] is not null));
    }

    [Fact]
    public void The_same_request_five_times_is_one_run_and_cancelling_it_leaves_nothing()
    {
        using var idle = new ServeShell(settings => settings["workers"] = 0).Start(); // nobody takes it up meanwhile
        var asked = Enumerable.Range(0, 5).Select(_ => idle.Post("/api/runs", """{ "as_of": "2026-06-30" }""")).ToList();
        Assert.Equal([202, 200, 200, 200, 200], asked.Select(each => each.Status));
        var runId = Assert.Single(asked.Select(each => (string)each.Body["run_id"]!).Distinct());
        Assert.NotEqual(runId, (string)idle.Post("/api/runs", """{ "as_of": "2026-06-30", "set": { "clv.horizonMonths": 12 } }""").Body["run_id"]!);
        Assert.Equal("cancelled", (string)idle.Post($"/api/runs/{runId}/cancel").Body["status"]!);
        Assert.Equal(["queued"], idle.Get("/api/runs?status=queued,running").Body["runs"]!.AsArray().Select(run => (string)run!["status"]!));
        Assert.False(Directory.Exists(Path.Combine(idle.OutFolder, "runs", runId)));
        Assert.Equal(409, idle.Post($"/api/runs/{runId}/publish").Status);
    }

    [Fact]
    public void A_process_that_cannot_read_its_register_lives_and_is_not_ready_and_says_why()
    {
        using var idle = new ServeShell(settings => settings["workers"] = 0).Start();
        Directory.CreateDirectory(idle.OutFolder);
        File.WriteAllText(Path.Combine(idle.OutFolder, "current.json"), "{");
        var (status, body) = idle.Get("/health/ready");
        Assert.Equal((503, "not ready"), (status, (string)body["status"]!));
        Assert.Contains("current.json is damaged", (string)Assert.Single(body["problems"]!.AsArray())!, StringComparison.Ordinal);
        Assert.Equal(200, idle.Get("/health/live").Status);
    }

    [Fact]
    public void Every_event_is_a_line_of_the_log_with_the_run_s_id()
    {
        var run = (string)_serve.Ended("""{ "as_of": "2026-05-31" }""")["run_id"]!;
        ServeShell.Until(() => _serve.Log.Contains("run.ended", StringComparison.Ordinal), () => _serve.Log);
        var lines = _serve.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject()).Where(line => (string?)line["run_id"] == run).ToList();
        Assert.Equal(["run.asked", "run.begun", "run.ended"], lines.Select(line => (string)line["event"]!).Distinct().Order(StringComparer.Ordinal));
        Assert.All(lines, line => Assert.True(line["time"] is not null && line["level"] is not null && line["message"] is not null));
    }

    /// <summary>One process for all of these tests.</summary>
    public sealed class OneServe : IDisposable
    {
        internal ServeShell Shell { get; } = new ServeShell(settings => settings["schedule"] = JsonNode.Parse("""[ { "name": "nightly", "cron": "30 2 * * *" }, { "name": "quarter", "cron": "0 6 1 1,4,7,10 *", "set": { "clv.horizonMonths": 60 } } ]""")).Start();

        public void Dispose() => Shell.Dispose();
    }
}
