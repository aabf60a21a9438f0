using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Jobs;
using ClvPipeline.Tests.Postgres;
using Xunit;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>A small generated shop whose results go to a database of its own with the schema installed.</summary>
internal sealed class WarehouseShop : IDisposable
{
    public WarehouseShop(bool migrated = true, int customers = 60, PostgresCluster? cluster = null)
    {
        Database = new PostgresDatabase(cluster);
        Shell.Variables["CLV__CONNECTIONS__WAREHOUSE"] = Database.ConnectionString;
        Assert.Equal(ExitCode.Ok, Shell.Clv("generate", "--customers", $"{customers}", "--out", "shop", "--threads", "1"));
        Output("Warehouse", folder: null);
        // Most of what is asked here has nothing to do with how value is predicted, which takes its time.
        if (customers < 100) Change(settings => settings["clv"]!["model"] = "none");
        if (migrated) Assert.Equal(ExitCode.Ok, Clv("migrate"));
    }

    public TestShell Shell { get; } = new();

    public PostgresDatabase Database { get; }

    public Warehouse Warehouse => new("Warehouse", Database.ConnectionString);

    /// <summary>The run that readers see.</summary>
    public string? Shown => (string?)Database.Scalar("select run_id from clv.publication");

    /// <summary>Chooses where results go.</summary>
    public void Output(string? postgres, string? folder, params (string Name, JsonNode Value)[] more)
    {
        var output = new JsonObject();
        if (postgres is not null) output["postgres"] = postgres;
        if (folder is not null) output["folder"] = folder;
        foreach (var (name, value) in more) output[name] = value;
        Change(settings => settings["output"] = output);
    }

    /// <summary>Changes the settings file.</summary>
    public void Change(Action<JsonObject> change)
    {
        var file = Path.Combine(Shell.Folder, "shop", "clv.json");
        var settings = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(settings);
        File.WriteAllText(file, settings.ToJsonString());
    }

    /// <summary>Types a verb with these settings.</summary>
    public int Clv(string verb, params string[] arguments) => Shell.Clv([verb, .. arguments, "--config", "shop/clv.json"]);

    /// <summary>That nothing of the program is left in the server: no session, no lock, no partition that nobody sees, no run that says it runs.</summary>
    public void AssertClean()
    {
        for (var tries = 0; tries < 100 && (long)Database.Scalar("select count(*) from pg_stat_activity where datname = current_database() and application_name = 'clv'")! > 0; tries++) Thread.Sleep(50);
        Assert.Equal(0L, Database.Scalar("select count(*) from pg_stat_activity where datname = current_database() and application_name = 'clv'"));
        Assert.Equal(0L, Database.Scalar("select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"));
    }

    /// <summary>That nothing is left over from runs that died.</summary>
    public void AssertSwept()
    {
        Assert.Equal(0L, Database.Scalar("select count(*) from pg_class where relnamespace = 'clv_part'::regnamespace and relkind = 'r' and not relispartition"));
        Assert.Equal(0L, Database.Scalar("select count(*) from clv.run where status = 'running'"));
    }

    public void Dispose()
    {
        Shell.Dispose();
        Database.Dispose();
    }
}
