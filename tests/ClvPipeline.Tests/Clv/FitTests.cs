using Xunit;

namespace ClvPipeline.Tests.Clv;

/// <summary>Fits of the CDNOW sample against the published ones.</summary>
public class FitTests
{
    [CdnowFact]
    public void The_models_of_purchases_are_fitted_as_published()
    {
        foreach (var kind in PurchaseFits.Kinds)
        {
            var fit = PurchaseFits.Fit(kind, Cdnow.Table);
            var (parameters, logLikelihood) = Cdnow.Published(PurchaseFits.Name(kind).Replace("_", "").Replace("pareto", "p"));
            Assert.Equal(FitStatus.Converged, fit.Status);
            Assert.Equal(4, parameters.Count);
            foreach (var (expected, (name, value)) in parameters.Zip(fit.Model.ParameterNames.Zip(fit.Model.Parameters)))
            {
                Assert.Equal(expected.Name, name);
                Assert.Equal(1, value / (name is "alpha" or "beta" ? 7 : 1) / expected.Value, 1e-3);
            }

            // In days every purchase has a density a seventh as high.
            Assert.Equal(logLikelihood, fit.LogLikelihood + Cdnow.Table.TotalRepeats * Math.Log(7), 1e-3);
            Assert.All(fit.StandardErrors!, error => Assert.InRange(error, 1e-4, 1e3));
            Assert.InRange(fit.Evaluations, 10, 60);
        }
    }

    [CdnowFact]
    public void The_model_of_spend_is_fitted_as_published()
    {
        var fit = SpendFits.Fit(Cdnow.Spend, 0);
        var (parameters, logLikelihood) = Cdnow.Published("gamma_gamma");
        Assert.Equal(FitStatus.Converged, fit.Status);
        Assert.Equal(946, Cdnow.Spend.Count);
        foreach (var ((name, expected), (ours, value)) in parameters.Zip(GammaGamma.ParameterNames.Zip(fit.Model.Parameters)))
        {
            Assert.Equal(name, ours);
            Assert.Equal(1, value / expected, 1e-3);
        }

        Assert.Equal(logLikelihood, fit.LogLikelihood, 1e-3);
    }
}
