using ClvPipeline.Storage;
using ClvPipeline.Tests.Laws;
using Npgsql;
using Xunit;

namespace ClvPipeline.Tests.Postgres;

/// <summary>Faults in the middle of reading: one sentence, exit code 1 (or 130), nothing published, nobody left on the server.</summary>
public class PostgresFaultTests
{
    /// <summary>More rows than a test has time for.</summary>
    private const string Endless = "select (i % 50)::int8 as customer_id, timestamptz '2026-01-01' + i * interval '1 millisecond' as occurred_at, 'email' as channel from (select generate_series(1, 2000000000) as i) rows";

    [PostgresFact]
    public void What_is_committed_while_a_run_reads_is_in_none_of_its_datasets()
    {
        using var program = new PostgresProgram();
        program.Configure();
        program.Shell.Clv("run", "--run-id", "before", "--json");
        var sources = new[] { ("touchpoints", "shop.touchpoints"), ("orders", "shop.orders") }
            .Select(source => new DatasetSource(source.Item1, "", new Dictionary<string, string>(), null) { Postgres = new PostgresSource(source.Item2, PostgresShop.Connection, null) }).ToList();
        using var inputs = SourceInputs.Open(sources, "/", PostgresShop.Connections(program.Database.ConnectionString), CancellationToken.None);
        program.Database.Execute("insert into shop.orders select order_id + 1000, customer_id, ordered_at, revenue from shop.orders; delete from shop.touchpoints");
        var settings = new RunSettings { Clv = new ClvSettings { Model = "none", GrossMargin = 0.4m } };
        var results = Pipeline.Run(inputs.Inputs, settings, new RunRequest("r", new DateOnly(2026, 6, 30)), new RunOptions(2), Silent.Instance, CancellationToken.None);
        Assert.Equal((200L, 1000L), (inputs.Datasets.Single(dataset => dataset.Name == "orders").Rows, inputs.Datasets.Single(dataset => dataset.Name == "touchpoints").Rows));
        Assert.Equal(200, results.Totals.Orders);
    }

    [PostgresFact]
    public void The_inputs_of_a_run_name_query_snapshot_and_rows()
    {
        using var program = new PostgresProgram();
        program.Configure();
        Assert.Equal(0, program.Shell.Clv("run", "--run-id", "r"));
        var run = File.ReadAllText(Path.Combine(program.Shell.Folder, "out", "runs", "r", "run.json"));
        var inputs = System.Text.Json.Nodes.JsonNode.Parse(run)!["inputs"]!;
        if (inputs.GetValueKind() == System.Text.Json.JsonValueKind.String) inputs = System.Text.Json.Nodes.JsonNode.Parse(inputs.GetValue<string>())!;
        var (orders, touches) = (inputs["orders"]![0]!, inputs["touchpoints"]![0]!);
        Assert.Equal(("Warehouse", "query", 200L), ((string)orders["connection"]!, (string)orders["source"]!, (long)orders["rows"]!));
        Assert.Equal(("shop.touchpoints", 1000L), ((string)touches["source"]!, (long)touches["rows"]!));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(PostgresProgram.GoodOrders))), (string)orders["query_sha256"]!);
        Assert.Matches(@"^\d+:\d+:", (string)orders["snapshot"]!);
        Assert.Equal((string)orders["snapshot"]!, (string)touches["snapshot"]!);
    }

    [PostgresFact]
    public async Task A_backend_that_is_terminated_ends_the_run_with_nothing_published()
    {
        using var program = new PostgresProgram();
        program.Configure(touchpoints: Endless);
        var run = program.StartReading();
        program.Database.Execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'clv' and query ilike 'COPY (%'");
        Assert.Equal(1, await run.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("sources.touchpoints: the server is going down or coming up: terminating connection due to administrator command; try again", program.Shell.Error, StringComparison.Ordinal);
        Gone(program);
        program.Configure();
        Assert.Equal(0, program.Shell.Clv("run"));
    }

    [PostgresClusterFact]
    public async Task A_server_that_is_stopped_hard_ends_the_run_and_the_next_one_is_right()
    {
        using var cluster = PostgresCluster.Start();
        using var program = new PostgresProgram(cluster);
        program.Configure(touchpoints: Endless);
        var run = program.StartReading();
        cluster.StopImmediately();
        Assert.Equal(1, await run.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("sources.touchpoints: ", program.Shell.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", program.Shell.Error, StringComparison.Ordinal);
        Assert.False(program.LeftSomething);
        Assert.Equal(1, program.Shell.Clv("run"));
        Assert.Contains("no Postgres server answers", program.Shell.Error, StringComparison.Ordinal);
        cluster.StartAgain();
        program.Configure();
        Assert.Equal(0, program.Shell.Clv("run"));
    }

    [PostgresFact]
    public async Task Cancelling_reaches_the_server()
    {
        using var program = new PostgresProgram();
        using var stop = new CancellationTokenSource();
        program.Shell.Cancellation = stop.Token;
        // Sending rows, and thinking without sending any.
        foreach (var query in new[] { Endless, "select 1::int8 as customer_id, now() as occurred_at, 'x' as channel from pg_sleep(600)" })
        {
            program.Configure(touchpoints: query);
            using var once = new CancellationTokenSource();
            program.Shell.Cancellation = once.Token;
            var run = program.StartReading();
            await once.CancelAsync();
            Assert.Equal(130, await run.WaitAsync(TimeSpan.FromSeconds(60)));
            Gone(program);
        }
    }

    [PostgresFact]
    public void A_statement_timeout_is_told_with_its_cure()
    {
        using var program = new PostgresProgram();
        program.Configure(orders: "select order_id, customer_id, ordered_at, revenue from shop.orders, pg_sleep(60)", more: "\"timeoutSeconds\": 1");
        Assert.Equal(1, program.Shell.Clv("run"));
        Assert.Contains("sources.orders: the server stopped query 'orders' at Warehouse after the statement timeout; raise timeoutSeconds of the source, or make the query faster", program.Shell.Error, StringComparison.Ordinal);
        Gone(program);
    }

    [PostgresFact]
    public void A_dataset_that_fails_stops_the_others()
    {
        using var program = new PostgresProgram();
        program.Configure(touchpoints: Endless, orders: "select order_id, customer_id, ordered_at, 1 / (order_id - 200) as revenue from shop.orders");
        Assert.Equal(1, program.Shell.Clv("run", "--threads", "2"));
        Assert.Contains("division by zero", program.Shell.Error, StringComparison.Ordinal);
        Gone(program);
    }

    [PostgresFact]
    public void Idle_limits_of_the_server_do_not_end_the_snapshot()
    {
        using var program = new PostgresProgram();
        program.Database.Execute($"alter database {new NpgsqlConnectionStringBuilder(program.Database.ConnectionString).Database} set idle_in_transaction_session_timeout = '200ms'");
        program.Configure(orders: "select order_id, customer_id, ordered_at, revenue from shop.orders, pg_sleep(1)");
        Assert.Equal(0, program.Shell.Clv("run", "--threads", "1"));
    }

    private static void Gone(PostgresProgram program)
    {
        for (var i = 0; program.Backends() > 0; i++)
        {
            Assert.True(i < 50, "somebody is still on the server after 5 s");
            Thread.Sleep(100);
        }

        Assert.False(program.LeftSomething);
    }
}
