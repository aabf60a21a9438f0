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
        for (var seed = 1; seed <= 200; seed++)
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
    public void Doubling_every_amount_doubles_every_unrounded_credit()
    {
        var compared = 0;
        for (var seed = 1; seed <= 200; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            // Whole cents and half margins, so that nothing is rounded on the way in; the limit is moved out of the way.
            settings = settings with { MaxAmount = 1_000_000_000_000, GrossMargin = 0.5m };
            var cents = shop with { Orders = [.. shop.Orders.Select(order => order with { Revenue = Cents(order.Revenue, 1), Cogs = Cents(order.Cogs, 1) })] };
            var doubled = shop with { Orders = [.. shop.Orders.Select(order => order with { Revenue = Cents(order.Revenue, 2), Cogs = Cents(order.Cogs, 2) })] };
            var once = UnroundedCredit.All(cents, settings);
            var twice = UnroundedCredit.All(doubled, settings);
            Assert.Equal(once.Count, twice.Count);
            foreach (var (a, b) in once.Zip(twice))
            {
                Assert.Equal((seed, a.Customer, a.Of, a.Model, a.Channel, a.Share), (seed, b.Customer, b.Of, b.Model, b.Channel, b.Share));
                Assert.Equal(2 * a.Values.Revenue, b.Values.Revenue);
                // A part of an order's costs that comes back with a refund may end between two micro-units: once an order.
                Assert.InRange(b.Values.Clv - 2 * a.Values.Clv, -20, 20);
                compared++;
            }
        }

        Assert.True(compared > 50_000, $"{compared} credits");

        static double? Cents(double? amount, int factor) => amount is { } some && double.IsFinite(some) && Math.Abs(some) < 1e11 ? Math.Round(some, 2) * factor : amount;
    }

    [Fact]
    public void Renaming_a_channel_renames_it_and_nothing_else()
    {
        var renamed = 0;
        for (var seed = 1; seed <= 200; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            // "email~" has the place of "email" among the names, so that touchpoints at one instant keep their order.
            var other = shop with { Touches = [.. shop.Touches.Select(touch => touch.Channel?.Trim() == "email" ? touch with { Channel = "email~" } : touch)] };
            string[] tables = ["channel_value", "channel_summary", "campaign_summary", "customer_value", "channel_path"];
            var (before, after) = (EngineRun.Run(shop, settings), EngineRun.Run(other, settings));
            foreach (var table in tables)
            {
                var expected = Rows.Of(before.Table(table)).Select(row => Text(row.ToDictionary(cell => cell.Key, cell => Renamed(cell.Key, cell.Value)))).Order(StringComparer.Ordinal).ToList();
                var actual = Rows.Of(after.Table(table)).Select(Text).Order(StringComparer.Ordinal).ToList();
                Assert.True(expected.SequenceEqual(actual), $"seed {seed}: {table}");
                renamed += actual.Count(row => row.Contains("email~", StringComparison.Ordinal));
            }
        }

        Assert.True(renamed > 1_000, $"{renamed} rows");

        static string? Renamed(string column, string? value) => column switch
        {
            "channel" or "first_channel" or "last_channel" => value == "email" ? "email~" : value,
            "path" => string.Join(" > ", value!.Split(" > ").Select(step => step == "email" ? "email~" : step)),
            _ => value,
        };

        static string Text(Dictionary<string, string?> row) => string.Join('|', row.Values);
    }

    [Theory]
    [InlineData("channel_summary", "mode", "model", "channel")]
    [InlineData("campaign_summary", "mode", "model", "channel", "campaign")]
    public void Summaries_add_up_to_the_cells(string summary, params string[] keys)
    {
        string[] measures = ["customers", "orders", "touchpoints", "revenue", "historic_profit", "expected_profit", "clv"];
        for (var seed = 1; seed <= 200; seed++)
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
        for (var seed = 1; seed <= 200; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var touched = TouchIntake.Read(shop, settings).Journeys.Values.SelectMany(journey => journey).Select(touch => touch.Channel).Append("(unattributed)").ToHashSet();
            Assert.All(Rows.Of(EngineRun.Run(shop, settings).Table("channel_value")), row => Assert.Contains(row["channel"]!, touched));
        }
    }

    private static long Number(string? text) => long.Parse(text!, CultureInfo.InvariantCulture);
}
