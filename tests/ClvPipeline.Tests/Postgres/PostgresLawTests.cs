using ClvPipeline.Storage;
using ClvPipeline.Tests.Laws;
using ClvPipeline.Tests.Oracle;
using ClvPipeline.Tests.Parquet.Fuzz;
using ClvPipeline.Tests.Storage;
using Xunit;

namespace ClvPipeline.Tests.Postgres;

/// <summary>Where rows come from changes no cell: the shops of the engine's laws, from tables and queries, against the same shops from Parquet files.</summary>
public class PostgresLawTests
{
    [PostgresFact]
    public void A_shop_in_Postgres_gives_the_bytes_that_it_gives_from_Parquet()
    {
        // Bytes that are no UTF-8 are only let in by a database that knows no encoding.
        using var database = new PostgresDatabase(encoding: "SQL_ASCII");
        using var folder = new TempFolder();
        var parts = 0;
        for (var seed = 1; seed <= Safety.Cases(20, 200); seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var expected = Rows.Everything(FromParquet(shop, settings, Path.Combine(folder.Path, $"{seed}"), seed));
            var tables = PostgresShop.Write(database, $"shop{seed}", shop, settings, new Layout(seed % 3 == 0 ? 0 : seed));
            string? rejected = null;
            foreach (var (open, threads) in new (Func<SourceInputs>, int)[] { (() => tables.Tables(), 1), (() => tables.Tables(1), 3), (() => tables.Tables(2), 2), (tables.Queries, 2), (tables.Shuffled, 1) })
            {
                using var inputs = open();
                parts = Math.Max(parts, inputs.Datasets.Max(dataset => dataset.Parts.Count));
                var results = EngineRun.Run(inputs.Inputs, settings, threads);
                Assert.True(expected == Rows.Everything(results), $"seed {seed}: Postgres says something else than Parquet");
                Assert.All(results.Check(), check => Assert.True(check.Passed, $"seed {seed}: {check}"));
                if (inputs.Datasets.Any(dataset => dataset.Fingerprints.OfType<InputQuery>().Any(query => query.Source == "query"))) continue;
                var now = Rows.Text(results, "rejected_row");
                Assert.True((rejected ??= now) == now, $"seed {seed}: rows are numbered by how the table is split");
            }
        }

        Assert.True(parts > 5, $"at most {parts} parts");
    }

    [PostgresFact]
    public void A_rejected_row_is_named_by_its_place_in_the_table()
    {
        using var database = new PostgresDatabase(encoding: "SQL_ASCII");
        for (var seed = 1; seed <= Safety.Cases(20, 200); seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            using var inputs = PostgresShop.Write(database, $"shop{seed}", shop, settings, new Layout()).Tables(1);
            var bad = Places(seed, "touchpoints", TouchIntake.Read(shop, settings).Outcomes)
                .Concat(Places(seed, "orders", OrderIntake.Read(shop, settings).Outcomes)).Concat(Places(seed, "customers", CustomerIntake.Read(shop).Outcomes));
            var named = Rows.Of(EngineRun.Run(inputs.Inputs, settings, 2).Table("rejected_row")).Select(row => (row["source"]!, row["row_number"]!));
            Assert.Equal(bad.Select(row => ($"table shop{seed}.{row.Dataset} at Warehouse", $"{row.Row}")).Order(), named.Order());
        }

        IEnumerable<(string Dataset, long Row)> Places(int seed, string dataset, Outcome[] outcomes) => outcomes.Index().Where(row => row.Item == Outcome.Rejected)
            .Select(row => (dataset, (long)database.Scalar($"select place from (select row_index, row_number() over (order by ctid) as place from shop{seed}.{dataset}) rows where row_index = {row.Index}")!));
    }

    private static RunResults FromParquet(Shop shop, OracleSettings settings, string folder, int seed)
    {
        var datasets = ShopFiles.Write(shop, settings, new Layout(seed, 1 + seed % 4), folder);
        using var files = SourceInputs.Open([.. datasets.Select(dataset => new DatasetSource(dataset.Name, dataset.Name, new Dictionary<string, string>(), dataset.TimeZone))], folder);
        return EngineRun.Run(files.Inputs, settings, threads: 2);
    }
}
