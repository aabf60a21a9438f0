using Xunit;

namespace ClvPipeline.Tests.Clv;

/// <summary>Fits of so many triplets that those rounded to weeks are fitted first.</summary>
public class NearFitTests
{
    [Theory]
    [InlineData(nameof(PurchaseModelKind.MbgNbd))]
    [InlineData(nameof(PurchaseModelKind.ParetoNbd))]
    public void The_maximum_is_that_of_the_days_and_not_of_the_weeks(string name)
    {
        var kind = Enum.Parse<PurchaseModelKind>(name);
        var table = TripletTable.Of(SimulatedShop.Of(new ParetoNbd(0.8, 60, 0.7, 200), new GammaGamma(6, 4, 15), 45_000, 7, 730, 1).Select(customer => customer.Triplet));
        Assert.True(table.Count > PurchaseFits.Many, $"{table.Count} triplets");
        var rounded = table.Rounded(7);
        Assert.True(rounded.Count < table.Count && rounded.TotalCustomers == table.TotalCustomers && rounded.TotalRepeats == table.TotalRepeats, $"{rounded.Count} rounded triplets");
        var fit = PurchaseFits.Fit(kind, table, 2);
        Assert.Equal(FitStatus.Converged, fit.Status);
        Assert.InRange(fit.Evaluations, 1, 18);
        for (var i = 0; i < 4; i++)
        {
            foreach (var by in new[] { -1e-3, 1e-3 })
            {
                var beside = (double[])fit.LogParameters.Clone();
                beside[i] += by;
                Assert.True(PurchaseFits.LogLikelihood(kind, table, beside) < fit.LogLikelihood, $"{name}: parameter {i} by {by}");
            }
        }
    }
}
