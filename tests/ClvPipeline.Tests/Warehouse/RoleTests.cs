using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Architecture;
using ClvPipeline.Tests.Postgres;
using Npgsql;
using Xunit;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>Who may do what. Roles belong to the server, so these tests have one of their own.</summary>
public sealed class RoleTests : IDisposable
{
    private const string AboutCustomers = "current_customer_value current_customer_horizon current_customers_at_risk current_order_value current_rejected_row";
    private readonly PostgresCluster? _cluster;
    private readonly WarehouseShop? _shop;

    public RoleTests()
    {
        if (PostgresCluster.SkipReason(ofItsOwn: true) is not null) return;
        _cluster = PostgresCluster.Start();
        _shop = new WarehouseShop(cluster: _cluster);
    }

    private WarehouseShop Shop => _shop!;

    public void Dispose()
    {
        _shop?.Dispose();
        _cluster?.Dispose();
    }

    [PostgresClusterFact]
    public void Readers_see_the_views_without_customers_and_nothing_else()
    {
        Assert.Equal(ExitCode.Ok, Shop.Clv("migrate", "--roles"));
        Assert.Equal("The schema clv of Warehouse is up to date, with its roles.\n", Shop.Shell.Out);
        Assert.Equal(ExitCode.Ok, Shop.Clv("migrate", "--roles"));
        Assert.Equal(ExitCode.Ok, Shop.Clv("run", "--run-id", "one"));
        Shop.Database.Execute("create role bi login password 'bi' in role clv_reader; create role crm login password 'crm' in role clv_customer_reader");
        var views = Names("v");
        Assert.True(views.Count > 20, $"{views.Count} views");
        foreach (var view in views)
        {
            Assert.Equal(!AboutCustomers.Split(' ').Contains(view), May("bi", $"select count(*) from clv.{view}"));
            Assert.True(May("crm", $"select count(*) from clv.{view}"), view);
            Assert.False(May("bi", $"delete from clv.{view}"), view);
        }

        foreach (var table in Names("r").Concat(Names("p")))
            foreach (var role in new[] { "bi", "crm" }) Assert.False(May(role, $"select count(*) from clv.{table}"), $"{role} reads {table}");
        Assert.False(May("crm", "select count(*) from clv_part.customer_value_1_1"));
        Assert.False(May("bi", "create table clv.mine (x int)"));
        Assert.False(May("bi", "select clv.grant_roles()"));
        Assert.Equal(Shop.Database.Scalar("select customers from clv.run"), As("crm", "select count(*) from clv.current_customer_value"));
    }

    [PostgresClusterFact]
    public void Every_question_that_is_ready_is_answered_to_a_reader()
    {
        Shop.Change(settings => settings["clv"]!["model"] = "bg_nbd");
        Assert.Equal(ExitCode.Ok, Shop.Clv("migrate", "--roles"));
        Assert.Equal(ExitCode.Ok, Shop.Clv("run", "--run-id", "before", "--as-of", "2026-06-20")); // so that something has moved
        Assert.Equal(ExitCode.Ok, Shop.Clv("run", "--run-id", "one"));
        Assert.Equal(ExitCode.Ok, Shop.Clv("run", "--run-id", "what-if", "--set", "attribution.models.time_decay.halfLifeDays=14"));
        Shop.Database.Execute("create role bi login password 'bi' in role clv_reader");
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "sample-data", "bi"), "*.sql");
        Assert.True(files.Length >= 7, $"{files.Length} questions");
        foreach (var file in files)
        {
            Assert.True((long)As("bi", $"select count(*) from ({File.ReadAllText(file).Trim().TrimEnd(';')}) as answer")! > 0, file);
            Assert.Contains($"`{Path.GetFileName(file)}`", File.ReadAllText(Path.Combine(Repository.Root, "sample-data", "bi", "README.md")));
        }

        Assert.True((long)As("bi", "select count(*) from (select channel, clv, spend, clv_to_cac from clv.current_channel_summary where mode = 'acquisition' and model = 'linear' order by clv desc) as readme")! > 3);
    }

    [PostgresClusterFact]
    public void Whoever_is_in_the_role_of_writers_publishes_and_does_no_more()
    {
        Assert.Equal(ExitCode.Ok, Shop.Clv("migrate", "--roles"));
        Shop.Database.Execute("create role job login password 'job' in role clv_writer; create role other_job login password 'other_job' in role clv_writer");
        var bad = "attempt";
        foreach (var (role, run) in new[] { ("job", "one"), ("other_job", "two") })
        {
            Shop.Shell.Variables["CLV__CONNECTIONS__WAREHOUSE"] = Login(role);
            Assert.Equal(ExitCode.Ok, Shop.Clv("run", "--run-id", run));
            Assert.Equal(run, Shop.Shown);
            Shop.Database.Execute("update clv.publication set orders = orders * 3");
            Assert.Equal(ExitCode.Refused, Shop.Clv("run", "--run-id", bad));
            Shop.Database.Execute("update clv.publication set orders = orders / 3");
        }

        Shop.Change(settings => settings["output"]!["keepRuns"] = 1);
        Assert.Equal(ExitCode.Ok, Shop.Clv("rollback"));
        Assert.Equal("one", Shop.Shown);
        Assert.False(May("job", "create schema mine"));
        Assert.False(May("job", "delete from clv.migration"));
        Assert.False(May("job", "create table public.mine (x int)"));
    }

    [PostgresClusterFact]
    public void A_user_who_may_create_roles_and_schemas_need_be_no_superuser_to_migrate()
    {
        Shop.Database.Execute("drop schema clv cascade; drop schema clv_part cascade; create role owner login password 'owner' createrole");
        Shop.Database.Execute($"grant create on database {Shop.Database.Scalar("select current_database()")} to owner");
        Shop.Shell.Variables["CLV__CONNECTIONS__WAREHOUSE"] = Login("owner");
        Assert.True(Shop.Clv("migrate", "--roles") == ExitCode.Ok, Shop.Shell.Error);
        Assert.Equal(ExitCode.Ok, Shop.Clv("run", "--run-id", "one"));
        Assert.Equal("one", Shop.Shown);
    }

    private List<string> Names(string kind)
    {
        using var connection = Shop.Database.Open();
        using var command = new NpgsqlCommand($"select relname from pg_class where relnamespace = 'clv'::regnamespace and relkind = '{kind}'", connection);
        using var reader = command.ExecuteReader();
        List<string> names = [];
        while (reader.Read()) names.Add(reader.GetString(0));
        return names;
    }

    private string Login(string role) => new NpgsqlConnectionStringBuilder(Shop.Database.ConnectionString) { Username = role, Password = role, Pooling = false }.ConnectionString;

    private object? As(string role, string sql)
    {
        using var connection = new NpgsqlConnection(Login(role));
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    private bool May(string role, string sql)
    {
        try
        {
            As(role, sql);
            return true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ObjectNotInPrerequisiteState)
        {
            return false;
        }
    }
}
