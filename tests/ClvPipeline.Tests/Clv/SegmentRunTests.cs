using System.Globalization;
using ClvPipeline.Tests.Laws;
using ClvPipeline.Tests.Oracle;
using Xunit;

namespace ClvPipeline.Tests.Clv;

/// <summary>Fits of segments through the whole line.</summary>
public class SegmentRunTests
{
    private static readonly OracleSettings Settings = new() { AsOf = new DateOnly(2026, 6, 30), GrossMargin = 0.4m };

    [Theory]
    [InlineData("mbg_nbd")]
    [InlineData("pareto_nbd")]
    public void Customers_are_forecast_by_the_fit_of_their_segment(string model)
    {
        var shop = Make([("often", 20, 500), ("seldom", 120, 500), ("few", 12, 60)]);
        var results = LeavingShop.Run(shop, Settings, model);
        var fits = Rows.Of(results.Table("model_fit")).ToList();
        Assert.Equal(["(all)", "often", "seldom"], fits.Select(row => row["segment"]).Distinct());
        foreach (var segment in fits.GroupBy(row => row["segment"]))
        {
            // Every segment with one fit of its own has all of them here, as these differ in what they buy and in what they spend.
            Assert.Equal(model == "pareto_nbd" ? 7 : 11, segment.Count());
            Assert.All(segment, row => Assert.Equal(segment.Key == "(all)" ? "converged" : "shrunk", row["status"]));
        }

        // 60 customers are too few: they have the fit of all, as the customers of no segment have.
        foreach (var (customer, segment) in new[] { (1, "often"), (3, "often"), (501, "seldom"), (777, "seldom"), (1001, "(all)"), (1003, "(all)") })
        {
            var explained = Pipeline.Explain(MemoryDataset.Inputs(shop, Settings, new Layout()), EngineRun.Settings(Settings, model), Settings.AsOf, customer.ToString(CultureInfo.InvariantCulture), new RunOptions(1), Silent.Instance, CancellationToken.None)!.Forecast!;
            double[] p = [.. fits.Where(row => row["segment"] == segment && row["model"] == model).Take(4).Select(row => double.Parse(row["value"]!, CultureInfo.InvariantCulture))];
            PurchaseModel fitted = model == "pareto_nbd" ? new ParetoNbd(p[0], p[1], p[2], p[3]) : new BetaGeometricNbd(true, p[0], p[1], p[2], p[3]);
            var history = new History(explained.Repeats, explained.AgeAtLastPurchaseDays, explained.AgeDays);
            Assert.Equal(1, explained.ExpectedPurchases / fitted.ExpectedPurchases(history, 36 * Horizon.DaysPerMonth), 1e-9);
            var row = Rows.Of(results.Table("customer_value")).Single(row => row["customer_id"] == $"{customer}");
            Assert.Equal(explained.ExpectedPurchases.ToString("R", CultureInfo.InvariantCulture), double.Parse(row["expected_purchases"]!, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture));
            Assert.Equal(explained.ExpectedRevenue, long.Parse(row["expected_revenue"]!, CultureInfo.InvariantCulture));
            Assert.Equal(segment == "(all)", !explained.Model.Fit.Contains("shrunk", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_same_bytes_come_out_whatever_threads_and_layout_and_pooled_knows_no_segments()
    {
        var shop = Make([("often", 12, 400), ("seldom", 120, 400), ("few", 12, 60)]);
        RunSettings With(RunSettings run) => run with { CustomerHorizon = true };
        var one = LeavingShop.Run(shop, Settings, "auto", With);
        Assert.Equal(Rows.Everything(one), Rows.Everything(LeavingShop.Run(shop, Settings, "auto", With, 8, 4, new Layout(1, 5))));
        Assert.All(Reconciliation.Check(one), check => Assert.True(check.Passed, check.Name));
        var pooled = LeavingShop.Run(shop, Settings, "auto", run => run with { Clv = run.Clv with { Fits = "pooled" } });
        Assert.Equal(["(all)"], Rows.Of(pooled.Table("model_fit")).Select(row => row["segment"]).Distinct());
        Assert.Equal(Rows.Of(pooled.Table("model_fit")).Select(row => row["value"]), Rows.Of(one.Table("model_fit")).Where(row => row["segment"] == "(all)").Select(row => row["value"]));
    }

    [Fact]
    public void Tenths_of_the_backtest_hold_as_many_customers_each_and_add_up_to_it()
    {
        var results = LeavingShop.Run(Make([("often", 12, 400), ("seldom", 120, 400)]), Settings, "auto");
        var tenths = Rows.Of(results.Table("backtest_calibration")).ToLookup(row => row["model"]);
        var whole = Rows.Of(results.Table("backtest")).ToList();
        Assert.Equal(4, whole.Count);
        foreach (var test in whole)
        {
            var own = tenths[test["model"]].ToList();
            Assert.Equal(Enumerable.Range(1, 10).Select(i => $"{i}"), own.Select(row => row["decile"]));
            Assert.All(own, row => Assert.Equal(Number(test, "customers") / 10, Number(row, "customers"), 1e-6));
            Assert.Equal(Number(test, "expected_purchases"), own.Sum(row => Number(row, "customers") * Number(row, "expected_purchases")), 1e-6 * Number(test, "expected_purchases"));
            Assert.Equal(Number(test, "actual_purchases"), own.Sum(row => Number(row, "customers") * Number(row, "actual_purchases")), 1e-6 * Number(test, "actual_purchases"));
            Assert.Equal(own.Select(row => Number(row, "expected_purchases")).Order(), own.Select(row => Number(row, "expected_purchases")));
        }

        Assert.Empty(Rows.Of(LeavingShop.Run(Make([("often", 12, 40)]), Settings, "mbg_nbd").Table("backtest_calibration")));

        static double Number(Dictionary<string, string?> row, string column) => double.Parse(row[column]!, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Of_many_segments_the_largest_have_fits_of_their_own_and_of_countless_small_ones_none()
    {
        var many = Make([.. Enumerable.Range(0, SegmentFits.Most + 6).Select(i => ($"s{i:00}", i % 2 == 0 ? 10.0 : 60, 420 + i)), .. Enumerable.Range(0, 2000).Select(i => ($"single {i}", 30.0, 1))]);
        var segments = Rows.Of(LeavingShop.Run(many, Settings, "mbg_nbd").Table("model_fit")).Select(row => row["segment"]).Distinct().Skip(1).ToList();
        Assert.Equal(Enumerable.Range(6, SegmentFits.Most).Select(i => $"s{i:00}"), segments);
    }

    /// <summary>Customers of segments who buy about every so many days until they leave, early or late.</summary>
    private static Shop Make(IReadOnlyList<(string Segment, double Gap, int Customers)> segments)
    {
        var (random, orders, customers) = (new Random(4), new List<OrderRow>(), new List<CustomerRow>());
        foreach (var (segment, gap, count) in segments)
        {
            for (var i = 0; i < count; i++)
            {
                var id = LeavingShop.IdOf(IdKind.Integer, customers.Count);
                customers.Add(new CustomerRow(id, segment));
                var (own, leaves, bought) = (gap * -2 / Math.Log(Unit() * Unit()), Math.Pow(Unit(), 3), 0);
                for (double day = random.Next(600); day < 720; day += Math.Max(1, -own * Math.Log(Unit())))
                {
                    orders.Add(new OrderRow(LeavingShop.IdOf(IdKind.Integer, orders.Count), id, LeavingShop.At(720 - day), Math.Round((20 + 80 * random.NextDouble()) * (gap > 50 ? 3 : 1), 2), null));
                    if (++bought > 1 && random.NextDouble() < leaves) break;
                }
            }
        }

        return LeavingShop.Of(IdKind.Integer, [.. orders], [.. customers]);

        double Unit() => 1 - random.NextDouble();
    }
}
