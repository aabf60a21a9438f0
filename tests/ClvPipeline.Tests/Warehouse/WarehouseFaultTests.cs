using System.Diagnostics;
using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Faults;
using ClvPipeline.Tests.Postgres;
using Npgsql;
using Xunit;
using Xunit.Abstractions;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>Real processes and a real server, disturbed: readers go on seeing what they saw, nothing stays locked, and the next run is right.</summary>
public sealed class WarehouseFaultTests(ITestOutputHelper log)
{
    private const int Stop = 19, Continue = 18;
    private static readonly TimeSpan LongestPublishing = TimeSpan.FromSeconds(2);
    private static readonly int Moments = Environment.GetEnvironmentVariable("CLV_LONG") == "1" ? 20 : 4;

    [PostgresFact]
    public void A_run_killed_at_any_moment_of_its_publishing_shows_nothing_of_itself_and_runs_again()
    {
        using var shop = new FaultyShop();
        using (var measured = shop.Start("measured"))
        {
            measured.Until(shop.Publishes);
            var begun = Stopwatch.GetTimestamp();
            measured.Until(() => shop.Shown == "measured");
            shop.Publishing = Stopwatch.GetElapsedTime(begun);
            Assert.Equal(ExitCode.Ok, measured.Wait());
        }

        var (random, killed) = (new Random(20_260_630), 0);
        for (var i = 0; i < Moments; i++)
        {
            var (runId, moment, before) = ($"kill-{i}", shop.Publishing * ((i + random.NextDouble()) / Moments), shop.Shown);
            using var run = shop.Start(runId);
            run.Until(shop.Publishes);
            Thread.Sleep(moment);
            if (!run.IsOver) killed++;
            run.Kill();
            shop.AssertClean();
            var shown = shop.Shown;
            log.WriteLine($"killed {moment.TotalMilliseconds:0} ms into {shop.Publishing.TotalMilliseconds:0} ms of publishing: readers see {shown}");
            Assert.Contains(shown, new[] { before, runId });
            shop.AssertWhole();
            Assert.Equal(shown == runId ? ExitCode.Nothing : ExitCode.Ok, shop.Clv("run", "--run-id", runId));
            Assert.Equal(runId, shop.Shown);
            shop.AssertWhole();
            shop.AssertSwept();
        }

        Assert.True(killed >= Moments / 2, $"only {killed} of {Moments} were still alive when killed");
    }

    [PostgresFact]
    public void A_run_whose_connections_are_cut_goes_on_with_new_ones()
    {
        using var shop = new FaultyShop();
        using var run = shop.Start("cut");
        run.Until(shop.Publishes);
        shop.Database.Execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'clv'");
        Assert.True(run.Wait() == ExitCode.Ok, run.Error);
        Assert.Equal("cut", shop.Shown);
        shop.AssertWhole();
        shop.AssertClean();
        shop.AssertSwept();
    }

    [PostgresFact]
    public void A_statement_that_takes_too_long_fails_the_run_and_nothing_else()
    {
        using var shop = new FaultyShop();
        shop.Database.Execute(shop.Alter("set statement_timeout = '10ms'"));
        Assert.Equal(ExitCode.Failed, shop.Clv("run", "--run-id", "slow"));
        Assert.Contains("canceling statement due to statement timeout (57014)\n", shop.Shell.Error);
        shop.Database.Execute(shop.Alter("reset statement_timeout"));
        Assert.Equal(FaultyShop.Before, shop.Shown);
        shop.AssertWhole();
        shop.AssertClean();
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "next"));
        Assert.Equal("next", shop.Shown);
        shop.AssertSwept();
    }

    [PostgresFact]
    public void A_reader_in_a_long_transaction_keeps_nobody_waiting_and_sees_one_run_throughout()
    {
        using var shop = new FaultyShop(customers: 300);
        using var reader = shop.Database.Open();
        using var begun = reader.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
        Assert.Equal(FaultyShop.Before, Read("select min(run_id) from clv.current_channel_value"));
        foreach (var view in new[] { "channel_trend", "current_customer_value", "current_channel_path" }) Read($"select count(*)::text from clv.{view}");
        // Had it to wait for the reader, it would wait for ever: the reader goes on only when it is done. Nor does either wait for the other on the way.
        var pid = (int)new NpgsqlCommand("select pg_backend_pid()", reader).ExecuteScalar()!;
        using (var waits = new LockWaits(shop.Database, pid))
        {
            // From the first COPY on; what the run tidies up after the pointer has moved is in it too. The machine may have been busy with something else: the best of a few counts.
            var best = TimeSpan.MaxValue;
            for (var tries = 0; best >= LongestPublishing && tries < 8; tries++)
            {
                var took = shop.Publish($"beside-{tries}");
                log.WriteLine($"published in {took.TotalMilliseconds:0} ms beside the reader");
                if (took < best) best = took;
            }

            Assert.InRange(best, TimeSpan.Zero, LongestPublishing);
            Assert.Equal((0, true), (waits.Seen, waits.Looks > 0));
        }

        var beside = shop.Shown;
        Assert.StartsWith("beside-", beside, StringComparison.Ordinal);
        Assert.Equal(FaultyShop.Before, Read("select min(run_id) || max(run_id) from clv.current_channel_value")![..FaultyShop.Before.Length]);
        Assert.Equal(FaultyShop.Before, Read("select run_id from clv.current_run"));
        begun.Commit();
        Assert.Equal(beside, Read("select min(run_id) from clv.current_channel_value"));

        string? Read(string sql)
        {
            using var command = new NpgsqlCommand(sql, reader);
            return command.ExecuteScalar() as string;
        }
    }

    [PostgresFact]
    public void Of_two_that_run_the_same_at_once_one_runs_and_the_other_says_which()
    {
        using var shop = new FaultyShop();
        using ClvProcess one = shop.Start("same"), other = shop.Start("same");
        Assert.Equal([ExitCode.Ok, ExitCode.Nothing], new[] { one.Wait(), other.Wait() }.Order());
        using ClvProcess first = shop.Start("first");
        first.Until(() => shop.Database.Scalar("select status from clv.run where run_id = 'first'") is "running");
        Assert.Equal(ExitCode.Nothing, shop.Clv("run", "--run-id", "second"));
        Assert.EndsWith("run first is active; nothing was done\n", shop.Shell.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "another-day", "--as-of", "2026-06-29"));
        Assert.Equal(ExitCode.Ok, first.Wait());
        Assert.Equal("first", shop.Shown);
        Assert.Equal(0L, shop.Database.Scalar("select count(*) from clv.run where run_id = 'second'"));
        shop.AssertWhole();
        shop.AssertClean();
        shop.AssertSwept();
    }

    [PostgresFact]
    public void A_publisher_that_was_frozen_until_another_took_over_is_refused()
    {
        if (OperatingSystem.IsWindows()) return;
        using var shop = new FaultyShop();
        shop.Database.Execute(shop.Alter("set clv.frozen_after = '1500ms'"));
        using var frozen = shop.Start("night");
        frozen.Until(shop.Publishes);
        frozen.Signal(Stop);
        // The server lets go of what the sleeper holds; until then the run is taken.
        var code = ExitCode.Nothing;
        for (var tries = 0; code == ExitCode.Nothing && tries < 50; tries++)
        {
            code = shop.Clv("run", "--run-id", "night");
            if (code == ExitCode.Nothing) Assert.EndsWith("run night is active; nothing was done\n", shop.Shell.Error, StringComparison.Ordinal);
            Thread.Sleep(100);
        }

        Assert.Equal((ExitCode.Ok, "night", 2L), (code, shop.Shown, (long)shop.Database.Scalar("select attempt from clv.run where run_id = 'night'")!));
        frozen.Signal(Continue);
        Assert.Equal(ExitCode.Failed, frozen.Wait());
        Assert.EndsWith("run night: not published: attempt 2 took it up while this process was out of touch with the database\n", frozen.Error, StringComparison.Ordinal);
        Assert.Equal("succeeded", shop.Database.Scalar("select status from clv.run where run_id = 'night'"));
        shop.AssertWhole();
        shop.AssertClean();
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "next"));
        shop.AssertSwept();
    }

    [PostgresClusterFact]
    public void A_server_that_is_stopped_hard_in_mid_publish_has_the_run_when_it_is_back()
    {
        using var cluster = PostgresCluster.Start();
        using var shop = new FaultyShop(cluster);
        using var run = shop.Start("through");
        run.Until(shop.Publishes);
        cluster.StopImmediately();
        cluster.StartAgain();
        Assert.Equal(FaultyShop.Before, shop.Shown);
        Assert.True(run.Wait() == ExitCode.Ok, run.Error);
        Assert.Equal("through", shop.Shown);
        shop.AssertWhole();
        shop.AssertClean();
        shop.AssertSwept();

        // Away for longer than anybody waits: it fails, and says so.
        var patient = new Warehouse("Warehouse", shop.Database.ConnectionString) { Patience = TimeSpan.FromSeconds(0.5) };
        using (var late = WarehouseRun.Begin(patient, Delivery.Claim("late", new DateOnly(2026, 6, 30))))
        {
            cluster.StopImmediately();
            Assert.ThrowsAny<NpgsqlException>(() => Delivery.Publish(late, shop.Results));
        }

        cluster.StartAgain();
        Assert.Equal("through", shop.Shown);
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "next"));
        Assert.Equal(("next", "failed"), (shop.Shown, shop.Database.Scalar("select status from clv.run where run_id = 'late'")));
        shop.AssertClean();
        shop.AssertSwept();
    }

    [SmallDiskFact]
    public void A_full_disk_of_the_server_fails_the_run_and_nothing_else()
    {
        using var cluster = PostgresCluster.Start();
        using var shop = new FaultyShop(cluster);
        using var disk = SmallDisk.Mount()!;
        shop.Database.Execute($"create tablespace small location '{disk.Folder}'");
        shop.Database.Execute(shop.Alter("set default_tablespace = 'small'"));
        Assert.Equal(ExitCode.Failed, shop.Clv("run", "--run-id", "big"));
        Assert.Contains("No space left on device", shop.Shell.Error);
        Assert.EndsWith("(53100)\n", shop.Shell.Error, StringComparison.Ordinal);
        Assert.Equal((FaultyShop.Before, "failed"), (shop.Shown, shop.Database.Scalar("select status from clv.run where run_id = 'big'")));
        shop.AssertWhole();
        shop.AssertClean();
        shop.Database.Execute(shop.Alter("reset default_tablespace"));
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "next"));
        Assert.Equal("next", shop.Shown);
        shop.AssertSwept();
    }

    [PostgresClusterFact]
    public void A_server_whose_files_may_not_grow_fails_the_run_and_nothing_else()
    {
        // What a full disk is to the server, on machines that mount nothing for tests.
        if (!OperatingSystem.IsLinux()) return;
        using var cluster = PostgresCluster.Start();
        using var shop = new FaultyShop(cluster);
        cluster.LimitFiles((long)shop.Database.Scalar("select max(pg_relation_size(oid)) from pg_class where relnamespace = 'clv_part'::regnamespace")! / 2);
        Assert.Equal(ExitCode.Failed, shop.Clv("run", "--run-id", "big"));
        Assert.Contains("could not extend file", shop.Shell.Error);
        cluster.LimitFiles(null);
        Assert.Equal((FaultyShop.Before, "failed"), (shop.Shown, shop.Database.Scalar("select status from clv.run where run_id = 'big'")));
        shop.AssertWhole();
        shop.AssertClean();
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "next"));
        Assert.Equal("next", shop.Shown);
        shop.AssertSwept();
    }

    [PostgresFact]
    public void A_commit_whose_answer_was_lost_is_found_out_and_a_run_that_was_closed_is_not_published()
    {
        using var shop = new FaultyShop();
        using (var run = WarehouseRun.Begin(shop.Warehouse, Delivery.Claim("r", new DateOnly(2026, 7, 1))))
        {
            Assert.True(Delivery.Publish(run, shop.Results));
            var published = shop.Database.Scalar("select published_at from clv.publication");
            Assert.True(Delivery.Publish(run, shop.Results));
            Assert.Equal(published, shop.Database.Scalar("select published_at from clv.publication"));
        }

        using (var run = WarehouseRun.Begin(shop.Warehouse, Delivery.Claim("closed", new DateOnly(2026, 7, 2))))
        {
            shop.Database.Execute("update clv.run set status = 'failed' where run_id = 'closed'");
            Assert.Contains("it was closed as failed", Assert.Throws<RunFencedException>(() => Delivery.Publish(run, shop.Results)).Message);
        }

        Assert.Equal("r", shop.Shown);
        shop.AssertClean();
    }
}
