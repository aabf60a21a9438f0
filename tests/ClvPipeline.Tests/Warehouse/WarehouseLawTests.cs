using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Laws;
using ClvPipeline.Tests.Oracle;
using ClvPipeline.Tests.Postgres;
using Xunit;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>Random shops, strange names and all: what Postgres holds is what the engine computed, and so what the Parquet files hold.</summary>
public sealed class WarehouseLawTests
{
    private static readonly int Shops = Environment.GetEnvironmentVariable("CLV_LONG") == "1" ? 200 : 20;

    [PostgresFact]
    public void What_a_random_shop_gives_is_in_the_database_cell_by_cell()
    {
        using var database = new PostgresDatabase();
        var warehouse = new Warehouse("Warehouse", database.ConnectionString);
        Migrator.Apply(warehouse, roles: false);
        for (var seed = 1; seed <= Shops; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var results = EngineRun.Run(shop, settings);
            Delivery.Publish(warehouse, results, "r", settings.AsOf);
            foreach (var table in results.Tables) Assert.True(WarehouseRows.Of(table).SequenceEqual(WarehouseRows.Of(database, table.Spec, "r", $"current_{table.Spec.Name}")), $"seed {seed}: {table.Spec.Name}");
            database.Execute($"truncate clv.publication, clv.publication_before, clv.run; {Drop}");
        }
    }

    private const string Drop = "do $$ declare part record; begin for part in select oid::regclass as name from pg_class where relnamespace = 'clv_part'::regnamespace and relkind = 'r' loop execute format('drop table %s', part.name); end loop; end $$";
}
