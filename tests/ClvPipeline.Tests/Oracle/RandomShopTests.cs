using Xunit;
using Xunit.Abstractions;

namespace ClvPipeline.Tests.Oracle;

public class RandomShopTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_feature_occurs_among_200_shops()
    {
        var counter = new FeatureCounter();
        for (var seed = 1; seed <= 200; seed++) Features.Count(RandomShop.Make(seed), counter);
        foreach (var (feature, shops) in counter.Counts) output.WriteLine($"{shops,4}  {feature}");
        Assert.DoesNotContain(counter.Counts, feature => feature.Value == 0);
    }

    [Fact]
    public void The_seed_alone_decides_the_shop()
    {
        var (_, first, settings) = RandomShop.Make(7);
        var (_, second, again) = RandomShop.Make(7);
        Assert.Equal(first.Touches, second.Touches);
        Assert.Equal(first.Orders, second.Orders);
        Assert.Equal(first.Customers, second.Customers);
        Assert.Equal(settings.Modes, again.Modes);
        Assert.Equal(settings.Models, again.Models);
    }

    [Fact]
    public void The_oracle_keeps_the_law_exactly()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var result = Oracle.Compute(shop, settings);
            foreach (var cells in result.Cells.GroupBy(pair => (pair.Key.Mode, pair.Key.Model, pair.Key.CohortMonth, pair.Key.Segment)))
            {
                var buyers = result.Customers.Where(buyer => (buyer.CohortMonth, buyer.Segment) == (cells.Key.CohortMonth, cells.Key.Segment)).ToList();
                Law(seed, buyers.Count * 1_000_000L, cells.Select(cell => cell.Value.Customers));
                Law(seed, buyers.Sum(buyer => buyer.Orders.Count) * 1_000_000L, cells.Select(cell => cell.Value.Orders));
                Law(seed, buyers.Sum(buyer => buyer.Revenue), cells.Select(cell => cell.Value.Revenue));
                Law(seed, buyers.Sum(buyer => buyer.Clv), cells.Select(cell => cell.Value.Clv));
            }
            foreach (var mode in settings.Modes)
                Law(seed, result.Customers.Sum(buyer => buyer.Clv), result.Paths.Where(path => path.Key.Mode == mode.Name).Select(path => path.Value.Clv));
            Assert.Equal(shop.Touches.Count, result.Intake.Where(pair => pair.Key.Dataset == "touchpoints").Sum(pair => pair.Value));
        }
    }

    [Fact]
    public void The_order_of_rows_changes_nothing()
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var there = Oracle.Compute(shop, settings);
            var back = Oracle.Compute(shop with { Touches = [.. shop.Touches.Reverse()], Orders = [.. shop.Orders.Reverse()], Customers = shop.Customers?.Reverse().ToList() }, settings);
            Assert.Equal(there.Intake.OrderBy(pair => pair.Key), back.Intake.OrderBy(pair => pair.Key));
            Assert.Equal(there.ProfitWithoutPurchase, back.ProfitWithoutPurchase);
            Assert.Equal(there.Cells.Count, back.Cells.Count);
            Assert.All(there.Cells, cell => Assert.True(cell.Value.Clv.Exact == back.Cells[cell.Key].Clv.Exact, $"seed {seed}: {cell.Key}"));
            Assert.All(there.Paths, path => Assert.Equal(path.Value.Journeys, back.Paths[path.Key].Journeys));
        }
    }

    private static void Law(int seed, long value, IEnumerable<Measure> credits)
    {
        var sum = credits.Aggregate(Fraction.Zero, (total, measure) => total + measure.Exact);
        Assert.True(sum == value, $"seed {seed}: {sum} of {value}");
    }
}
