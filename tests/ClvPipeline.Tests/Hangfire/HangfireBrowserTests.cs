using System.Text.Json.Nodes;
using ClvPipeline.Tests.Architecture;
using ClvPipeline.Tests.Report;
using ClvPipeline.Tests.Serve;
using Xunit;

namespace ClvPipeline.Tests.Hangfire;

/// <summary>The dashboard as people use it, in headless Chromium.</summary>
public class HangfireBrowserTests
{
    [BrowserFact]
    public void An_analyst_asks_for_a_night_by_the_form_and_runs_it_once_more_with_Requeue()
    {
        using var serve = new ServeShell(template: Path.Combine(Repository.Root, "sample-data"), change: settings =>
        {
            settings["scheduler"] = "hangfire";
            settings["schedule"] = JsonNode.Parse("""[ { "name": "nightly", "cron": "30 2 * * *" } ]""");
        }).Start();
        Assert.Equal("succeeded", (string)serve.Ended("""{ "as_of": "2026-06-30" }""")["status"]!);
        var found = Browser.Hangfire(serve.Url);
        Assert.Empty(found.GetProperty("console").EnumerateArray());
        Assert.Empty(found.GetProperty("foreign").EnumerateArray());
        Assert.Contains("nightly", found.GetProperty("recurring").GetString(), StringComparison.Ordinal);
        Assert.Contains("Ann", found.GetProperty("first").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, found.GetProperty("metrics").GetArrayLength());

        var (asked, again) = (serve.Get($"/api/runs/{found.GetProperty("run").GetString()}").Body, serve.Get($"/api/runs/{found.GetProperty("again").GetString()}").Body);
        Assert.NotEqual((string)asked["run_id"]!, (string)again["run_id"]!);
        Assert.Equal((string)asked["result_hash"]!, (string)again["result_hash"]!);
        Assert.Equal("Ann", (string)asked["requested_by"]!);
        Assert.Equal(14, (double)again["parameters"]!["attribution"]!["models"]!.AsArray().Single(model => (string)model!["name"]! == "time_decay")!["halfLifeDays"]!);
    }
}
