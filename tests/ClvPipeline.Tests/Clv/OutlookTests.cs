using Xunit;

namespace ClvPipeline.Tests.Clv;

/// <summary>Predictive intervals of simulated shops, fitted, hold what comes as often as they say. All seeds are fixed.</summary>
public class OutlookTests
{
    private const int Customers = 40_000, Segments = 200, Seed = 21;
    private static readonly GammaGamma Spend = new(4, 3.5, 20);
    private static readonly Horizon Year = new(12, 0);

    private static readonly Dictionary<string, PurchaseModel> Truths = new()
    {
        ["bg_nbd"] = new BetaGeometricNbd(false, 0.8, 60, 0.8, 3), ["mbg_nbd"] = new BetaGeometricNbd(true, 1.2, 70, 0.6, 2), ["pareto_nbd"] = new ParetoNbd(0.8, 60, 0.7, 250),
    };

    public static TheoryData<string> Models => new(Truths.Keys);

    [Theory]
    [MemberData(nameof(Models))]
    public void Intervals_hold_the_purchases_and_the_profit_of_segments_and_customers(string name)
    {
        var (customers, table, fit, spend) = Shop(name, Customers, Seed);
        var outlook = new Outlook(table, fit, spend, Year, threads: 2);
        var (inCustomer, inProfit) = (0, 0);
        var segments = Enumerable.Range(0, Segments).Select(_ => (Purchases: new SegmentOutlook(), Profit: new SegmentOutlook(), Bought: new double[2])).ToArray();
        foreach (var (i, customer) in customers.Index())
        {
            var (x, at) = (customer.Triplet.Repeats, table.IndexOf(customer.Triplet));
            var (purchases, profit) = (outlook.Purchases(at), outlook.Profit(at, x == 0 ? 0 : customer.RevenueMicros / 1e6 / x, 0.4));
            if (customer.LaterPurchases >= purchases.Interval.Low && customer.LaterPurchases <= purchases.Interval.High) inCustomer++;
            if (0.4 * customer.LaterRevenue >= profit.Interval.Low && 0.4 * customer.LaterRevenue <= profit.Interval.High) inProfit++;
            var segment = segments[i % Segments];
            segment.Purchases.Add(purchases);
            segment.Profit.Add(profit);
            segment.Bought[0] += customer.LaterPurchases;
            segment.Bought[1] += 0.4 * customer.LaterRevenue;
        }

        Range($"customers' purchases, {name}", inCustomer / (double)Customers, 0.90, 0.99);
        Range($"customers' profit, {name}", inProfit / (double)Customers, 0.90, 0.99);
        Range($"segments' purchases, {name}", segments.Count(s => Holds(outlook.Sum(s.Purchases), s.Bought[0])) / (double)Segments, 0.80, 0.97);
        Range($"segments' profit, {name}", segments.Count(s => Holds(outlook.Sum(s.Profit), s.Bought[1])) / (double)Segments, 0.80, 0.97);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void What_comes_is_spread_evenly_over_the_predictive_distribution(string name)
    {
        // The randomised probability integral transform (Czado, Gneiting and Held 2009) in ten bins.
        var (customers, _, fit, _) = Shop(name, 12_000, Seed + 1);
        var (random, bins, memo) = (new Random(Seed), new int[10], new Dictionary<(int, int), CountDistribution>());
        foreach (var customer in customers)
        {
            var (x, age) = (customer.Triplet.Repeats, customer.Triplet.AgeDays);
            if (!memo.TryGetValue((x, age), out var counts)) memo.Add((x, age), counts = fit.Model.IfAlive(x).Counts(age, Year.Days, 1e-4));
            var alive = fit.Model.ProbabilityAlive(customer.Triplet);
            var (below, upTo) = (counts.Cumulative(customer.LaterPurchases - 1, alive), counts.Cumulative(customer.LaterPurchases, alive));
            bins[Math.Clamp((int)(10 * (below + random.NextDouble() * (upTo - below))), 0, 9)]++;
        }

        Assert.All(bins, bin => Range($"a bin of {string.Join(' ', bins)}, {name}", bin / 12_000.0, 0.08, 0.12));
    }

    [Fact]
    public void Not_knowing_the_parameters_widens_an_interval()
    {
        var (customers, table, fit, spend) = Shop("mbg_nbd", 400, Seed);
        var (unsure, sure) = (new Outlook(table, fit, spend, Year), new Outlook(table, fit with { Covariance = null }, spend with { Covariance = null }, Year));
        var (wide, narrow) = (new SegmentOutlook(), new SegmentOutlook());
        foreach (var customer in customers)
        {
            var at = table.IndexOf(customer.Triplet);
            var (one, other) = (unsure.Profit(at, 20, 0.4), sure.Profit(at, 20, 0.4));
            Assert.True(one.Interval.High >= other.Interval.High && one.Interval.Expected == other.Interval.Expected, $"seed {Seed}: {customer.Triplet}");
            wide.Add(one);
            narrow.Add(other);
        }

        Assert.True(unsure.Sum(wide).High > 1.02 * sure.Sum(narrow).High, $"seed {Seed}");
        Assert.Equal(400, wide.Customers);
    }

    [Fact]
    public void The_sum_of_a_segment_does_not_depend_on_order_and_its_expectation_is_the_forecasts()
    {
        var (customers, table, fit, spend) = Shop("bg_nbd", 1000, Seed);
        var outlook = new Outlook(table, fit, spend, new Horizon(36, 0.1));
        var (forth, one, other) = (new SegmentOutlook(), new SegmentOutlook(), new SegmentOutlook());
        foreach (var customer in customers) forth.Add(outlook.Profit(table.IndexOf(customer.Triplet), 20, 0.4));
        foreach (var (i, customer) in customers.Reverse().Index()) (i % 3 == 0 ? one : other).Add(outlook.Profit(table.IndexOf(customer.Triplet), 20, 0.4));
        one.Add(other);
        Assert.Equal(outlook.Sum(forth), outlook.Sum(one));
        var forecasts = new Forecaster(fit.Model, fit.Model, new Horizon(36, 0.1)).Of(table);
        var expected = customers.Sum(c => 0.4 * spend.Model.ExpectedSpend(c.Triplet.Repeats, 20) * forecasts[table.IndexOf(c.Triplet)].DiscountedPurchases);
        Assert.Equal(1, outlook.Sum(one).Expected / expected, 1e-9);
    }

    private static (SimulatedCustomer[] Customers, TripletTable Table, Fit<PurchaseModel> Fit, Fit<GammaGamma> Spend) Shop(string name, int size, int seed)
    {
        var customers = SimulatedShop.Of(Truths[name], Spend, size, seed, 730, 365);
        var table = TripletTable.Of(customers.Select(c => c.Triplet));
        var spend = SpendTable.Of(customers.Where(c => c.Triplet.Repeats > 0).Select(c => (c.Triplet.Repeats, c.RevenueMicros)));
        return (customers, table, PurchaseFits.Fit(PurchaseFits.Kinds.Single(kind => PurchaseFits.Name(kind) == name), table, 2), SpendFits.Fit(spend, 0));
    }

    private static bool Holds(Interval interval, double value) => value >= interval.Low && value <= interval.High;

    private static void Range(string what, double value, double low, double high) => Assert.True(value >= low && value <= high, $"{what}: {value:0.000}, seed {Seed}");
}
