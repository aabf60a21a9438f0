using System.Globalization;
using ClvPipeline.Tests.Oracle;
using Xunit;

namespace ClvPipeline.Tests.Laws;

/// <summary>What holds for every shop, whatever its numbers are.</summary>
public class EngineLawTests
{
    [Fact]
    public void Order_parts_types_threads_and_buckets_change_no_byte()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var expected = Rows.Everything(EngineRun.Run(shop, settings));
            foreach (var (layout, threads, bits) in new[] { (new Layout(0, 4), 1, 0), (new Layout(seed, 1), 3, 5), (new Layout(seed + 1, 6), 2, (int?)null) })
                Assert.True(expected == Rows.Everything(EngineRun.Run(shop, settings, layout, threads, bits)), $"seed {seed}: {layout}, {threads} threads, {bits} bucket bits");
        }
    }

    [Fact]
    public void A_rejected_row_is_named_by_its_place()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var rejected = Places("touchpoints", TouchIntake.Read(shop, settings).Outcomes)
                .Concat(Places("orders", OrderIntake.Read(shop, settings).Outcomes)).Concat(Places("customers", CustomerIntake.Read(shop).Outcomes));
            var named = Rows.Of(EngineRun.Run(shop, settings).Table("rejected_row")).Select(row => (row["dataset"]!, row["source"]!, Number(row["row_number"])));
            Assert.Equal(rejected.Order(), named.Order());
        }

        static IEnumerable<(string, string, long)> Places(string dataset, Outcome[] outcomes) =>
            outcomes.Index().Where(row => row.Item == Outcome.Rejected).Select(row => (dataset, $"{dataset}-1.parquet", row.Index + 1L));
    }

    [Fact]
    public void Doubling_every_amount_doubles_every_customer()
    {
        var compared = 0;
        for (var seed = 1; seed <= 60; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            // Amounts near the limit would become bad rows.
            if (shop.Orders.Any(order => Math.Abs(order.Revenue ?? 0) * 2 >= (double)settings.MaxAmount || Math.Abs(order.Cogs ?? 0) * 2 >= (double)settings.MaxAmount)) settings = settings with { MaxAmount = 1_000_000_000_000 };
            var doubled = shop with { Orders = [.. shop.Orders.Select(order => order with { Revenue = order.Revenue * 2, Cogs = order.Cogs * 2 })] };
            var once = Rows.Of(EngineRun.Run(shop, settings).Table("customer_value")).ToDictionary(row => row["customer_id"]!);
            foreach (var twice in Rows.Of(EngineRun.Run(doubled, settings).Table("customer_value")).Where(row => once.ContainsKey(row["customer_id"]!)))
            {
                // Amounts and orders are rounded one by one: each may be half a micro-unit off, doubled.
                Assert.InRange(Number(twice["clv"]) - 2 * Number(once[twice["customer_id"]!]["clv"]), -60, 60);
                compared++;
            }
        }
        Assert.True(compared > 500, $"{compared} customers");
    }

    [Theory]
    [InlineData("channel_summary", "mode", "model", "channel")]
    [InlineData("campaign_summary", "mode", "model", "channel", "campaign")]
    public void Summaries_add_up_to_the_cells(string summary, params string[] keys)
    {
        string[] measures = ["customers", "orders", "touchpoints", "revenue", "historic_profit", "expected_profit", "clv"];
        for (var seed = 1; seed <= 40; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var results = EngineRun.Run(shop, settings);
            var sums = Rows.Of(results.Table("channel_value")).GroupBy(Key).Select(cells => $"{cells.Key}: {string.Join(' ', measures.Select(measure => cells.Sum(cell => Number(cell[measure]))))}");
            var rows = Rows.Of(results.Table(summary)).Select(row => $"{Key(row)}: {string.Join(' ', measures.Select(measure => row[measure]))}");
            Assert.Equal(sums.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
        }

        string Key(Dictionary<string, string?> row) => string.Join(" | ", keys.Select(key => row[key]));
    }

    [Fact]
    public void A_channel_that_nobody_touched_earns_nothing()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var touched = TouchIntake.Read(shop, settings).Journeys.Values.SelectMany(journey => journey).Select(touch => touch.Channel).Append("(unattributed)").ToHashSet();
            Assert.All(Rows.Of(EngineRun.Run(shop, settings).Table("channel_value")), row => Assert.Contains(row["channel"]!, touched));
        }
    }

    private static long Number(string? text) => long.Parse(text!, CultureInfo.InvariantCulture);
}
