using System.Diagnostics;
using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using Xunit;
using Xunit.Abstractions;

namespace ClvPipeline.Tests.Serve;

/// <summary>Real processes that share a folder without a database, killed and frozen in the middle of runs.</summary>
public sealed class FolderChaosTests(ITestOutputHelper log)
{
    private const int Count = 12;

    [Fact]
    public void Twelve_runs_of_a_folder_end_exactly_once_while_processes_that_are_at_them_are_killed_and_frozen()
    {
        if (OperatingSystem.IsWindows()) return;
        using var shop = new QueueShop(QueueShop.Folder, customers: 300);
        var folder = Path.Combine(shop.Shell.Folder, "out");
        // Every third tries other parameters; the others are two pipelines of their own.
        RunWish Wish(int i) => i % 3 == 2 ? shop.Wish(30 - i, "default", $"attribution.models.time_decay.halfLifeDays={i}") : shop.Wish(30 - i, $"nightly-{i % 3}");
        var asked = Enumerable.Range(0, 2 * Count).AsParallel().WithDegreeOfParallelism(4).Select(i => shop.Ask(Wish(i % Count)).RunId).ToHashSet();
        Assert.Equal(Count, asked.Count);

        List<ChaosProcess> processes = [.. Enumerable.Range(0, 2).Select(_ => new ChaosProcess(shop.Shell.Folder, shop.Shell.Variables))];
        var requests = new RequestFolder(folder);
        var witness = new FolderWitness(folder);
        // Freezing shows that nobody takes from one that lives; killing, that somebody takes up what it had; and one is asked to stop.
        Queue<string> deck = new(["kill", "freeze", "kill", "stop", "freeze", "kill"]);
        List<string> killed = [];
        var begun = Stopwatch.StartNew();
        try
        {
            while (requests.Open() is { Count: > 0 } open)
            {
                Assert.True(begun.Elapsed < TimeSpan.FromMinutes(3), $"still open: {string.Join(", ", open)}");
                Thread.Sleep(5);
                if (deck.Count == 0 || open.Find(run => run is { Status: "running", Deaths: 0 } && processes.Exists(each => each.Worker == run.Worker)) is not { } run) continue;
                var victim = processes.Single(each => each.Worker == run.Worker);
                switch (deck.Dequeue())
                {
                    case "kill":
                        victim.Kill();
                        killed.Add(run.RunId);
                        break;
                    case "stop":
                        Assert.InRange(victim.Restart(), TimeSpan.Zero, TimeSpan.FromSeconds(10));
                        break;
                    default:
                        victim.Freeze(TimeSpan.Zero);
                        var asleep = requests.Find(run.RunId)!;
                        Thread.Sleep(500);
                        Assert.Equal(asleep, requests.Find(run.RunId));
                        victim.Wake(now: true);
                        break;
                }
            }
        }
        finally
        {
            processes.ForEach(each => each.Stop());
            processes.ForEach(each => each.Dispose());
            witness.Dispose();
        }

        var ended = requests.Over().ToDictionary(run => run.RunId);
        log.WriteLine($"{Count} runs, each asked for twice, in {begun.Elapsed.TotalSeconds:0.0} s; killed with: {string.Join(", ", killed)}; taken up {ended.Values.Sum(run => run.Attempt)} times, deaths {ended.Values.Sum(run => run.Deaths)}; {witness.Readings} readings");
        Assert.Equal([], witness.Wrong);
        Assert.True(witness.Readings > 20, $"only {witness.Readings} readings");
        Assert.Equal([], processes.SelectMany(each => each.Complaints));
        Assert.Empty(deck);

        // Each ended once, and who was killed at one did not take it along.
        Assert.Equal(asked, ended.Keys.ToHashSet());
        Assert.All(ended.Values, run => Assert.True(run.Status == "succeeded" || run is { Status: "failed", Deaths: >= 2 }, run.ToString()));
        Assert.Contains(ended.Values, run => run is { Status: "succeeded", Deaths: > 0, Attempt: > 1 });
        Assert.InRange(ended.Values.Sum(run => run.Deaths), 1, killed.Count);
        var lines = processes.SelectMany(each => each.Said).SelectMany(text => text.Split('\n')).Where(line => line.Contains(": finished: ", StringComparison.Ordinal)).ToList();
        Assert.All(asked, runId => Assert.InRange(lines.Count(line => line.Contains($"run {runId}: ", StringComparison.Ordinal)), 0, 1));

        // What succeeded is there, whole, and nothing else is; readers see the last day of those that may be shown.
        var good = ended.Values.Where(run => run.Status == "succeeded").ToList();
        Assert.Equal(good.Select(run => run.RunId).Order(StringComparer.Ordinal), Directory.EnumerateDirectories(Path.Combine(folder, "runs")).Select(path => Path.GetFileName(path)).Where(RunIds.IsValid).Order(StringComparer.Ordinal));
        Assert.Equal(good.Where(run => run.MayPublish).Max(run => run.AsOf), Publication.Current(folder)!.AsOf);
        // Whoever died while it tidied up has left that to the next worker; nothing else is left to do.
        Assert.Empty(shop.Queue.Recover());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder, "requests"), "*.json").Concat(Directory.EnumerateFiles(Path.Combine(folder, "requests"), "*.held")));

        // The same numbers as undisturbed: of the run that was taken up most often.
        var most = good.MaxBy(run => run.Attempt)!;
        var undisturbed = new RunJob(TimeProvider.System, shop.Shell.Folder).Run(new RunOrder { Settings = shop.Settings.With(most.Parameters, []) with { Pipeline = most.Pipeline, OutFolder = "undisturbed" }, AsOf = most.AsOf, RunId = most.RunId }, Laws.Silent.Instance, CancellationToken.None);
        Assert.Equal(undisturbed.Record.ResultHash, RunRegister.Find(folder, most.RunId).Text("result_hash"));
    }

    [Fact]
    public async Task Nobody_finds_a_run_abandoned_while_its_worker_waits_for_its_turn_to_say_how_it_ended()
    {
        using var shop = new QueueShop(QueueShop.Folder);
        var runId = shop.Ask();
        var requests = new RequestFolder(Path.Combine(shop.Shell.Folder, "out"));
        using var held = shop.Queue.Claim("me")!;
        var end = requests.InTurn(() =>
        {
            var ending = Task.Run(() => held.End("failed", "no reason"));
            Thread.Sleep(200);
            using var free = requests.TryHold(runId);
            Assert.Null(free);
            return ending;
        });
        Assert.True(await end);
        Assert.Equal((0, "failed"), (requests.Find(runId)!.Deaths, shop.Status(runId)));
    }

    [Fact]
    public void A_run_that_was_written_down_as_ended_has_ended_even_if_its_worker_died_before_it_tidied_up()
    {
        using var shop = new QueueShop(QueueShop.Folder);
        var runId = shop.Ask();
        var file = Path.Combine(shop.Shell.Folder, "out", "requests", $"{runId}.json");
        using (var held = shop.Queue.Claim("me")!)
        {
            var running = File.ReadAllText(file);
            held.End("failed", "no reason");
            // Died before any of its files was gone.
            File.WriteAllText(file, running);
            foreach (var left in new[] { ".held", ".progress" }) File.WriteAllText(Path.ChangeExtension(file, left), "");
        }

        Assert.Equal(("failed", "failed"), (shop.Status(runId), shop.Queue.List(new RunQuery()).Single().Status));
        Assert.Equal("failed", shop.Queue.Cancel(runId, "anna"));
        Assert.Empty(shop.Queue.Recover());
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(file)!, $"{runId}.*"));
        Assert.Null(shop.Queue.Claim("next"));
        Assert.True(shop.Ask(shop.Wish()).New);
    }

    [Fact]
    public void A_run_whose_worker_died_between_its_last_file_and_saying_so_is_one_that_waits_until_the_next_has_said_so()
    {
        using var shop = new QueueShop(QueueShop.Folder);
        var runId = shop.Ask();
        var requests = Path.Combine(shop.Shell.Folder, "out", "requests");
        using (var held = shop.Queue.Claim("me")!)
        {
            var running = File.ReadAllText(Path.Combine(requests, $"{runId}.json"));
            shop.Job().Execute(held, CancellationToken.None);
            File.Delete(Path.Combine(requests, "done", $"{runId}.json"));
            File.WriteAllText(Path.Combine(requests, $"{runId}.json"), running);
        }

        // Its results are there and shown. Whoever gives work out by the list, as Hangfire's jobs are, must hear of it.
        Assert.Equal("queued", Assert.Single(shop.Queue.Recover()).Status);
        Assert.Equal((runId, "queued"), (shop.Shown, shop.Status(runId)));
        Assert.Equal([(runId, "queued")], shop.Queue.List(new RunQuery { Statuses = ["queued", "running"] }).Select(run => (run.RunId, run.Status)));

        Assert.EndsWith("was complete already", shop.Job().Execute(shop.Queue.Claim("next")!, CancellationToken.None).Message, StringComparison.Ordinal);
        Assert.Equal((runId, "succeeded"), (shop.Shown, shop.Status(runId)));
        Assert.Empty(shop.Queue.List(new RunQuery { Statuses = ["queued", "running"] }));
    }
}
