using System.Diagnostics;
using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Postgres;
using Xunit;

namespace ClvPipeline.Tests.Serve;

/// <summary>A run of the queue is run by its id alone, once, however often it is delivered and whatever happens to who runs it.</summary>
public sealed class ExecuteTests
{
    [PostgresTheory, InlineData(QueueShop.Postgres), InlineData(QueueShop.Folder)]
    public async Task A_run_longer_than_every_window_is_started_once_and_a_second_delivery_says_that_it_is_active(string kind)
    {
        using var shop = new QueueShop(kind);
        shop.Shorten("2s");
        var runId = shop.Ask();
        using ManualResetEventSlim begun = new(), enough = new();
        var starts = 0;
        var run = shop.Job(during: results =>
        {
            Interlocked.Increment(ref starts);
            begun.Set();
            enough.Wait(TimeSpan.FromMinutes(1));
            return results;
        }).ExecuteAsync(runId, CancellationToken.None);
        begun.Wait(TimeSpan.FromMinutes(1));
        var other = shop.Another();
        for (var time = Stopwatch.StartNew(); time.Elapsed < TimeSpan.FromSeconds(5); await Task.Delay(250))
        {
            Assert.Empty(other.Recover());
            Assert.Null(other.Claim("other"));
            Assert.Equal((RunEndKind.Active, $"run {runId} is active"), await Said(shop.Job(other).ExecuteAsync(runId, CancellationToken.None)));
        }

        Assert.NotNull(shop.Queue.Find(runId).Text("stage"));
        enough.Set();
        Assert.Equal((RunEndKind.Finished, "Published: readers see this run now."), await Said(run));
        Assert.Equal((RunEndKind.AlreadyFinished, $"run {runId} has succeeded"), await Said(shop.Job(other).ExecuteAsync(runId, CancellationToken.None)));
        Assert.Equal((1, runId, 1), (starts, shop.Shown, shop.Queue.Find(runId).Run["attempt"]!.GetValue<int>()));
    }

    [PostgresTheory, InlineData(QueueShop.Postgres), InlineData(QueueShop.Folder)]
    public async Task A_run_that_is_cancelled_stops_within_five_seconds_and_leaves_nothing_visible(string kind)
    {
        using var shop = new QueueShop(kind);
        var before = shop.Ask(29);
        await shop.Job().ExecuteAsync(before, CancellationToken.None);
        var runId = shop.Ask();
        var asked = Stopwatch.StartNew();
        // The worst moment: everything is computed, and the worker's next heartbeat, which would tell it, comes only after it has begun to publish.
        var end = await shop.Job(during: results =>
        {
            Assert.Equal("running", shop.Another().Cancel(runId, "anna"));
            asked.Restart();
            return results;
        }).ExecuteAsync(runId, CancellationToken.None);
        Assert.True(asked.Elapsed < TimeSpan.FromSeconds(5), $"it took {asked.Elapsed}");
        Assert.Equal((RunEndKind.Cancelled, $"run {runId} was cancelled by anna"), (end.Kind, end.Message));
        Assert.Equal(("cancelled", before), (shop.Status(runId), shop.Shown));
        if (kind == QueueShop.Folder) Assert.False(Directory.Exists(Path.Combine(shop.Shell.Folder, "out", "runs", runId)));
        else Assert.Equal(0L, shop.Database.Database.Scalar($"select count(*) from clv.channel_value where run_id = '{runId}'"));
    }

    [PostgresTheory, InlineData(QueueShop.Postgres), InlineData(QueueShop.Folder)]
    public async Task A_worker_that_has_to_stop_hands_its_run_back_and_the_next_one_finishes_it(string kind)
    {
        using var shop = new QueueShop(kind);
        var runId = shop.Ask();
        using var stop = new CancellationTokenSource();
        var end = await shop.Job(during: results =>
        {
            stop.Cancel();
            return results;
        }).ExecuteAsync(runId, stop.Token);
        Assert.Equal((RunEndKind.HandedBack, "queued", null), (end.Kind, shop.Status(runId), shop.Shown));
        Assert.Equal(RunEndKind.Finished, (await shop.Job().ExecuteAsync(runId, CancellationToken.None)).Kind);
        Assert.Equal((runId, 2, 0), (shop.Shown, shop.Queue.Find(runId).Run["attempt"]!.GetValue<int>(), shop.Queue.Find(runId).Run["deaths"]?.GetValue<int>() ?? 0));
    }

    [PostgresTheory, InlineData(QueueShop.Postgres), InlineData(QueueShop.Folder)]
    public async Task A_bad_run_fails_at_once_and_a_bad_moment_is_tried_three_times(string kind)
    {
        using var shop = new QueueShop(kind);
        var runId = shop.Ask();
        for (var tries = 1; tries <= 3; tries++)
        {
            await Assert.ThrowsAsync<IOException>(() => shop.Job(during: _ => throw new IOException("the share is away")).ExecuteAsync(runId, CancellationToken.None));
            Assert.Equal((tries < 3 ? "queued" : "failed", "the share is away"), (shop.Status(runId), shop.Queue.Find(runId).Text("error")));
            Assert.Null(shop.Queue.Claim("too early"));
        }

        Assert.Equal(RunEndKind.AlreadyFinished, (await shop.Job().ExecuteAsync(runId, CancellationToken.None)).Kind);
        var bad = shop.Ask(29);
        File.Delete(Path.Combine(shop.Shell.Folder, "shop", "orders.parquet"));
        await Assert.ThrowsAsync<BadInputException>(() => shop.Job().ExecuteAsync(bad, CancellationToken.None));
        Assert.Equal("failed", shop.Status(bad));
        Assert.Contains("orders.parquet", shop.Queue.Find(bad).Text("error"));
    }

    [PostgresFact]
    public async Task Who_was_out_of_touch_while_others_took_the_run_over_publishes_nothing()
    {
        using var shop = new QueueShop(QueueShop.Postgres);
        shop.Shorten("700ms");
        var runId = shop.Ask();
        var end = await shop.Job(during: results =>
        {
            // As if this process had been frozen: its session is gone, its heartbeat old, and another one finishes the run.
            shop.Database.Database.Execute("update clv.run set attempt = attempt + 1, heartbeat_at = now() - interval '1 hour'; select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'clv'");
            while (shop.Queue.Recover().Count == 0) Thread.Sleep(20);
            Assert.Equal(RunEndKind.Finished, shop.Job(shop.Another()).ExecuteAsync(runId, CancellationToken.None).Result.Kind);
            return results;
        }).ExecuteAsync(runId, CancellationToken.None);
        Assert.Equal(RunEndKind.TakenOver, end.Kind);
        Assert.Equal(("succeeded", 3L, runId), (shop.Status(runId), (long)shop.Database.Database.Scalar("select attempt from clv.run")!, shop.Shown));
        Assert.Equal(0L, shop.Database.Database.Scalar("select count(*) from pg_class where relnamespace = 'clv_part'::regnamespace and relkind = 'r' and relname !~ '_3$'"));
    }

    [PostgresFact]
    public async Task A_folder_beside_a_database_gets_the_same_run_and_what_was_complete_there_is_not_computed_again()
    {
        using var shop = new QueueShop(QueueShop.Postgres);
        shop.Database.Output("Warehouse", "out");
        var settings = ClvSettingsFile.Load("shop/clv.json", shop.Shell.Variables, [], shop.Shell.Folder);
        RunJob Job(Func<RunResults, RunResults>? during = null) => new(TimeProvider.System, shop.Shell.Folder) { Place = new RunPlace(settings, shop.Queue, "tester") { Threads = 1 }, Tamper = during };
        var runId = shop.Ask();
        // The folder is complete; the database goes away for good before it has the results.
        shop.Database.Database.Execute("alter table clv.channel_value rename to away");
        await Assert.ThrowsAnyAsync<Exception>(() => Job().ExecuteAsync(runId, CancellationToken.None));
        shop.Database.Database.Execute("alter table clv.away rename to channel_value; update clv.run set status = 'queued'");
        Assert.True(Directory.Exists(Path.Combine(shop.Shell.Folder, "out", "runs", runId)));
        Assert.Null(Publication.Current(Path.Combine(shop.Shell.Folder, "out")));
        var end = await Job(_ => throw new InvalidOperationException("computed again")).ExecuteAsync(runId, CancellationToken.None);
        Assert.Equal((RunEndKind.Finished, $"run {runId} was complete already; readers see it now"), (end.Kind, end.Message));
        Assert.Equal((runId, runId, "succeeded"), (shop.Shown, Publication.Current(Path.Combine(shop.Shell.Folder, "out"))!.RunId, shop.Status(runId)));
    }

    [PostgresFact]
    public void A_plain_run_is_cancelled_from_elsewhere_too()
    {
        using var shop = new QueueShop(QueueShop.Postgres);
        Assert.Throws<RunCancelledException>(() => shop.Shell.In(host => RunVerb.Run(new RunOrder { Settings = shop.Settings, RunId = "plain" }, json: false, host, results =>
        {
            Assert.Equal("running", shop.Another().Cancel("plain", "anna"));
            return results;
        })));
        Assert.Equal(("cancelled", "cancelled by anna", null), (shop.Status("plain"), shop.Queue.Find("plain").Text("error"), shop.Shown));
        shop.Database.AssertClean();
        shop.Database.AssertSwept();
    }

    private static async Task<(RunEndKind, string)> Said(Task<RunEnd> run)
    {
        var end = await run;
        return (end.Kind, end.Message);
    }
}
