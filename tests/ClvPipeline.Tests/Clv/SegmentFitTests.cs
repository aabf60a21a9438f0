using Xunit;

namespace ClvPipeline.Tests.Clv;

/// <summary>Fits of segments: what they gain where segments differ, what they cost where they do not, and that each is the maximum that it says it is.</summary>
public class SegmentFitTests
{
    private const int Later = 365;
    private static readonly bool Long = Environment.GetEnvironmentVariable("CLV_LONG") == "1";
    private static readonly GammaGamma Spend = new(6, 4, 15);
    private static readonly PurchaseModel[] Apart = [new ParetoNbd(0.8, 30, 0.7, 400), new ParetoNbd(0.8, 60, 0.7, 200), new ParetoNbd(0.5, 100, 1.2, 150), new ParetoNbd(1.5, 60, 0.4, 300)];

    [Theory]
    [InlineData(1000, 1000, 1000, 1000)]
    [InlineData(4000, 2000, 1000, 500)]
    public void Where_segments_differ_the_total_of_each_is_forecast_far_better_than_by_one_fit(params int[] sizes)
    {
        var (pooled, own, _) = Errors(Apart, sizes, Long ? 25 : 6);
        // The pooled fit is off by 65 % of a segment's purchases, fits of their own by 8 %.
        Assert.True(own < 0.25 * pooled, $"pooled {pooled:P1}, own {own:P1}");
    }

    [Theory]
    [InlineData(1000, 1000, 1000, 1000)]
    [InlineData(4000, 2000, 1000, 500)]
    public void Where_they_do_not_the_totals_are_hardly_worse_and_mostly_the_same(params int[] sizes)
    {
        var (pooled, own, fitted) = Errors([.. Enumerable.Repeat(Apart[1], 4)], sizes, Long ? 25 : 12);
        Assert.True(own <= 1.05 * pooled, $"pooled {pooled:P2}, own {own:P2}");
        Assert.True(fitted <= 0.3, $"{fitted:P0} of the segments have fits of their own");
    }

    [Fact]
    public void A_fit_is_the_maximum_of_the_segment_s_likelihood_less_what_more_customers_like_all_would_take()
    {
        // Shops of which the second is so large that weeks are fitted first.
        foreach (var (customers, model) in new[] { (1500, PurchaseModelKind.MbgNbd), (30_000, PurchaseModelKind.ParetoNbd) })
        {
            PurchaseModel[] truths = [new ParetoNbd(0.8, 60, 0.7, 200), new ParetoNbd(0.8, 66, 0.7, 200)];
            TripletTable[] tables = [.. truths.Select((truth, i) => Table(SimulatedShop.Of(truth, Spend, customers, 5 + i, 730, 0)))];
            var all = TripletTable.Of(tables.SelectMany(Customers));
            var pooled = PurchaseFits.Fit(model, all);
            var own = PurchaseFits.OfSegments(model, pooled, all, tables);
            Assert.Equal(own.Select(fit => fit!.LogParameters), PurchaseFits.OfSegments(model, pooled, all, tables, threads: 3).Select(fit => fit!.LogParameters));
            var weight = Weight(model, pooled, all, tables);
            foreach (var (table, fit) in tables.Zip(own))
            {
                Assert.Equal(FitStatus.Shrunk, fit!.Status);
                Assert.Equal(PurchaseFits.LogLikelihood(model, table, fit.LogParameters), fit.LogLikelihood, 1e-9 * Math.Abs(fit.LogLikelihood));
                Assert.EndsWith(FormattableString.Invariant($"as by {weight:N0} more beside {table.TotalCustomers:N0}"), fit.Reason, StringComparison.Ordinal);
                var top = Value(fit.LogParameters);
                for (var i = 0; i < 4; i++)
                {
                    foreach (var by in new[] { -1e-3, 1e-3 })
                    {
                        var beside = (double[])fit.LogParameters.Clone();
                        beside[i] += by;
                        Assert.True(Value(beside) < top, $"{model}, parameter {i} by {by}");
                    }
                }

                double Value(double[] at)
                {
                    var information = SymmetricMatrix.Inverse(pooled.Covariance!)!;
                    double pull = 0;
                    for (var i = 0; i < 4; i++)
                        for (var j = 0; j < 4; j++) pull += (at[i] - pooled.LogParameters[i]) * information[i, j] / all.TotalCustomers * (at[j] - pooled.LogParameters[j]);
                    return PurchaseFits.LogLikelihood(model, table, at) - weight * pull / 2;
                }
            }
        }
    }

    [Fact]
    public void Spend_is_fitted_by_segment_too_and_alike_segments_spend_alike()
    {
        var (dear, cheap) = (SimulatedShop.Of(Apart[0], Spend, 1500, 1, 730, 0), SimulatedShop.Of(Apart[0], Spend with { V = 30 }, 1500, 2, 730, 0));
        SpendTable[] tables = [SpendOf(dear), SpendOf(cheap)];
        var all = SpendOf([.. dear, .. cheap]);
        var own = SpendFits.OfSegments(SpendFits.Fit(all, 0), all, tables);
        Assert.Equal(2, own[1]!.Model.PopulationMean / own[0]!.Model.PopulationMean, 0.2);
        var alike = SimulatedShop.Of(Apart[0], Spend, 1500, 3, 730, 0);
        var both = SpendOf([.. dear, .. alike]);
        Assert.Equal([null, null], SpendFits.OfSegments(SpendFits.Fit(both, 0), both, [SpendOf(dear), SpendOf(alike)]));
    }

    [Fact]
    public void A_segment_or_a_fit_that_says_nothing_has_the_fit_of_all()
    {
        var all = Table(SimulatedShop.Of(Apart[0], Spend, 3000, 1, 730, 0));
        var (pooled, empty) = (PurchaseFits.Fit(PurchaseModelKind.ParetoNbd, all), TripletTable.Of([]));
        Assert.Equal([null], PurchaseFits.OfSegments(PurchaseModelKind.ParetoNbd, pooled, all, [empty]));
        Assert.Equal([null], PurchaseFits.OfSegments(PurchaseModelKind.ParetoNbd, pooled, all, [all]));
        Assert.Empty(PurchaseFits.OfSegments(PurchaseModelKind.ParetoNbd, pooled, all, []));
        var few = Table(SimulatedShop.Of(Apart[0], Spend, 40, 1, 730, 0));
        Assert.Equal([null], PurchaseFits.OfSegments(PurchaseModelKind.ParetoNbd, PurchaseFits.Fit(PurchaseModelKind.ParetoNbd, few), few, [few]));
    }

    [Fact]
    public void Who_has_left_is_said_by_mbg_where_pareto_cannot_be_fitted_and_mbg_can()
    {
        var table = Table(SimulatedShop.Of(Apart[0], Spend, 1500, 1, 730, 0));
        var (pareto, mbg) = (PurchaseFits.Fit(PurchaseModelKind.ParetoNbd, table), PurchaseFits.Fit(PurchaseModelKind.MbgNbd, table));
        Assert.Same(pareto, FittedModels.Riskiest(pareto, () => throw new InvalidOperationException("not asked for")));
        Assert.Same(mbg, FittedModels.Riskiest(pareto with { Status = FitStatus.Simple }, () => mbg));
        Assert.Equal("pareto_nbd", FittedModels.Riskiest(pareto with { Status = FitStatus.Simple }, () => mbg with { Status = FitStatus.Simple }).Model.Name);
    }

    [Fact]
    public void A_cancelled_fit_or_forecast_ends_at_once()
    {
        var (table, stopped) = (Table(SimulatedShop.Of(Apart[0], Spend, 3000, 1, 730, 0)), new CancellationToken(canceled: true));
        var (purchases, spend) = (PurchaseFits.Fit(PurchaseModelKind.ParetoNbd, table), SpendFits.Fit(SpendOf(SimulatedShop.Of(Apart[0], Spend, 3000, 1, 730, 0)), 0));
        foreach (var kind in PurchaseFits.Kinds) Assert.Throws<OperationCanceledException>(() => PurchaseFits.Fit(kind, table, 1, stopped));
        Assert.Throws<OperationCanceledException>(() => SpendFits.Fit(SpendOf(SimulatedShop.Of(Apart[0], Spend, 3000, 1, 730, 0)), 0, 2, stopped));
        Assert.Throws<OperationCanceledException>(() => PurchaseFits.OfSegments(PurchaseModelKind.ParetoNbd, purchases, table, [table], 1, stopped));
        Assert.Throws<OperationCanceledException>(() => new Forecaster(purchases.Model, purchases.Model, new Horizon(36, 0.1)).Of(table, 1, stopped));
        Assert.Throws<OperationCanceledException>(() => new Outlook(table, purchases, spend, new Horizon(36, 0.1), cancellation: stopped));
    }

    /// <summary>Root mean square of what forecasts of segments' purchases are off by, and the share of segments with a fit of their own.</summary>
    private static (double Pooled, double Own, double Fitted) Errors(PurchaseModel[] truths, int[] sizes, int seeds)
    {
        double pooledError = 0, ownError = 0, fitted = 0;
        for (var seed = 0; seed < seeds; seed++)
        {
            var segments = truths.Select((truth, i) => SimulatedShop.Of(truth, Spend, sizes[i], seed * 10 + i, 730, Later)).ToArray();
            var all = Table([.. segments.SelectMany(customers => customers)]);
            var pooled = PurchaseFits.Fit(PurchaseModelKind.ParetoNbd, all);
            var own = PurchaseFits.OfSegments(PurchaseModelKind.ParetoNbd, pooled, all, [.. segments.Select(Table)]);
            foreach (var (customers, fit) in segments.Zip(own))
            {
                if (fit is not null) fitted++;
                var (off, offOwn) = (Off(pooled.Model, customers), Off((fit ?? pooled).Model, customers));
                (pooledError, ownError) = (pooledError + off * off, ownError + offOwn * offOwn);
            }
        }

        var n = (double)seeds * truths.Length;
        return (Math.Sqrt(pooledError / n), Math.Sqrt(ownError / n), fitted / n);

        static double Off(PurchaseModel model, SimulatedCustomer[] customers) => customers.Sum(c => model.ExpectedPurchases(c.Triplet, Later)) / customers.Sum(c => c.LaterPurchases) - 1;
    }

    /// <summary>The weight of the fit of all once more, with slopes from differences.</summary>
    private static double Weight(PurchaseModelKind kind, Fit<PurchaseModel> pooled, TripletTable all, TripletTable[] segments)
    {
        double squares = 0, chance = 0, size = 0;
        foreach (var segment in segments)
        {
            var slopes = new double[4];
            for (var i = 0; i < 4; i++) slopes[i] = (Moved(i, 1e-4) - Moved(i, -1e-4)) / 2e-4;
            double square = 0, n = segment.TotalCustomers, rest = 1 - n / all.TotalCustomers;
            for (var i = 0; i < 4; i++)
                for (var j = 0; j < 4; j++) square += slopes[i] * slopes[j] * pooled.Covariance![i, j];
            (squares, chance, size) = (squares + square * all.TotalCustomers / n, chance + 4 * rest, size + 4 * n * rest);

            double Moved(int i, double by)
            {
                var there = (double[])pooled.LogParameters.Clone();
                there[i] += by;
                return PurchaseFits.LogLikelihood(kind, segment, there);
            }
        }

        return size / (squares - chance - Math.Sqrt(2 * chance));
    }

    private static TripletTable Table(SimulatedCustomer[] customers) => TripletTable.Of(customers.Select(c => c.Triplet));

    private static IEnumerable<Triplet> Customers(TripletTable table) => Enumerable.Range(0, table.Count).SelectMany(i => Enumerable.Repeat(table[i], table.Customers[i]));

    private static SpendTable SpendOf(SimulatedCustomer[] customers) => SpendTable.Of(customers.Where(c => c.Triplet.Repeats > 0).Select(c => (c.Triplet.Repeats, c.RevenueMicros)));
}
