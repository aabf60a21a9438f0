using System.Globalization;
using ClvPipeline.Tests.Oracle;
using Xunit;
using Oracles = ClvPipeline.Tests.Oracle.Oracle;

namespace ClvPipeline.Tests.Laws;

/// <summary>The engine against an implementation that shares no code with it, on shops in which every feature occurs (RandomShopTests).</summary>
public class SecondImplementationTests
{
    private static readonly string[] Measures = ["customers", "orders", "revenue", "historic_profit", "clv"];

    [Fact]
    public void Every_cell_of_every_mode_and_model_agrees_on_200_shops()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var expected = Oracles.Compute(shop, settings);
            var results = EngineRun.Run(shop, settings, new Layout(seed, 1 + seed % 5), threads: 1 + seed % 2, bucketBits: seed % 4);
            Assert.All(results.Check(), check => Assert.True(check.Passed, $"seed {seed}: {check}"));
            CompareIntake(seed, expected, results);
            CompareCustomers(seed, expected, results);
            CompareCells(seed, expected, results);
            ComparePaths(seed, expected, results);
            Assert.True(expected.ProfitWithoutPurchase == results.Totals.ProfitWithoutPurchase, $"seed {seed}: profit without purchase");
        }
    }

    private static void CompareCells(int seed, OracleResult expected, RunResults results)
    {
        var left = new Dictionary<CellKey, Cell>(expected.Cells);
        foreach (var row in Rows.Of(results.Table("channel_value")))
        {
            var key = new CellKey(row["mode"]!, row["model"]!, row["channel"]!, row["campaign"]!, Rows.Day(row["cohort_month"]!), row["segment"]!);
            Assert.True(left.Remove(key, out var cell), $"seed {seed}: unexpected {key}");
            foreach (var (name, measure) in Measures.Zip([cell!.Customers, cell.Orders, cell.Revenue, cell.HistoricProfit, cell.Clv]))
                Assert.True(measure.Allows(Number(row[name])), $"seed {seed}: {key} {name} is {row[name]}, expected {measure}");
            Assert.True(cell.Touchpoints == Number(row["touchpoints"]), $"seed {seed}: {key} touchpoints {row["touchpoints"]}, expected {cell.Touchpoints}");
            Assert.Equal("0", row["expected_profit"]);
        }

        // What the engine left out must be nothing, and never (unattributed).
        Assert.All(left, cell => Assert.True(
            cell.Key.Channel != "(unattributed)" && cell.Value.Touchpoints == 0 && new[] { cell.Value.Customers, cell.Value.Orders, cell.Value.Revenue, cell.Value.Clv }.All(m => m.Allows(0)),
            $"seed {seed}: missing {cell.Key} {cell.Value.Clv}"));
    }

    private static void CompareCustomers(int seed, OracleResult expected, RunResults results)
    {
        var rows = Rows.Of(results.Table("customer_value")).ToList();
        Assert.True(expected.Customers.Count == rows.Count, $"seed {seed}: {rows.Count} customers, expected {expected.Customers.Count}");
        foreach (var (buyer, row) in expected.Customers.Zip(rows))
        {
            var id = buyer.Customer.Kind == IdKind.Uuid ? row["customer_id"]!.Replace("-", "", StringComparison.Ordinal) : row["customer_id"];
            Assert.Equal((seed, $"{buyer.Customer}"), (seed, id));
            Assert.Equal(
                (seed, buyer.Segment, buyer.CohortMonth, buyer.FirstOrderAt, buyer.LastOrderAt, (long)buyer.Orders.Count, buyer.Revenue, buyer.Cogs, buyer.HistoricProfit, buyer.Clv),
                (seed, row["segment"]!, Rows.Day(row["cohort_month"]!), Number(row["first_order_at"]), Number(row["last_order_at"]), Number(row["orders"]), Number(row["revenue"]),
                    Number(row["cogs"]), Number(row["historic_profit"]), Number(row["clv"])));
        }
    }

    private static void ComparePaths(int seed, OracleResult expected, RunResults results)
    {
        var left = new Dictionary<(string, string), PathCell>(expected.Paths);
        foreach (var row in Rows.Of(results.Table("channel_path")))
        {
            if (!left.Remove((row["mode"]!, row["path"]!), out var path))
            {
                Assert.True(row["path"] == "(unattributed)" && row["journeys"] == "0", $"seed {seed}: unexpected path {row["mode"]} {row["path"]}");
                continue;
            }

            Assert.Equal((seed, row["path"], (long)path.Journeys, (long)path.Conversions), (seed, row["path"], Number(row["journeys"]), Number(row["conversions"])));
            Assert.True(path.Clv.Allows(Number(row["clv"])), $"seed {seed}: {row["mode"]} {row["path"]} clv is {row["clv"]}, expected {path.Clv}");
        }

        Assert.True(left.Count == 0, $"seed {seed}: missing path {left.Keys.FirstOrDefault()}");
    }

    private static void CompareIntake(int seed, OracleResult expected, RunResults results)
    {
        var counted = Rows.Of(results.Table("intake_count")).GroupBy(row => (row["dataset"]!, row["outcome"]!)).ToDictionary(group => group.Key, group => group.Sum(row => Number(row["rows"])));
        foreach (var ((dataset, outcome), rows) in expected.Intake)
        {
            var word = outcome switch { Outcome.NotVisible => "not_visible", Outcome.NoConsent => "no_consent", _ => outcome.ToString().ToLowerInvariant() };
            Assert.Equal((seed, dataset, word, (long)rows), (seed, dataset, word, counted.GetValueOrDefault((dataset, word))));
            counted.Remove((dataset, word));
        }

        Assert.True(counted.Count == 0, $"seed {seed}: {string.Join(", ", counted)}");
    }

    private static long Number(string? text) => long.Parse(text!, CultureInfo.InvariantCulture);
}
