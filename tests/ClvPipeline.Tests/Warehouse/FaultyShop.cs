using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Faults;
using ClvPipeline.Tests.Laws;
using ClvPipeline.Tests.Oracle;
using ClvPipeline.Tests.Postgres;
using Xunit;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>A shop large enough that its publishing can be disturbed, the run of the night before, and what every run of it has to give.</summary>
internal sealed class FaultyShop : IDisposable
{
    public const string Before = "night-before";
    private readonly WarehouseShop _shop;
    private readonly object? _expected;

    public FaultyShop(PostgresCluster? cluster = null, int customers = 3000)
    {
        _shop = new WarehouseShop(customers: customers, cluster: cluster);
        _shop.Change(settings => settings["clv"]!["model"] = "none");
        Assert.Equal(ExitCode.Ok, Clv("run", "--run-id", Before));
        _expected = Sums();
    }

    public Jobs.TestShell Shell => _shop.Shell;

    public PostgresDatabase Database => _shop.Database;

    public Warehouse Warehouse => _shop.Warehouse;

    public string? Shown => _shop.Shown;

    /// <summary>How long publishing takes.</summary>
    public TimeSpan Publishing { get; set; }

    /// <summary>Results of a random shop.</summary>
    public RunResults Results { get; } = Random();

    public int Clv(string verb, params string[] arguments) => _shop.Clv(verb, arguments);

    /// <summary>Runs it here, and gives how long publishing took.</summary>
    public TimeSpan Publish(string runId)
    {
        var clock = new PublishClock();
        var settings = ClvSettingsFile.Load("shop/clv.json", Shell.Variables, [], Shell.Folder);
        Assert.Equal(ExitCode.Ok, Shell.In(host => new RunJob(host.Clock, host.WorkingDirectory).Run(new RunOrder { Settings = settings, RunId = runId }, clock, host.Cancellation).ExitCode));
        return clock.Since!.Value;
    }

    /// <summary>Starts a run as a process.</summary>
    public ClvProcess Start(string runId) =>
        ClvProcess.Start(Shell.Folder, new Dictionary<string, string> { ["CLV__CONNECTIONS__WAREHOUSE"] = Database.ConnectionString }, "run", "--config", "shop/clv.json", "--run-id", runId);

    /// <summary>Whether a run has begun to copy its results in.</summary>
    public bool Publishes() => (bool)Database.Scalar("select exists (select from pg_stat_activity where datname = current_database() and application_name = 'clv' and query ilike 'copy clv_part%')")!;

    /// <summary>A statement that changes the database itself.</summary>
    public string Alter(string what) => $"alter database {Database.Scalar("select current_database()")} {what}";

    /// <summary>That readers see one run, and all of it.</summary>
    public void AssertWhole() => Assert.Equal(_expected, Sums());

    public void AssertClean() => _shop.AssertClean();

    public void AssertSwept() => _shop.AssertSwept();

    public void Dispose() => _shop.Dispose();

    private object? Sums() => Database.Scalar($"select {string.Join(" || ' ' || ", Tables.All.Where(table => table != Tables.RunChange).Select(table => $"(select count(*) || ' ' || count(distinct run_id) from clv.current_{table.Name})"))} || (select sum(clv)::text from clv.current_channel_value) || (select md5(string_agg(c::text, '' order by customer_id)) from (select customer_id, clv, revenue, orders from clv.current_customer_value) c)");

    private static RunResults Random()
    {
        var (_, shop, settings) = RandomShop.Make(7);
        return EngineRun.Run(shop, settings);
    }
}
