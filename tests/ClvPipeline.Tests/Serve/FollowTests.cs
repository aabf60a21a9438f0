using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Postgres;
using ClvPipeline.Tests.Warehouses;
using Npgsql;
using Xunit;

namespace ClvPipeline.Tests.Serve;

/// <summary>Whoever follows a run while the database is restarted goes on following it.</summary>
public sealed class FollowTests
{
    [PostgresClusterFact]
    public async Task A_follower_waits_for_a_server_that_restarts_says_so_once_and_gives_up_in_a_sentence()
    {
        using var cluster = PostgresCluster.Start();
        using var shop = new WarehouseShop(cluster: cluster);
        var settings = ClvSettingsFile.Load("shop/clv.json", shop.Shell.Variables, [], shop.Shell.Folder);
        var queue = new WarehouseQueue(shop.Warehouse, "test");
        var runId = queue.Ask(Wishes.Of(settings, new DateOnly(2026, 6, 30), "manual", "anna"), TimeProvider.System).RunId;
        using StringWriter said = new() { NewLine = "\n" };
        var host = new CliHost(TextWriter.Null, TextWriter.Synchronized(said), TimeProvider.System, shop.Shell.Variables, shop.Shell.Folder, CancellationToken.None);
        RunFollow Follow(TimeSpan patience) => new(queue, runId, host) { Patience = patience, Pause = TimeSpan.FromMilliseconds(50) };

        var patient = Task.Run(() => Follow(TimeSpan.FromMinutes(5)).ToItsEnd());
        ServeShell.Until(() => said.ToString().Contains("queued", StringComparison.Ordinal), said.ToString);
        cluster.StopImmediately();
        ServeShell.Until(() => said.ToString().Contains("cannot be reached", StringComparison.Ordinal), said.ToString);
        await Task.Delay(300);
        cluster.StartAgain();
        ServeShell.Until(() => said.ToString().Contains("there again", StringComparison.Ordinal), said.ToString);
        Assert.Equal("cancelled", queue.Cancel(runId, "anna"));
        Assert.Equal("cancelled", (await patient.WaitAsync(TimeSpan.FromMinutes(1))).Status);
        Assert.Matches(@"^queued\nWarehouse cannot be reached \(Postgres: [^\n]+\); waiting for it, 5 minutes at most\.\nWarehouse is there again\.\n$", said.ToString());

        runId = queue.Ask(Wishes.Of(settings, new DateOnly(2026, 6, 29), "manual", "anna"), TimeProvider.System).RunId;
        var hasty = Task.Run(() => Follow(TimeSpan.FromSeconds(2)).ToItsEnd());
        ServeShell.Until(() => said.ToString().EndsWith("again.\nqueued\n", StringComparison.Ordinal), said.ToString);
        cluster.StopImmediately();
        var gone = await Assert.ThrowsAsync<IOException>(() => hasty.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal($"run {runId}: Warehouse could not be reached for 2 seconds, so nobody knows how far it is; it does not end by that, look again with 'clv show {runId} --follow'", gone.Message);
        // One that cannot be reached at the start is said at once.
        Assert.Equal(ExitCode.Failed, shop.Clv("show", runId, "--follow"));
        Assert.StartsWith("Postgres: ", shop.Shell.Error, StringComparison.Ordinal);
        cluster.StartAgain(); // for the database to be dropped
    }

    [PostgresFact]
    public void A_session_that_the_server_ended_in_the_middle_of_a_transaction_is_a_bad_moment_and_no_bad_run()
    {
        using var database = new PostgresDatabase();
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        using (var limit = new NpgsqlCommand("set local idle_in_transaction_session_timeout = '50ms'", connection)) limit.ExecuteNonQuery();
        Thread.Sleep(400);
        using var late = new NpgsqlCommand("select 1", connection);
        Assert.True(Warehouse.IsPassing(Assert.ThrowsAny<NpgsqlException>(late.ExecuteScalar)));
    }
}
