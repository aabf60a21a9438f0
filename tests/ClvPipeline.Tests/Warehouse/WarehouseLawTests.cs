using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Laws;
using ClvPipeline.Tests.Oracle;
using ClvPipeline.Tests.Postgres;
using ClvPipeline.Tests.Storage;
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

    [PostgresFact]
    public void From_Postgres_to_Postgres_a_random_shop_gives_what_it_gives_from_Parquet()
    {
        // Bytes that are no UTF-8 are only let in by a database that knows no encoding.
        using PostgresDatabase source = new(encoding: "SQL_ASCII"), sink = new();
        using var folder = new TempFolder();
        var warehouse = new Warehouse("Warehouse", sink.ConnectionString);
        Migrator.Apply(warehouse, roles: false);
        for (var seed = 1; seed <= Shops; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var datasets = ShopFiles.Write(shop, settings, new Layout(seed, 1 + seed % 4), Path.Combine(folder.Path, $"{seed}"));
            using var files = SourceInputs.Open([.. datasets.Select(dataset => new DatasetSource(dataset.Name, dataset.Name, new Dictionary<string, string>(), dataset.TimeZone))], Path.Combine(folder.Path, $"{seed}"));
            var expected = EngineRun.Run(files.Inputs, settings);
            using var inputs = PostgresShop.Write(source, $"shop{seed}", shop, settings, new Layout(seed)).Tables(1);
            var results = EngineRun.Run(inputs.Inputs, settings, threads: 2);
            Delivery.Publish(warehouse, results, "r", settings.AsOf);
            // Rejected rows say where they stood, which is another place; part of a file need not be read to be counted, and has no newest row then.
            foreach (var table in expected.Tables.Where(table => table.Spec != Tables.RejectedRowTable && table.Spec != Tables.IntakeCountTable)) Assert.True(WarehouseRows.Of(table).SequenceEqual(WarehouseRows.Of(sink, table.Spec, "r", $"current_{table.Spec.Name}")), $"seed {seed}: {table.Spec.Name}");
            Assert.Equal((long)expected.Table("rejected_row").Rows, sink.Scalar("select count(*) from clv.current_rejected_row"));
            Assert.All(results.Check(), check => Assert.True(check.Passed, $"seed {seed}: {check}"));
            sink.Execute($"truncate clv.publication, clv.publication_before, clv.run; {Drop}");
        }
    }

    private const string Drop = "do $$ declare part record; begin for part in select oid::regclass as name from pg_class where relnamespace = 'clv_part'::regnamespace and relkind = 'r' loop execute format('drop table %s', part.name); end loop; end $$";
}
