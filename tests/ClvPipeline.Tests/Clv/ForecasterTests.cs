using Xunit;

namespace ClvPipeline.Tests.Clv;

/// <summary>Forecasts of many customers at once.</summary>
public class ForecasterTests
{
    private static readonly ParetoNbd Pareto = new(0.8, 60, 0.7, 200);
    private static readonly Horizon Horizon = new(36, 0.1);

    [Fact]
    public void A_forecast_has_the_same_bits_alone_and_among_all_and_is_what_the_models_say()
    {
        var table = TripletTable.Of(SimulatedShop.Of(Pareto, new GammaGamma(6, 4, 15), 3000, 5, 730, 0).Select(c => c.Triplet));
        foreach (var model in new PurchaseModel[] { Pareto, new BetaGeometricNbd(true, 1.2, 65, 0.43, 1.1), new BetaGeometricNbd(false, 0.43, 32, 0.57, 4) })
        {
            var forecaster = new Forecaster(model, Pareto, Horizon);
            var (all, again) = (forecaster.Of(table), forecaster.Of(table, 3));
            Assert.Equal(all, again);
            for (var i = 0; i < table.Count; i += 17)
            {
                Assert.Equal(forecaster.Of(table[i]), all[i]);
                Assert.Equal(Pareto.ProbabilityAlive(table[i]), all[i].ProbabilityAlive);
                Near(model.ExpectedPurchases(table[i], Horizon.Days), all[i].ExpectedPurchases);
                foreach (var (months, days) in new[] { (12, 365.25), (24, 730.5), (36, 36 * Horizon.DaysPerMonth), (60, 5 * 365.25) })
                    Near(model.ExpectedPurchases(table[i], days), new Forecaster(model, Pareto, new Horizon(months, 0.1)).Of(table[i]).ExpectedPurchases);
                Near(model.DiscountedPurchases(table[i], Horizon), all[i].DiscountedPurchases);
                Near(all[i].DiscountedPurchases, all[i].DiscountedIfAlive * model.ProbabilityAlive(table[i]));
            }
        }
    }

    [Fact]
    public void Without_a_horizon_nothing_is_expected_and_without_a_discount_months_add_up()
    {
        var triplet = new Triplet(3, 100, 200);
        Assert.Equal((0.0, 0.0), (new Forecaster(Pareto, Pareto, new Horizon(0, 0.1)).Of(triplet).ExpectedPurchases, new Forecaster(Pareto, Pareto, new Horizon(0, 0.1)).Of(triplet).DiscountedPurchases));
        var plain = new Forecaster(Pareto, Pareto, new Horizon(36, 0)).Of(triplet);
        Near(plain.ExpectedPurchases, plain.DiscountedPurchases);
    }

    [CdnowFact]
    public void Discounting_by_months_agrees_with_the_reference_of_another_program()
    {
        // Its parameters are the published fits in weeks; its months are discounted from their middles too.
        var (bg, pareto) = (Scaled("bgnbd", p => new BetaGeometricNbd(false, p[0], 7 * p[1], p[2], p[3])), Scaled("pnbd", p => new ParetoNbd(p[0], 7 * p[1], p[2], 7 * p[3])));
        foreach (var row in Csv.Shared("clv", "reference_semantics_cdnow_sample.csv"))
        {
            var history = new History((int)row["x"], 7 * row["t_x"], 7 * row["T"]);
            Assert.Equal(row["pnbd_p_alive"], pareto.ProbabilityAlive(history), 1e-4);
            Assert.Equal(row["bgnbd_p_alive"], bg.ProbabilityAlive(history), 1e-4);
            Assert.Equal(1, bg.DiscountedPurchases(history, new Horizon(12, 0)) / row["bgnbd_DET_12m_none"], 0.005);
            Assert.Equal(1, pareto.DiscountedPurchases(history, new Horizon(12, 0)) / row["pnbd_DET_12m_none"], 0.005);
        }

        static PurchaseModel Scaled(string name, Func<double[], PurchaseModel> build) => build([.. Cdnow.Published(name).Parameters.Select(p => p.Value)]);
    }

    private static void Near(double expected, double found) => Assert.True(Math.Abs(expected - found) <= 1e-10 * Math.Abs(expected), $"expected {expected:R}, found {found:R}");
}
