using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using ClvPipeline.Tests.Postgres;
using Xunit;

namespace ClvPipeline.Tests.Serve;

/// <summary>The verbs by which people ask for runs once more, stop them and watch them.</summary>
public sealed class RegisterVerbTests
{
    [PostgresTheory, InlineData(QueueShop.Postgres), InlineData(QueueShop.Folder)]
    public void The_same_rerun_asked_for_five_times_is_one_run_that_readers_see_only_when_it_is_published(string kind)
    {
        using var shop = new QueueShop(kind);
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "night"));
        string[] rerun = ["night", "--set", "attribution.models.time_decay.halfLifeDays=14", "--note", "slower decay?", "--json"];
        Assert.Equal(ExitCode.Ok, shop.Clv("rerun", rerun));
        var runId = (string)JsonNode.Parse(shop.Shell.Out)!["run_id"]!;
        Assert.StartsWith("No clv serve is at work on ", shop.Shell.Error, StringComparison.Ordinal);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(ExitCode.Nothing, shop.Clv("rerun", rerun));
            Assert.Equal((runId, false), ((string)JsonNode.Parse(shop.Shell.Out)!["run_id"]!, (bool)JsonNode.Parse(shop.Shell.Out)!["new"]!));
        }

        Assert.Equal(ExitCode.Ok, shop.Clv("runs", "--status", "queued"));
        Assert.Single(shop.Shell.Out.Split('\n'), line => line.Contains("queued", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Nothing, shop.Clv("rerun", "night", "--set", "attribution.models.time_decay.halfLifeDays=14"));
        Assert.Equal($"Run {runId} is queued already: it is the same request.\n", shop.Shell.Out);
        Assert.Equal(ExitCode.Ok, shop.Clv("rerun", [.. rerun, "--here"]));
        Assert.Equal("night", shop.Shown);
        Assert.Equal(ExitCode.Ok, shop.Clv("show", runId));
        Assert.Contains("note                     slower decay?\n", shop.Shell.Out, StringComparison.Ordinal);
        Assert.Contains("\"halfLifeDays\": 14", shop.Shell.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, shop.Clv("publish", runId));
        Assert.Equal(runId, shop.Shown);
        // With its own parameters and of the same day it takes the place of what is shown.
        Assert.Equal(ExitCode.Ok, shop.Clv("rerun", "night", "--here"));
        Assert.EndsWith("Published: readers see this run now.\n", shop.Shell.Out, StringComparison.Ordinal);
        Assert.NotEqual(runId, shop.Shown);
    }

    [PostgresTheory, InlineData(QueueShop.Postgres), InlineData(QueueShop.Folder)]
    public void A_run_that_waits_is_cancelled_at_once_and_one_that_has_ended_is_left_alone(string kind)
    {
        using var shop = new QueueShop(kind);
        var runId = shop.Ask();
        shop.Shell.Variables["USER"] = "anna";
        Assert.Equal(ExitCode.Ok, shop.Clv("cancel", runId));
        Assert.Equal($"Run {runId} is cancelled.\n", shop.Shell.Out);
        Assert.Equal("cancelled by anna before it began", shop.Queue.Find(runId).Text("error"));
        Assert.Equal(ExitCode.Nothing, shop.Clv("cancel", runId, "--json"));
        Assert.Equal("cancelled", (string)JsonNode.Parse(shop.Shell.Out)!["status"]!);
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "done"));
        Assert.Equal(ExitCode.Nothing, shop.Clv("cancel", "done"));
        Assert.Equal("Run done has succeeded already; nothing was done.\n", shop.Shell.Out);
        Assert.Equal(ExitCode.Failed, shop.Clv("cancel", "nobody"));
        Assert.StartsWith("run nobody: no such run in ", shop.Shell.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, shop.Clv("rerun", "done", "--set", "clv.horizonMonth=12"));
        Assert.Equal("clv.horizonMonth (from --set): unknown setting; did you mean 'clv.horizonMonths'?\n", shop.Shell.Error);
        Assert.Equal(ExitCode.Cancelled, shop.Clv("show", runId, "--follow"));
    }

    [PostgresTheory, InlineData(QueueShop.Postgres), InlineData(QueueShop.Folder)]
    public async Task A_serve_takes_what_is_asked_for_says_how_far_it_is_and_stops_when_it_is_told_to(string kind)
    {
        using var shop = new QueueShop(kind);
        using var stop = new CancellationTokenSource();
        using StringWriter said = new();
        var serve = Task.Run(() => Cli.Run(["serve", "--config", "shop/clv.json", "--set", "scheduler=quartz"], new CliHost(TextWriter.Null, TextWriter.Synchronized(said), TimeProvider.System, shop.Shell.Variables, shop.Shell.Folder, stop.Token)));
        while (!shop.Queue.HasWorkers) await Task.Delay(20);
        var (one, other) = (shop.Ask(29), shop.Ask());
        Assert.Equal(ExitCode.Ok, shop.Clv("show", other, "--follow", "--json"));
        Assert.Equal("succeeded", (string)JsonNode.Parse(shop.Shell.Out)!["status"]!);
        Assert.Equal(other, shop.Shown);
        // What it was started with is its pipelines' own: what is asked of its page is shown to readers.
        string own;
        using (var http = new HttpClient())
        {
            var page = said.ToString().Split("the page is at ")[1].Split(". Ctrl-C")[0];
            using var asked = await http.PostAsync($"{page}/api/runs", new StringContent("""{ "as_of": "2026-06-30" }""", System.Text.Encoding.UTF8, "application/json"));
            own = (string)JsonNode.Parse(await asked.Content.ReadAsStringAsync())!["run_id"]!;
            ServeShell.Until(() => shop.Shown == own, said.ToString);
        }

        await stop.CancelAsync();
        Assert.Equal(ExitCode.Ok, await serve.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.False(shop.Queue.HasWorkers);
        Assert.Equal([one, other, own], said.ToString().Split('\n').Where(line => line.Contains(": begun (", StringComparison.Ordinal)).Select(line => line[(line.IndexOf(" run ", StringComparison.Ordinal) + 5)..line.IndexOf(": begun (", StringComparison.Ordinal)]));
        Assert.Contains($"run {other}: finished: Published: readers see this run now.", said.ToString(), StringComparison.Ordinal);
    }
}
