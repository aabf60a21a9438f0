using System.Globalization;
using ClvPipeline.Tests.Clv;
using ClvPipeline.Tests.Laws;
using ClvPipeline.Tests.Oracle;
using Xunit;

namespace ClvPipeline.Tests.Segments;

/// <summary>Every column of <c>segment_value</c> against a second way to it.</summary>
public class SegmentTests
{
    private static readonly string[] OfModels = ["alive_customers", "expected_profit_low", "expected_profit_high", "purchase_within_year", "clv_new", "max_acquisition_cost"];
    private static readonly string[] OfSpend = ["spend", "new_customers", "cac", "clv_to_cac", "payback_months"];

    [Fact]
    public void Every_row_and_column_agrees_with_the_second_implementation_on_200_shops()
    {
        var (rows, known) = (0, new HashSet<string>());
        for (var seed = 1; seed <= 200; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var results = EngineRun.Run(shop, settings, new Layout(seed, 1 + seed % 5), threads: 1 + seed % 2, bucketBits: seed % 4);
            rows += Compare($"seed {seed}", shop, settings, results, SegmentMember.Of(shop, settings), known);
        }

        Assert.True(rows > 10_000, $"{rows} rows");
        // Were a column never known, the comparison would say nothing of it. Years of history are in the test below.
        Assert.Empty(Columns(Tables.SegmentValue).Except(known).Except(OfModels).Except(OfSpend).Except(["retention", "churn", "lifespan_churn", "clv_retention"]));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("mbg_nbd")]
    [InlineData("pareto_nbd")]
    public void Retention_values_and_what_models_say_agree_where_customers_come_and_go_for_two_years(string model)
    {
        var known = new HashSet<string>();
        for (var seed = 1; seed <= 6; seed++)
        {
            var (shop, settings) = LeavingShop.Make(seed, 60 * seed);
            shop = shop with { Touches = Touches(shop, seed) };
            var results = LeavingShop.Run(shop, settings, model, threads: 1 + seed % 3, bucketBits: seed % 4);
            var values = Rows.Of(results.Table("customer_value")).ToDictionary(row => Key(row["customer_id"]!));
            var expected = SegmentMember.Of(shop, settings).ToDictionary(member => member.Buyer.Customer, member => Whole(values[Key($"{member.Buyer.Customer}")]["expected_profit"]));
            var members = SegmentMember.Of(shop, settings, expected);
            Compare($"seed {seed}, {model}", shop, settings, results, members, known);
            var lines = SegmentLine.All(shop, settings, members);
            var models = model == "none" ? default : Models(Rows.Of(results.Table("model_fit")).ToList(), model);
            double NewPurchases(int months) => models.Purchases.ExpectedPurchasesOfNewCustomer(months * 365.25 / 12);
            foreach (var row in Rows.Of(results.Table("segment_value")))
            {
                if (model == "none") { Assert.All(OfModels, column => Assert.Null(row[column])); continue; }
                var line = lines[(row["dimension"]!, row["segment"]!, row["part_of"])];
                var own = line.Members.Select(member => values[Key($"{member.Buyer.Customer}")]).ToList();
                Near($"seed {seed}, {model} alive", own.Sum(value => Real(value["p_alive"])), Real(row["alive_customers"]), 1e-9);
                Assert.True(Whole(row["expected_profit_low"]) <= Whole(row["expected_profit"]) && Whole(row["expected_profit"]) <= Whole(row["expected_profit_high"]));
                Near($"seed {seed}, {model} within a year", line.Members.Average(member => models.Purchases.ProbabilityOfPurchase(HistoryOf(member, settings), 365.25)), Real(row["purchase_within_year"]), 1e-9);
                var later = Enumerable.Range(1, 36).Sum(k => (NewPurchases(k) - NewPurchases(k - 1)) * Math.Pow(1.1, -(k - 0.5) / 12));
                var fresh = (double?)line.NewProfit + (double?)line.Margin * models.Spend.PopulationMean * later * 1e6;
                Assert.Equal(fresh is null, row["clv_new"] is null);
                if (fresh is { } worth) Assert.True(Math.Abs(worth - Whole(row["clv_new"])) <= 1 + 1e-9 * Math.Abs(worth) && Math.Abs(worth / 3 - Whole(row["max_acquisition_cost"])) <= 1 + 1e-9 * Math.Abs(worth));
                known.UnionWith(OfModels.Where(column => row[column] is not null));
            }
        }

        Assert.Contains("retention", known);
        Assert.Contains("clv_retention", known);
        if (model != "none") Assert.Empty(OfModels.Except(known));
    }

    [Fact]
    public void The_sums_of_every_dimension_are_the_run_s()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var results = EngineRun.Run(MemoryDataset.Inputs(shop, settings, new Layout()), settings, model: seed % 2 == 0 ? "none" : "mbg_nbd");
            foreach (var dimension in Rows.Of(results.Table("segment_value")).Where(row => row["part_of"] is null).GroupBy(row => row["dimension"]))
            {
                var (name, totals) = ($"seed {seed}, {dimension.Key}", results.Totals);
                Int128 Sum(string column) => dimension.Aggregate(Int128.Zero, (sum, row) => sum + Whole(row[column]));
                Assert.Equal((name, (Int128)totals.Customers, (Int128)totals.Orders, totals.Revenue, totals.HistoricProfit, totals.ExpectedProfit, totals.Clv),
                    (name, Sum("customers"), Sum("orders"), Sum("revenue"), Sum("historic_profit"), Sum("expected_profit"), Sum("clv")));
            }
        }
    }

    /// <summary>Compares all columns that no model and no spend is needed for; gives the number of rows.</summary>
    internal static int Compare(string where, Shop shop, OracleSettings settings, RunResults results, IReadOnlyList<SegmentMember> members, HashSet<string> known)
    {
        var left = SegmentLine.All(shop, settings, members).ToDictionary();
        var count = 0;
        foreach (var row in Rows.Of(results.Table("segment_value")))
        {
            var key = (row["dimension"]!, row["segment"]!, row["part_of"]);
            Assert.True(left.Remove(key, out var line), $"{where}: unexpected {key}");
            foreach (var (column, expected) in line!.Columns)
            {
                var place = $"{where}: {key} {column} is {row[column]}, expected {expected}";
                Assert.True(expected is null == row[column] is null, place);
                if (expected is not { } value) continue;
                known.Add(column);
                // Sums are exact, what is divided is rounded, and the formulas divide in doubles.
                var formula = column.StartsWith("clv_simple", StringComparison.Ordinal) || column == "clv_retention";
                var actual = decimal.Parse(row[column]!, NumberStyles.Float, CultureInfo.InvariantCulture);
                var money = Tables.SegmentValue.Columns.Single(spec => spec.Name == column).Kind != ResultKind.Real;
                if (money && !formula) Assert.True(Math.Round(value, MidpointRounding.ToEven) == actual, place);
                else Assert.True(Math.Abs(value - actual) <= (money ? 1 : 0) + 1e-11m * Math.Abs(value), place);
            }

            Share("customer_share", "customers");
            Share("clv_share", "clv");
            count++;

            void Share(string column, string of)
            {
                var total = of == "clv" ? members.Sum(member => (decimal)member.Clv) : members.Count;
                Assert.Equal(total == 0, row[column] is null);
                if (total == 0) return;
                known.Add(column);
                Near($"{where}: {key} {column}", Real($"{line.Columns[of] / total}"), Real(row[column]), 1e-12);
            }
        }

        Assert.True(left.Count == 0, $"{where}: missing {left.Keys.FirstOrDefault()}");
        return count;
    }

    // The models with the parameters that the run wrote down.
    private static (PurchaseModel Purchases, GammaGamma Spend) Models(List<Dictionary<string, string?>> fit, string name)
    {
        var (p, s) = (Of(name), Of("gamma_gamma"));
        return (name == "pareto_nbd" ? new ParetoNbd(p[0], p[1], p[2], p[3]) : new BetaGeometricNbd(true, p[0], p[1], p[2], p[3]), new GammaGamma(s[0], s[1], s[2]));

        double[] Of(string model) => [.. fit.Where(row => row["model"] == model).Select(row => Real(row["value"]))];
    }

    private static History HistoryOf(SegmentMember member, OracleSettings settings)
    {
        var days = member.Buyer.Orders.Select(order => new Clock(settings.TimeZone).DayOf(order.At).DayNumber).Distinct().ToList();
        return new History(days.Count - 1, days[^1] - days[0], settings.AsOf.DayNumber - days[0]);
    }

    private static List<TouchRow> Touches(Shop shop, int seed)
    {
        var (random, rows) = (new Random(seed), new List<TouchRow>());
        string[] channels = ["email", "store", "direct", "search", "social"];
        foreach (var order in shop.Orders)
            for (var i = random.Next(3); i > 0; i--) rows.Add(new TouchRow(order.CustomerId, order.OrderedAt - random.Next(5) * Clock.Day, channels[random.Next(channels.Length)]));
        // The orders do not reach back two years. Where this touchpoint says that the shop does, there is a retention.
        if (seed % 3 > 0) rows.Add(new TouchRow(shop.Orders[0].CustomerId, LeavingShop.At(728 + seed % 2), "email"));
        return rows;
    }

    private static IEnumerable<string> Columns(TableSpec spec) => spec.Columns.Select(column => column.Name).Except(["run_id", "dimension", "segment", "part_of"]);

    private static string Key(string id) => id.Replace("-", "", StringComparison.Ordinal) is var plain && plain.Length == 32 ? plain : id;

    private static long Whole(string? text) => long.Parse(text!, CultureInfo.InvariantCulture);

    private static double Real(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);

    private static void Near(string where, double expected, double actual, double tolerance) => Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{where}: {actual}, expected {expected}");
}
