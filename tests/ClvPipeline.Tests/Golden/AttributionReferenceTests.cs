using System.Globalization;
using ClvPipeline.Tests.Laws;
using ClvPipeline.Tests.Oracle;
using Xunit;

namespace ClvPipeline.Tests.Golden;

/// <summary>The engine against the hand-made cases and the exactly computed shop of the reference data.</summary>
public class AttributionReferenceTests
{
    private const string First = "S1_first_order";

    private static readonly OracleSettings Edge = new() { AsOf = new DateOnly(2024, 12, 31), GrossMargin = 1, Modes = [new OracleMode(ModeKind.Acquisition, 30)] };

    private static readonly Dictionary<string, string> FileOf = new()
    {
        ["first_touch"] = "first", ["last_touch"] = "last", ["first_non_direct"] = "first_non_direct", ["last_non_direct"] = "last_non_direct", ["linear"] = "linear",
        ["linear_unique"] = "linear_unique_channels", ["time_decay"] = "time_decay_7d_order_continuous", ["position_based"] = "position_40_20_40",
        ["j_shaped"] = "position_J_20_20_60", ["inverse_j"] = "position_invJ_60_20_20",
    };

    [Fact]
    public void All_72_pairs_of_hand_made_case_and_model_have_their_shares()
    {
        var credits = UnroundedCredit.All(ReferenceFiles.Shop("edge"), Edge);
        var expected = ReferenceFiles.Read("edge", "expected_weights.csv")
            .ToDictionary(row => (row["customer_id"], row["model"], row["channel"]), row => double.Parse(row["weight"], CultureInfo.InvariantCulture));
        var pairs = expected.Keys.Select(key => (key.Item1, key.Item2)).Distinct().ToList();
        Assert.Equal(72, pairs.Count);
        foreach (var (customer, file) in pairs)
        {
            var model = FileOf.Single(pair => pair.Value == file || (file == "position" && pair.Key == "position_based") || (file == "time_decay" && pair.Key == file)).Key;
            var shares = credits.Where(c => c.Customer == customer && c.Model == model).GroupBy(c => c.Channel).ToDictionary(g => g.Key, g => g.Sum(c => c.Share));
            var wanted = expected.Where(e => e.Key.Item1 == customer && e.Key.Item2 == file).ToDictionary(e => e.Key.Item3, e => e.Value);
            Assert.Equal((customer, file, string.Join(' ', wanted.Keys.Order())), (customer, file, string.Join(' ', shares.Keys.Order())));
            foreach (var (channel, weight) in wanted) Assert.Equal(weight, shares[channel], 1e-9);
        }
    }

    [Fact]
    public void The_tables_of_the_hand_made_cases_have_their_sums()
    {
        var results = EngineRun.Run(ReferenceFiles.Shop("edge"), Edge);
        Assert.All(results.Check(), check => Assert.True(check.Passed, $"{check}"));
        AssertSums(results.Table("customer_value"));
    }

    [Theory]
    [InlineData(First)]
    [InlineData("S3_lookback30")]
    public void A_shop_of_2000_customers_agrees_with_exact_arithmetic(string set)
    {
        var (shop, settings) = Of(set);
        AssertExact(set, EngineRun.Run(shop, settings).Table("channel_summary"));
    }

    /// <summary>That the customers of the hand-made cases are worth what they are.</summary>
    internal static void AssertSums(ResultTable customers)
    {
        var clv = ReferenceFiles.Read("edge", "clv.csv").ToDictionary(row => row["customer_id"], row => (long)(decimal.Parse(row["clv"], CultureInfo.InvariantCulture) * 1_000_000));
        Assert.Equal(clv.OrderBy(c => c.Key), Rows.Of(customers).Select(row => KeyValuePair.Create(row["customer_id"]!, Number(row["clv"]))));
    }

    /// <summary>That the channels of the shop have what exact arithmetic gives them: before rounding, and in the table.</summary>
    internal static void AssertExact(string set, ResultTable summary)
    {
        var (shop, settings) = Of(set);
        var credits = UnroundedCredit.All(shop, settings).Where(c => c.Of != "residual").ToLookup(c => (c.Model, c.Channel));
        var cells = Rows.Of(summary).ToDictionary(row => (row["model"]!, row["channel"]!));
        var compared = 0;
        foreach (var (model, file) in FileOf)
        {
            foreach (var row in ReferenceFiles.Read("shop", set, file + "__exact.csv"))
            {
                var (conversions, value) = (double.Parse(row["conversions"], CultureInfo.InvariantCulture), double.Parse(row["value"], CultureInfo.InvariantCulture));
                var own = credits[(model, row["channel"])].ToList();
                Assert.Equal(1, own.Sum(c => c.Share) / conversions, 1e-9);
                Assert.Equal(1, own.Sum(c => c.Share * c.Values.Clv) / 1e6 / value, 1e-9);
                var cell = cells[(model, row["channel"])];
                var tolerance = 2 + 3 * Math.Sqrt(own.Count);
                Assert.InRange(Number(cell["clv"]) - value * 1e6, -tolerance, tolerance);
                Assert.InRange(Number(cell[set == First ? "customers" : "orders"]) - conversions * 1e6, -tolerance, tolerance);
                compared++;
            }
        }

        Assert.True(compared >= 80, $"{compared} rows of reference");
    }

    private static (Shop Shop, OracleSettings Settings) Of(string set) => (ReferenceFiles.Shop("shop", firstOrdersOnly: set == First), Edge with
    {
        Modes = [set == First ? new OracleMode(ModeKind.Acquisition, null) : new OracleMode(ModeKind.Order, 30, Overlap: true)],
        Models = [.. OracleModel.AllEight, new OracleModel(ModelKind.PositionBased, "j_shaped", First: 0.2m, Last: 0.6m), new OracleModel(ModelKind.PositionBased, "inverse_j", First: 0.6m, Last: 0.2m)],
    });

    private static long Number(string? text) => long.Parse(text!, CultureInfo.InvariantCulture);
}
