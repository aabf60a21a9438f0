using ClvPipeline.Storage;
using ClvPipeline.Tests.Clv;
using ClvPipeline.Tests.Laws;
using ClvPipeline.Tests.Oracle;
using ClvPipeline.Tests.Storage;
using Xunit;

namespace ClvPipeline.Tests.Segments;

/// <summary>Shops in which hardly anything, or always the same, happens; and what columns of customers become of them.</summary>
public class SegmentEdgeTests
{
    private static readonly OracleSettings Settings = new() { AsOf = new DateOnly(2026, 6, 30), GrossMargin = 0.4m };

    [Theory]
    [InlineData("none")]
    [InlineData("mbg_nbd")]
    public void Shops_of_one_of_equals_and_of_nobody_lately_agree_with_the_second_implementation(string model)
    {
        var shops = new Dictionary<string, Shop>
        {
            ["one customer, once"] = Of([Order(1, 3)]),
            ["one customer who came back"] = Of([Order(1, 800), Order(1, 300), Order(1, 10)]),
            ["all alike"] = Of([.. Enumerable.Range(0, 60).SelectMany(i => new[] { Order(i, 400), Order(i, 40) })]),
            ["nobody in the last year"] = Of([.. Enumerable.Range(0, 20).Select(i => Order(i, 500 + i))]),
            ["nobody in the year before"] = Of([Order(0, 900), .. Enumerable.Range(1, 20).Select(i => Order(i, i))]),
            ["everybody stays"] = Of([.. Enumerable.Range(0, 12).SelectMany(i => new[] { Order(i, 700 + i), Order(i, 400), Order(i, 40 + i) }), Order(99, 735)]),
            ["losses"] = Of([.. Enumerable.Range(0, 11).Select(i => Order(i, 5 * i, 10, 10 + i))]),
        };
        foreach (var (name, shop) in shops)
        {
            var results = LeavingShop.Run(shop, Settings, model, bucketBits: 2);
            Assert.All(results.Check(), check => Assert.True(check.Passed, $"{name}: {check}"));
            var expected = Rows.Of(results.Table("customer_value")).ToDictionary(row => Id.Of(long.Parse(row["customer_id"]!)), row => long.Parse(row["expected_profit"]!));
            SegmentTests.Compare(name, shop, Settings, results, SegmentMember.Of(shop, Settings, expected), []);
        }

        var stays = Row(LeavingShop.Run(shops["everybody stays"], Settings, model), "(all)", "(all)");
        Assert.Equal(("1", "0", null), (stays["retention"], stays["churn"], stays["lifespan_churn"]));
    }

    [Fact]
    public void Refunds_alone_make_no_customer_and_one_row_of_nothing()
    {
        var row = Assert.Single(Rows.Of(LeavingShop.Run(Of([Order(1, 5, -20)]), Settings, "mbg_nbd").Table("segment_value")));
        Assert.Equal(("(all)", "0", "0", null, null), (row["dimension"], row["customers"], row["clv"], row["clv_mean"], row["customer_share"]));
    }

    [Fact]
    public void A_retention_formula_that_would_divide_by_nothing_says_nothing()
    {
        var shop = Of([.. Enumerable.Range(0, 12).SelectMany(i => new[] { Order(i, 729), Order(i, 40) })]);
        var row = Row(LeavingShop.Run(shop, Settings, "none", settings => settings with { Clv = settings.Clv with { DiscountRate = 0 } }), "(all)", "(all)");
        Assert.Equal(("1", null), (row["retention"], row["clv_retention"]));
        Assert.NotNull(Row(LeavingShop.Run(shop, Settings, "none"), "(all)", "(all)")["clv_retention"]);
    }

    [Fact]
    public void A_column_that_tells_customers_apart_is_left_out_and_the_run_says_so()
    {
        using var temp = new TempFolder();
        var at = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        string[] ids = [.. Enumerable.Range(0, 230).Select(i => $"c{i}")];
        SmallFile.Write(temp["touchpoints.parquet"], 10, ("customer_id", [ids[0]]), ("occurred_at", [at]), ("channel", ["email"]));
        SmallFile.Write(temp["orders.parquet"], 10, ("order_id", [.. ids]), ("customer_id", [.. ids]), ("ordered_at", [.. ids.Select(_ => (object?)at)]), ("revenue", [.. ids.Select(_ => (object?)10m)]));
        SmallFile.Write(temp["customers.parquet"], 100, ("customer_id", [.. ids]), ("email_hash", [.. ids]), ("just_enough", [.. ids.Select((_, i) => (object?)$"v{i % 200}")]), ("one_too_many", [.. ids.Select((_, i) => (object?)$"v{i % 201}")]),
            ("value_decile", [.. ids.Select(_ => (object?)"mine")]), ("note", [.. ids.Select((_, i) => (object?)(i == 7 ? new string('x', 1001) : "short"))]), ("empty", [.. ids.Select(_ => (object?)" ")]));
        using var inputs = SourceInputs.Open([.. new[] { "touchpoints", "orders", "customers" }.Select(name => new DatasetSource(name, $"{name}.parquet", new Dictionary<string, string>(), null))], temp.Path);
        var results = Pipeline.Run(inputs.Inputs, new RunSettings { Clv = new ClvSettings { Model = "none", GrossMargin = 0.5m } }, new RunRequest("r", new DateOnly(2026, 6, 30)), new RunOptions(2), Silent.Instance, CancellationToken.None);
        var dimensions = Rows.Of(results.Table("segment_value")).GroupBy(row => row["dimension"]!).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(["(all)", "segment", "cohort_month", "first_channel", "channel_use", "value_decile", "just_enough", "_value_decile"], dimensions.Keys);
        Assert.Equal(200, dimensions["just_enough"]);
        Assert.Equal(["email_hash", "note", "one_too_many"], results.Remarks.Select(remark => remark.Split('\'')[1]));
        Assert.All(results.Check(), check => Assert.True(check.Passed, $"{check}"));
    }

    private static Dictionary<string, string?> Row(RunResults results, string dimension, string segment) => Rows.Of(results.Table("segment_value")).Single(row => row["dimension"] == dimension && row["segment"] == segment);

    private static Shop Of(OrderRow[] orders) => LeavingShop.Of(IdKind.Integer, [.. orders.Select((order, i) => order with { OrderId = Id.Of((long)i) })]);

    private static OrderRow Order(int customer, int daysAgo, double revenue = 50, double? cogs = null) => new(null, Id.Of((long)customer), LeavingShop.At(daysAgo), revenue, cogs);
}
