using System.Globalization;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Laws;
using ClvPipeline.Tests.Oracle;
using ClvPipeline.Tests.Storage;
using Xunit;

namespace ClvPipeline.Tests.Clv;

/// <summary>Predicted value through the whole line.</summary>
public class PredictedRunTests
{
    private static readonly string[] Models = ["mbg_nbd", "bg_nbd", "pareto_nbd", "auto"];

    [Fact]
    public void Every_sum_reconciles_and_neither_threads_nor_memory_change_a_byte()
    {
        using var folder = new TempFolder();
        var predicted = 0;
        for (var seed = 1; seed <= 40; seed++)
        {
            var ((_, shop, settings), model) = (RandomShop.Make(seed), Models[seed % Models.Length]);
            var one = EngineRun.Run(MemoryDataset.Inputs(shop, settings, new Layout()), settings, model: model);
            Assert.All(one.Check().Where(check => !check.Name.StartsWith("rejected_share", StringComparison.Ordinal)), check => Assert.True(check.Passed, $"seed {seed}, {model}: {check}"));
            var other = EngineRun.Run(MemoryDataset.Inputs(shop, settings, new Layout(seed, 5)), settings, 8, 4, new SpillFiles(folder.Path), model);
            Assert.True(Rows.Everything(one) == Rows.Everything(other), $"seed {seed}, {model}: threads, memory or layout changed a result");
            if (one.Totals.ExpectedProfit != 0) predicted++;
        }

        Assert.True(predicted >= 30, $"{predicted} shops with an expected profit");
    }

    [Fact]
    public void What_stands_in_a_customer_s_row_multiplies_to_its_value()
    {
        var customers = 0;
        for (var seed = 1; seed <= 24; seed++)
        {
            var ((_, shop, settings), model) = (RandomShop.Make(seed), Models[seed % Models.Length]);
            foreach (var row in Rows.Of(EngineRun.Run(MemoryDataset.Inputs(shop, settings, new Layout()), settings, model: model).Table("customer_value")))
            {
                customers++;
                double Real(string name) => double.Parse(row[name]!, CultureInfo.InvariantCulture);
                var (spend, purchases, margin) = (Real("expected_spend"), Real("discounted_purchases"), Real("margin_rate"));
                var where = $"seed {seed}, {model}, customer {row["customer_id"]}";
                Assert.True(new[] { spend, purchases, margin, Real("p_alive"), Real("expected_purchases") }.All(double.IsFinite), where);
                Assert.InRange(Real("p_alive"), 0, 1);
                Assert.True(purchases >= 0 && spend >= 0 && purchases <= Real("expected_purchases"), where);
                Assert.True(Math.Abs(Real("expected_profit") - margin * spend * purchases * 1e6) <= 1, where);
                Assert.True(Math.Abs(Real("expected_revenue") - spend * purchases * 1e6) <= 1, where);
                Assert.Equal(Real("clv"), Real("historic_profit") + Real("expected_profit"));
                Assert.True(Real("clv_low") <= Real("clv") && Real("clv") <= Real("clv_high"), where);
                Assert.Contains(row["status"], new[] { "lost", "at_risk", "slipping", "new", "active" });
                Assert.True(Real("days_overdue") >= 0 && Real("max_retention_spend") >= 0, where);
            }
        }

        Assert.True(customers > 300, $"{customers} customers");
    }

    [Theory]
    [InlineData("bg_nbd")]
    [InlineData("auto")]
    public void A_shop_with_hardly_any_history_has_a_value_and_says_what_it_rests_on(string model)
    {
        // One customer, once, on the as-of day itself.
        var at = new DateTimeOffset(2026, 10, 31, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;
        var shop = new Shop { CustomerIds = IdKind.Integer, OrderIds = IdKind.Integer, Touches = [], Orders = [new OrderRow(Id.Of(1L), Id.Of(1L), at, 100)] };
        var settings = new OracleSettings { AsOf = new DateOnly(2026, 10, 31), GrossMargin = 0.4m };
        var results = EngineRun.Run(MemoryDataset.Inputs(shop, settings, new Layout()), settings, model: model);
        Assert.Equal("40000000", Assert.Single(Rows.Of(results.Table("customer_value")))["historic_profit"]);
        Assert.All(Rows.Of(results.Table("model_fit")), row => Assert.Contains(row["status"], new[] { "simple", "no_history", "weak_data" }));

        // Nobody at all.
        results = EngineRun.Run(MemoryDataset.Inputs(shop with { Orders = [] }, settings, new Layout()), settings, model: model);
        Assert.Equal(0, results.Table("customer_value").Rows);
    }

    [CdnowFact]
    public void The_CDNOW_sample_fits_through_the_whole_line_as_published()
    {
        var settings = new OracleSettings { AsOf = new DateOnly(1997, 9, 30), GrossMargin = 0.3m };
        foreach (var model in Published.Keys) AssertPublished(model, EngineRun.Run(MemoryDataset.Inputs(Cdnow.Shop(), settings, new Layout()), settings, model: model).Table("model_fit"));
    }

    // Eight customers whose only purchase was of 0.00 are no buyers (reference README).
    private static readonly Dictionary<string, (double LogLikelihood, double[] Parameters)> Published = new() { ["bg_nbd"] = (-9578.1966, [0.24390, 4.4224, 0.79251, 2.4229]), ["mbg_nbd"] = (-9577.9820, []) };

    /// <summary>That a model was fitted to the CDNOW sample as others have fitted it.</summary>
    internal static void AssertPublished(string model, ResultTable fits)
    {
        var (logLikelihood, parameters) = Published[model];
        var fit = Rows.Of(fits).Where(row => row["model"] == model).ToList();
        Assert.All(fit, row => Assert.Equal("converged", row["status"]));
        var values = fit.Select(row => double.Parse(row["value"]!, CultureInfo.InvariantCulture)).ToArray();
        foreach (var (i, published) in parameters.Index()) Assert.Equal(published, values[i] / (i == 1 ? 7 : 1), 1e-3 * published);
        // From days to weeks each purchase is seven times as likely per unit of time.
        var weeks = double.Parse(fit[0]["log_likelihood"]!, CultureInfo.InvariantCulture) + Cdnow.Table.TotalRepeats * Math.Log(7);
        Assert.Equal(logLikelihood, weeks, 1e-3);
    }
}
