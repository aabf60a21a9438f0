using System.Text.Json;
using ClvPipeline.Tests.Jobs;
using Npgsql;

namespace ClvPipeline.Tests.Postgres;

/// <summary>The program on a database of its own with a small shop, and settings that read it.</summary>
internal sealed class PostgresProgram : IDisposable
{
    public const string GoodOrders = "select order_id, customer_id, ordered_at, revenue from shop.orders", GoodTouches = "shop.touchpoints";

    public PostgresProgram(PostgresCluster? cluster = null)
    {
        Database = new PostgresDatabase(cluster);
        Shell.Variables["CLV__CONNECTIONS__WAREHOUSE"] = Database.ConnectionString;
        Database.Execute("""
            create schema shop;
            create table shop.touchpoints as select (i % 50)::int8 as customer_id, timestamptz '2026-01-01 00:00:00+00' + i * interval '1 hour' as occurred_at, (array['email', 'direct', 'social'])[1 + i % 3] as channel from generate_series(1, 1000) i;
            create table shop.orders as select i::int8 as order_id, (i % 50)::int8 as customer_id, timestamptz '2026-02-20 00:00:00+00' + i * interval '1 hour' as ordered_at, 20.5 + i as revenue from generate_series(1, 200) i;
            """);
    }

    public PostgresDatabase Database { get; }

    public TestShell Shell { get; } = new() { Width = 200 };

    /// <summary>Writes settings with these sources.</summary>
    public void Configure(string touchpoints = GoodTouches, string orders = GoodOrders, string? more = null, string connection = "Warehouse") => Shell.Write("clv.json", $$"""
        { "asOf": "2026-06-30", "clv": { "model": "none", "grossMargin": 0.4 }, "sources": {
          "touchpoints": { "postgres": {{JsonSerializer.Serialize(touchpoints)}}, "connection": "{{connection}}" },
          "orders": { "postgres": {{JsonSerializer.Serialize(orders)}}, "connection": "{{connection}}"{{(more is null ? "" : ", " + more)}} } } }
        """);

    /// <summary>Has the program connect otherwise.</summary>
    public void Connect(Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        change(builder);
        Shell.Variables["CLV__CONNECTIONS__WAREHOUSE"] = builder.ConnectionString;
    }

    /// <summary>Starts a run beside the test and waits until the server sends it rows.</summary>
    public Task<int> StartReading()
    {
        var run = Task.Factory.StartNew(() => Shell.Clv("run"), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        for (var i = 0; Backends("query ilike 'COPY (%' and state = 'active'") == 0; i++)
        {
            if (i == 600 || run.IsCompleted) throw new InvalidOperationException($"the run does not read: {Shell.Error}");
            Thread.Sleep(50);
        }

        return run;
    }

    /// <summary>How many of the program's connections there are.</summary>
    public long Backends(string? condition = null) =>
        (long)Database.Scalar($"select count(*) from pg_stat_activity where datname = current_database() and application_name = 'clv'{(condition is null ? "" : $" and {condition}")}")!;

    /// <summary>Whether anything was left of a run.</summary>
    public bool LeftSomething => Directory.Exists(Path.Combine(Shell.Folder, "out")) && Directory.EnumerateFiles(Path.Combine(Shell.Folder, "out"), "*.parquet", SearchOption.AllDirectories).Any();

    public void Dispose()
    {
        Shell.Dispose();
        Database.Dispose();
    }
}
