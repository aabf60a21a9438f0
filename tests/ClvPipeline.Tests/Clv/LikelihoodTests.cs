using Xunit;

namespace ClvPipeline.Tests.Clv;

/// <summary>Likelihoods over counted triplets: against those of single customers, their gradients against differences, and on any number of threads.</summary>
public class LikelihoodTests
{
    private static readonly GammaGamma Spend = new(6, 4, 15);

    private static readonly SimulatedCustomer[] Customers = SimulatedShop.Of(new ParetoNbd(0.8, 60, 0.7, 200), Spend, 6000, 11, 730, 0);

    private static readonly TripletTable Table = TripletTable.Of(Customers.Select(c => c.Triplet));

    private static readonly SpendTable Revenue = SpendTable.Of(Customers.Where(c => c.Triplet.Repeats > 0).Select(c => (c.Triplet.Repeats, c.RevenueMicros)));

    private static readonly double[][] Points = [[-0.2, 4.1, -0.4, 5.3], [-1.5, 2, -2, 0.5], [1.2, 6, 1, 1.5], [0.5, 3, 0.4, 3]];

    [Fact]
    public void Counted_triplets_are_as_likely_as_their_customers_one_by_one()
    {
        foreach (var at in Points)
        {
            foreach (var (likelihood, model) in Each(at))
                Assert.Equal(1, likelihood.Evaluate(at, new double[4]) / Customers.Sum(c => model.LogLikelihood(c.Triplet)), 1e-12);
            var spend = new GammaGamma(Math.Exp(at[0]), 1 + Math.Exp(at[1]), Math.Exp(at[2]));
            var expected = Customers.Where(c => c.Triplet.Repeats > 0).Sum(c => spend.LogLikelihood(c.Triplet.Repeats, c.RevenueMicros / 1e6 / c.Triplet.Repeats));
            Assert.Equal(1, new GammaGammaLikelihood(Revenue, 1).Evaluate(at.AsSpan(0, 3), new double[3]) / expected, 1e-12);
        }
    }

    [Fact]
    public void Gradients_are_what_differences_say()
    {
        foreach (var at in Points)
        {
            foreach (var likelihood in Each(at).Select(pair => pair.Likelihood).Append(new GammaGammaLikelihood(Revenue, 1)))
            {
                var n = likelihood.Parameters;
                var (point, gradient) = (at[..n], new double[n]);
                likelihood.Evaluate(point, gradient);
                for (var i = 0; i < n; i++)
                {
                    // Richardson's rule: the error of central differences of two widths, extrapolated away.
                    double Slope(double h) => (Moved(likelihood, point, i, h) - Moved(likelihood, point, i, -h)) / (2 * h);
                    var difference = (4 * Slope(1e-3) - Slope(2e-3)) / 3;
                    Assert.True(Math.Abs(difference - gradient[i]) <= 1e-7 * (Math.Abs(gradient[i]) + gradient.Max(Math.Abs) + 1), $"{likelihood.GetType().Name}, parameter {i} at {string.Join(' ', at)}: {gradient[i]:R}, by differences {difference:R}");
                }
            }
        }
    }

    [Fact]
    public void A_sum_has_the_same_bits_on_any_number_of_threads()
    {
        foreach (var kind in PurchaseFits.Kinds)
        {
            var (one, many) = (PurchaseFits.Fit(kind, Table, 1), PurchaseFits.Fit(kind, Table, 5));
            Assert.Equal(one.LogParameters, many.LogParameters);
            Assert.Equal(one.LogLikelihood, many.LogLikelihood);
            Assert.Equal(one.StandardErrors, many.StandardErrors);
        }

        Assert.Equal(SpendFits.Fit(Revenue, 0, 1).LogParameters, SpendFits.Fit(Revenue, 0, 5).LogParameters);
    }

    [Fact]
    public void Tables_do_not_depend_on_order_nor_on_how_customers_were_parted()
    {
        var (one, other, spends, otherSpends) = (new TripletCounter(), new TripletCounter(), new SpendCounter(), new SpendCounter());
        foreach (var (i, c) in Customers.Reverse().Index())
        {
            (i % 3 == 0 ? one : other).Add(c.Triplet);
            if (c.Triplet.Repeats > 0) (i % 3 == 0 ? spends : otherSpends).Add(c.Triplet.Repeats, c.RevenueMicros);
        }

        one.Add(other);
        spends.Add(otherSpends);
        var (table, spend) = (one.ToTable(), spends.ToTable());
        Assert.Equal(Enumerable.Range(0, Table.Count).Select(i => (Table[i], Table.Customers[i])), Enumerable.Range(0, table.Count).Select(i => (table[i], table.Customers[i])));
        Assert.Equal(Revenue.Revenue, spend.Revenue);
        Assert.Equal(6000, table.TotalCustomers);
        Assert.True(table.Count < 6000);
        Assert.All(Enumerable.Range(0, table.Count), i => Assert.Equal(i, table.IndexOf(table[i])));
    }

    [Theory]
    [InlineData(3, 2, 10)]
    [InlineData(1, 11, 10)]
    [InlineData(0, 1, 10)]
    [InlineData(-1, 0, 10)]
    [InlineData(0, 0, 3_000_000)]
    public void A_triplet_that_no_customer_can_have_is_refused(int x, int last, int age) => Assert.Throws<ArgumentException>(() => new TripletCounter().Add(new Triplet(x, last, age)));

    private static IEnumerable<(LikelihoodSum Likelihood, PurchaseModel Model)> Each(double[] at)
    {
        var p = at.Select(Math.Exp).ToArray();
        yield return (new BetaGeometricLikelihood(false, Table, 1), new BetaGeometricNbd(false, p[0], p[1], p[2], p[3]));
        yield return (new BetaGeometricLikelihood(true, Table, 1), new BetaGeometricNbd(true, p[0], p[1], p[2], p[3]));
        yield return (new ParetoLikelihood(Table, 1), new ParetoNbd(p[0], p[1], p[2], p[3]));
    }

    private static double Moved(LikelihoodSum likelihood, double[] at, int i, double by)
    {
        var there = (double[])at.Clone();
        there[i] += by;
        return likelihood.Evaluate(there, new double[there.Length]);
    }
}
