using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Postgres;
using Xunit;

namespace ClvPipeline.Tests.Serve;


/// <summary>What is asked for, who gets it, in which order, and what becomes of it when nobody answers for it any more.</summary>
public sealed class QueueTests
{
    [PostgresTheory, InlineData(QueueShop.Postgres), InlineData(QueueShop.Folder)]
    public void An_equal_request_is_the_one_that_waits_or_runs_and_a_new_one_when_that_has_ended(string kind)
    {
        using var shop = new QueueShop(kind);
        var first = shop.Ask(shop.Wish());
        Assert.Equal(("run-1", true, "queued"), (first.RunId, first.New, first.Status));
        Assert.Equal(new Asked("run-1", false, "queued"), shop.Ask(shop.Wish()));
        Assert.All(Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8).Select(_ => shop.Ask(shop.Wish(29))).GroupBy(asked => asked.RunId).Single().GroupBy(asked => asked.New), group => Assert.Equal(group.Key ? 1 : 7, group.Count()));
        Assert.Equal(3, new[] { shop.Ask(28), shop.Ask(28, "other"), shop.Ask(28, "default", "clv.horizonMonths=12") }.Distinct().Count());

        using (var held = shop.Queue.Claim("me")!)
        {
            Assert.Equal(("running", "me"), (shop.Status(held.Run.RunId), shop.Queue.Find(held.Run.RunId).Text("worker")));
            Assert.False(shop.Ask(held.Run.Wish).New);
            Assert.True(held.End("failed", "no reason"));
            Assert.False(held.End("failed", "twice"));
            Assert.True(shop.Ask(held.Run.Wish).New);
        }
    }

    [PostgresTheory, InlineData(QueueShop.Postgres), InlineData(QueueShop.Folder)]
    public void An_instant_of_a_schedule_is_one_run_whatever_became_of_it(string kind)
    {
        using var shop = new QueueShop(kind);
        var (wish, at) = (shop.Wish(), new DateTimeOffset(2026, 7, 1, 0, 30, 0, TimeSpan.Zero));
        var night = shop.Ask(wish with { ScheduledFor = at });
        using (var held = shop.Queue.Claim("me")!)
        {
            Assert.Equal(at, held.Run.Wish.ScheduledFor);
            held.End("failed", "bad night");
        }

        Assert.Equal(new Asked(night.RunId, false, "failed"), shop.Ask(wish with { ScheduledFor = at }));
        Assert.True(shop.Ask(wish with { ScheduledFor = at.AddDays(1), AsOf = wish.AsOf.AddDays(1) }).New);
        Assert.True(shop.Ask(wish).New);
    }

    [PostgresTheory, InlineData(QueueShop.Postgres), InlineData(QueueShop.Folder)]
    public void Runs_that_may_publish_follow_one_another_by_day_within_their_pipeline_and_others_go_beside(string kind)
    {
        using var shop = new QueueShop(kind);
        var (late, whatIf, early, other) = (shop.Ask(30), shop.Ask(30, "default", "clv.horizonMonths=12"), shop.Ask(28), shop.Ask(29, "other"));
        using var first = shop.Queue.Claim("a");
        using var second = shop.Another().Claim("b");
        using var third = shop.Queue.Claim("c");
        Assert.Equal([whatIf, early, other], new[] { first, second, third }.Select(held => held!.Run.RunId));
        Assert.Null(shop.Queue.Claim("d"));
        Assert.Equal(ClaimState.Waiting, shop.Queue.Take("d", late).State);
        Assert.Equal((ClaimState.Active, $"run {early} is active"), (shop.Queue.Take("d", early).State, shop.Queue.Take("d", early).Because));
        Assert.True(second!.End("failed", "over"));
        Assert.Equal((ClaimState.Finished, $"run {early} has failed"), (shop.Queue.Take("d", early).State, shop.Queue.Take("d", early).Because));
        using var fourth = shop.Queue.Claim("d");
        Assert.Equal(late, fourth!.Run.RunId);
    }

    [PostgresTheory, InlineData(QueueShop.Postgres), InlineData(QueueShop.Folder)]
    public void What_is_handed_back_is_there_for_the_next_unless_it_was_cancelled_meanwhile(string kind)
    {
        using var shop = new QueueShop(kind);
        var runId = shop.Ask();
        var known = shop.Queue.News;
        using (var held = shop.Queue.Claim("a")!) Assert.True(held.HandBack());
        using (var held = shop.Queue.Claim("b")!)
        {
            Assert.Equal((runId, 2L, 0, 0), (held.Run.RunId, held.Run.Attempt, held.Run.Deaths, held.Run.Faults));
            Assert.True(held.HandBack("the server was away", TimeSpan.FromMinutes(5)));
        }

        Assert.Null(shop.Queue.Claim("c"));
        Assert.Equal("the server was away", shop.Queue.Find(runId).Text("error"));
        using (var held = shop.Queue.Take("c", runId).Run!)
        {
            Assert.Equal((3L, 1), (held.Run.Attempt, held.Run.Faults));
            Assert.Equal("running", shop.Queue.Cancel(runId, "anna"));
            Assert.True(held.Stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(5)));
            Assert.Equal("anna", held.CancelledBy);
            Assert.True(held.HandBack());
        }

        Assert.Equal(("cancelled", "cancelled by anna"), (shop.Status(runId), shop.Queue.Find(runId).Text("error")));
        Assert.Null(shop.Queue.Claim("d"));
        Assert.Equal("cancelled", shop.Queue.Cancel(runId, "bert"));
    }

    [PostgresTheory, InlineData(QueueShop.Postgres), InlineData(QueueShop.Folder)]
    public void A_run_whose_worker_is_gone_is_taken_up_once_and_after_a_second_death_never_again(string kind)
    {
        using var shop = new QueueShop(kind);
        shop.Shorten("700ms");
        var runId = shop.Ask();
        Die(shop, runId);
        var recovered = Until(() => shop.Queue.Recover());
        Assert.Equal([new Recovered(runId, "victim", "queued")], recovered);
        Assert.Equal("its worker died: victim", shop.Queue.Find(runId).Text("error"));
        Die(shop, runId);
        // A second delivery of a run whose worker is dead finds that out by itself.
        var taken = Until<Claimed>(() => shop.Queue.Take("next", runId) is { State: not ClaimState.Active } found ? [found] : []).Single();
        Assert.Equal((ClaimState.Finished, null), (taken.State, taken.Run));
        Assert.Equal("two workers have died with it (the last: victim), so it is not tried again; ask for it anew once it is known why", shop.Queue.Find(runId).Text("error"));
        Assert.Equal("failed", shop.Status(runId));
        Assert.Null(shop.Queue.Claim("next"));
        Assert.Empty(shop.Queue.Recover());
        Assert.NotEqual(runId, shop.Ask());
    }

    [Theory, InlineData(1, 8, 4L << 30), InlineData(3, 2, (4L << 30) / 3), InlineData(16, 1, 256L << 20), InlineData(100, 1, 256L << 20)]
    public void Runs_of_one_process_share_its_memory_and_its_processors(int runs, int threads, long memory)
    {
        using var shop = new QueueShop(QueueShop.Folder);
        var shared = new RunPlace(shop.Settings with { MemoryLimit = 4L << 30 }, shop.Queue, "tester") { Threads = 8 }.Shared(runs);
        Assert.Equal((threads, memory), (shared.Threads, shared.Settings.MemoryLimit));
    }

    [PostgresFact]
    public void Neither_a_silent_worker_with_its_lock_nor_a_cut_session_with_a_heartbeat_is_taken_for_dead()
    {
        using var shop = new QueueShop(QueueShop.Postgres);
        shop.Database.Database.Execute($"alter database {shop.Database.Database.Scalar("select current_database()")} set clv.abandoned_after = '2s'");
        var runId = shop.Ask();
        using var held = shop.Queue.Claim("alive")!;
        for (var i = 0; i < 4; i++)
        {
            // As if nothing had been heard of it for an hour; its lock tells otherwise.
            shop.Database.Database.Execute("update clv.run set heartbeat_at = now() - interval '1 hour'");
            Assert.Empty(shop.Queue.Recover());
            shop.Database.Database.Execute("update clv.run set heartbeat_at = now(); select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and application_name = 'clv' and pid <> pg_backend_pid()");
            Assert.Empty(shop.Queue.Recover());
            // It comes back by itself.
            Until<bool>(() => shop.Database.Database.Scalar("select count(*) from pg_locks where locktype = 'advisory' and classid = 6515830 and database = (select oid from pg_database where datname = current_database())") is 1L ? [true] : []);
        }

        Assert.False(held.IsLost);
        Assert.Equal(ClaimState.Active, shop.Queue.Take("other", runId).State);
        Assert.True(held.HandBack());
    }

    [PostgresTheory, InlineData(QueueShop.Postgres), InlineData(QueueShop.Folder)]
    public void A_worker_is_heard_of_and_told_of_news(string kind)
    {
        using var shop = new QueueShop(kind);
        Assert.False(shop.Queue.HasWorkers);
        using (shop.Queue.Attend("here:1"))
        {
            Until<bool>(() => shop.Another().HasWorkers ? [true] : []);
            var known = shop.Queue.News;
            var told = Task.Run(() => shop.Queue.WaitForNews(known, TimeSpan.FromSeconds(30), CancellationToken.None));
            shop.Another().Ask(shop.Wish(), () => "told");
            Assert.True(told.Wait(TimeSpan.FromSeconds(10)));
        }

        Until<bool>(() => shop.Queue.HasWorkers ? [] : [true]);
    }

    [PostgresTheory, InlineData(QueueShop.Postgres), InlineData(QueueShop.Folder)]
    public void Runs_are_listed_by_pipeline_state_and_day_and_an_unknown_one_is_said_to_be(string kind)
    {
        using var shop = new QueueShop(kind);
        var (one, other) = (shop.Ask(29), shop.Ask(30, "other"));
        shop.Queue.Cancel(other, null);
        Assert.Equal([other, one], shop.Queue.List(new RunQuery()).Select(run => run.RunId));
        Assert.Equal([other], shop.Queue.List(new RunQuery { Statuses = ["cancelled", "failed"] }).Select(run => run.RunId));
        Assert.Equal([one], shop.Queue.List(new RunQuery { Pipeline = "default" }).Select(run => run.RunId));
        Assert.Equal([other], shop.Queue.List(new RunQuery { AsOf = new DateOnly(2026, 6, 30) }).Select(run => run.RunId));
        Assert.Single(shop.Queue.List(new RunQuery { Most = 1 }));
        var run = shop.Queue.Find(one);
        Assert.Equal(("queued", "anna", "why not", "api"), (run.Status, run.Text("requested_by"), run.Text("note"), run.Text("trigger")));
        Assert.Equal("none", (string)run.Run["parameters"]!["clv"]!["model"]!);
        foreach (var act in new Action[] { () => shop.Queue.Find("run-x"), () => shop.Queue.Cancel("run-x", null), () => shop.Queue.Take("me", "run-x") })
            Assert.StartsWith("run run-x: ", Assert.Throws<BadInputException>(act).Message, StringComparison.Ordinal);
    }

    // A worker that takes a run and is never heard of again: its session, and with it its lock, is gone.
    private static void Die(QueueShop shop, string runId)
    {
        var held = shop.Another().Claim("victim")!;
        Assert.Equal(runId, held.Run.RunId);
        held.Dispose();
    }

    private static IReadOnlyList<T> Until<T>(Func<IReadOnlyList<T>> found)
    {
        for (var i = 0; i < 600; i++, Thread.Sleep(25))
            if (found() is { Count: > 0 } there) return there;
        throw new TimeoutException("nothing was found within 15 s");
    }
}
