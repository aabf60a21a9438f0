using Xunit;

namespace ClvPipeline.Tests.Clv;

/// <summary>Fits of simulated shops find the parameters again; small and strange data give a defined result that says what it is.</summary>
public class FitLawTests
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("CLV_LONG") == "1";

    // In so many days that whole ones are as good as exact times.
    private static readonly PurchaseModel[] Truths = [new BetaGeometricNbd(false, 0.8, 5000, 0.9, 2.5), new BetaGeometricNbd(true, 1.2, 6000, 0.8, 2), new ParetoNbd(0.8, 6000, 0.9, 20_000)];

    private static readonly GammaGamma Spend = new(6, 4, 15);

    [Fact]
    public void Parameters_are_found_again_within_three_standard_errors()
    {
        var (inside, all, misses) = (0, 0, new List<string>());
        for (var seed = 0; seed < (Long ? 200 : 20); seed++)
        {
            foreach (var truth in Truths)
            {
                var customers = SimulatedShop.Of(truth, Spend, 1500, seed, 70_000, 0);
                var kind = PurchaseFits.Kinds.Single(kind => PurchaseFits.Name(kind) == truth.Name);
                Count(truth.Name, seed, PurchaseFits.Fit(kind, TripletTable.Of(customers.Select(c => c.Triplet))), [.. truth.Parameters.Select(p => Math.Log(p))]);
                if (truth is ParetoNbd)
                    Count("gamma_gamma", seed, SpendFits.Fit(SpendTable.Of(customers.Where(c => c.Triplet.Repeats > 0).Select(c => (c.Triplet.Repeats, c.RevenueMicros))), 0), [Math.Log(6), Math.Log(3), Math.Log(15)]);
            }
        }

        Assert.True(inside >= 0.97 * all, $"{inside} of {all}; outside: {string.Join("; ", misses)}");

        void Count<T>(string name, int seed, Fit<T> fit, double[] truth)
        {
            for (var i = 0; i < truth.Length; i++, all++)
            {
                var off = (fit.LogParameters[i] - truth[i]) / Math.Sqrt(fit.Covariance![i, i]);
                if (Math.Abs(off) <= 3) inside++;
                else misses.Add($"{name}, seed {seed}, parameter {i}: {off:0.0} standard errors ({fit.Reason})");
            }
        }
    }

    [Fact]
    public void In_days_and_in_weeks_the_forecasts_are_the_same()
    {
        // One list of weeks, read as days and as weeks: the unit changes nothing but itself.
        var customers = SimulatedShop.Of(new ParetoNbd(0.8, 9, 0.7, 28), Spend, 3000, 3, 104, 0).Select(c => c.Triplet).ToArray();
        var (weeks, days) = (TripletTable.Of(customers), TripletTable.Of(customers.Select(c => new Triplet(c.Repeats, 7 * c.AgeAtLastPurchaseDays, 7 * c.AgeDays))));
        foreach (var kind in PurchaseFits.Kinds)
        {
            var (inWeeks, inDays) = (PurchaseFits.Fit(kind, weeks), PurchaseFits.Fit(kind, days));
            Assert.Equal(FitStatus.Converged, inWeeks.Status);
            Assert.Equal(inWeeks.LogLikelihood - weeks.TotalRepeats * Math.Log(7), inDays.LogLikelihood, 1e-5);
            Assert.Equal(1, inDays.Model.R / inWeeks.Model.R, 1e-5);
            Assert.Equal(7, inDays.Model.Alpha / inWeeks.Model.Alpha, 1e-4);
            foreach (var c in customers.Take(300))
            {
                var later = new History(c.Repeats, 7 * c.AgeAtLastPurchaseDays, 7 * c.AgeDays);
                Assert.Equal(1, inDays.Model.ExpectedPurchases(later, 364) / inWeeks.Model.ExpectedPurchases(c, 52), 1e-4);
                Assert.Equal(1, inDays.Model.ProbabilityAlive(later) / inWeeks.Model.ProbabilityAlive(c), 1e-4);
            }
        }
    }

    [CdnowFact]
    public void Random_parts_of_cdnow_are_fitted_or_say_why_not()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            foreach (var size in new[] { 50, 100, 200 })
            {
                var customers = (Triplet[])[.. Cdnow.Triplets];
                new Random(seed).Shuffle(customers);
                foreach (var kind in PurchaseFits.Kinds) AssertDefined(kind, customers[..size], $"seed {seed}, {size} customers");
            }
        }
    }

    public static TheoryData<string> Strange => new(Shops.Keys);

    private static readonly Dictionary<string, Triplet[]> Shops = new()
    {
        ["nobody"] = [],
        ["one customer of today"] = [new(0, 0, 0)],
        ["one customer who came once"] = [new(0, 0, 400)],
        ["one customer who came back"] = [new(1, 30, 400)],
        ["a thousand who came once"] = [.. Enumerable.Range(0, 1000).Select(i => new Triplet(0, 0, i % 300))],
        ["a thousand of today"] = [.. Enumerable.Repeat(new Triplet(0, 0, 0), 1000)],
        ["a thousand alike"] = [.. Enumerable.Repeat(new Triplet(4, 200, 210), 1000)],
        ["a thousand who all came back today"] = [.. Enumerable.Repeat(new Triplet(1, 100, 100), 1000)],
        ["purchases every day"] = [.. Enumerable.Range(0, 120).Select(i => new Triplet(i, i, i))],
        ["a purchase every week, without fail"] = [.. Enumerable.Range(0, 600).Select(i => new Triplet(i / 7, i / 7 * 7, i))],
        ["everybody bought twice and was gone"] = [.. Enumerable.Range(0, 600).Select(i => new Triplet(1, 1, 400 + i))],
        ["a few who buy often among many who never do"] = [.. Enumerable.Range(0, 2000).Select(i => i % 40 == 0 ? new Triplet(300, 700, 700) : new Triplet(0, 0, 700))],
    };

    [Theory]
    [MemberData(nameof(Strange))]
    public void A_strange_shop_gives_a_defined_result(string shop)
    {
        foreach (var kind in PurchaseFits.Kinds) AssertDefined(kind, Shops[shop], shop);
    }

    [Fact]
    public void Strange_spend_gives_a_defined_result()
    {
        foreach (var spends in new (int, long)[][] { [], [(1, 0)], [(2, -5_000_000)], [(1, 10_000_000)], [.. Enumerable.Repeat((2, 20_000_000L), 500)], [.. Enumerable.Range(1, 500).Select(i => (i, i * 10_000_000L))], [.. Enumerable.Range(1, 500).Select(i => (1, (long)i * i * i * i))] })
        {
            foreach (var fallback in new[] { 0.0, 25 })
            {
                var fit = SpendFits.Fit(SpendTable.Of(spends), fallback);
                Assert.NotEqual("", fit.Reason);
                Assert.All(fit.Model.Parameters, p => Assert.True(double.IsFinite(p) && p > 0, $"{spends.Length} customers: {fit.Reason} {fit.Model}"));
                Assert.True(fit.Model.Q > 1);
                foreach (var (x, m) in new[] { (0, 0.0), (0, -3.0), (1, 0.0), (1, -10.0), (5, 1e6), (3, 12.0) }) Assert.InRange(fit.Model.ExpectedSpend(x, m), 0, 1e7);
            }
        }

        Assert.Equal(25, SpendFits.Fit(SpendTable.Of([]), 25).Model.PopulationMean, 1e-9);
        Assert.Equal(0, SpendFits.Fit(SpendTable.Of([]), 0).Model.PopulationMean, 1e-6);
        Assert.Equal((1, 1), (SpendTable.Of([(1, 0), (1, 5)]).Count, SpendTable.Of([(1, 0), (1, 5)]).LeftOut));
    }

    private static void AssertDefined(PurchaseModelKind kind, Triplet[] customers, string what)
    {
        var (table, horizon) = (TripletTable.Of(customers), new Horizon(36, 0.1));
        var fit = PurchaseFits.Fit(kind, table);
        var said = $"{PurchaseFits.Name(kind)}, {what}: {fit.Status}, {fit.Reason}, {string.Join(' ', fit.Model.Parameters)}";
        Assert.True(fit.Model.Parameters.All(p => double.IsFinite(p) && p > 0) && double.IsFinite(fit.LogLikelihood) && fit.Reason != "", said);
        Assert.True(fit.StandardErrors?.All(double.IsFinite) ?? fit.Status is FitStatus.Simple or FitStatus.NoHistory, said);
        Assert.Equal((said, table.Repeaters < 200), (said, fit.Status is not (FitStatus.Converged or FitStatus.AtBoundary) || table.Repeaters < 200));
        var outlook = new Outlook(table, fit, SpendFits.Fit(SpendTable.Of([]), 20), horizon);
        var (year, five) = (new Forecaster(fit.Model, fit.Model, new Horizon(12, 0.1)).Of(table), new Forecaster(fit.Model, fit.Model, new Horizon(60, 0.1)).Of(table));
        foreach (var (i, forecast) in new Forecaster(fit.Model, fit.Model, horizon).Of(table).Index())
        {
            var (in12, in60) = (year[i].ExpectedPurchases, five[i].ExpectedPurchases);
            Assert.True(forecast.ProbabilityAlive is >= 0 and <= 1, $"{said}: {table[i]} {forecast}");
            foreach (var number in new[] { forecast.ExpectedPurchases, forecast.DiscountedPurchases, in12, in60, forecast.DiscountedIfAlive })
                Assert.True(double.IsFinite(number) && number >= 0, $"{said}: {table[i]} {forecast}");
            Assert.True(forecast.DiscountedPurchases <= forecast.ExpectedPurchases * (1 + 1e-12) && in12 <= in60 * (1 + 1e-12), $"{said}: {table[i]} {forecast}");
            var (purchases, profit) = (outlook.Purchases(i).Interval, outlook.Profit(i, 20, 0.4).Interval);
            Assert.True(purchases.Low >= 0 && purchases.Low <= purchases.High && double.IsFinite(purchases.High), $"{said}: {table[i]} {purchases}");
            Assert.True(profit.Low >= 0 && profit.Low <= profit.High && double.IsFinite(profit.High), $"{said}: {table[i]} {profit}");
        }
    }
}
