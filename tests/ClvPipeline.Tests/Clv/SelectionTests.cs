using Xunit;

namespace ClvPipeline.Tests.Clv;

/// <summary>The choice of a model by what it made of the time after a split, and how well that time was forecast.</summary>
public class SelectionTests
{
    private static readonly Dictionary<string, string> Published = new() { ["bg_nbd"] = "bgnbd", ["mbg_nbd"] = "mbgnbd", ["pareto_nbd"] = "pnbd", ["naive"] = "naive_rate_x_over_T" };

    [CdnowFact]
    public void The_hold_out_of_cdnow_is_forecast_as_published()
    {
        var holdout = Cdnow.Holdout;
        var tests = Backtest.Of(holdout, ModelChoice.Of(holdout)).ToDictionary(test => test.Name);
        Assert.Equal(4, tests.Count);
        foreach (var (ours, theirs) in Published)
        {
            var (expected, found) = (Csv.Shared("cdnow", "holdout_accuracy_lifetimes.csv").Single(row => row.Text("dataset") == "cdnow_sample_39w" && row.Text("model") == theirs), tests[ours]);
            Assert.Equal(2357, found.Customers);
            Assert.Equal(1882, found.Actual);
            Assert.Equal(1, found.Predicted / expected["predicted"], 0.005);
            Assert.Equal(expected["bias"], found.Bias!.Value, 0.002);
            Assert.Equal(1, found.MeanAbsoluteError / expected["mae"], 0.005);
            Assert.Equal(1, found.RootMeanSquaredError / expected["rmse"], 0.005);
            // The naive line says the same of all who bought once; their order in the file, which the reference goes by, moves its Gini by 2 %.
            Assert.Equal(1, found.NormalisedGini!.Value / expected["gini_norm"], ours == "naive" ? 0.03 : 0.005);
            Assert.Equal(10, found.Deciles.Count);
            Assert.Equal(2357, found.Deciles.Sum(d => d.Customers), 1e-6);
            Assert.Equal(found.Predicted, found.Deciles.Sum(d => d.Customers * d.MeanPredicted), 1e-6);
            Assert.Equal(1882, found.Deciles.Sum(d => d.Customers * d.MeanActual), 1e-6);
            Assert.Equal(found.Deciles.OrderBy(d => d.MeanPredicted), found.Deciles);
            if (ours == "naive") Assert.Null(found.Coverage);
            else Assert.InRange(found.Coverage!.Value, 0.88, 0.99);
        }
    }

    [CdnowFact]
    public void The_score_is_the_sum_over_customers_of_how_much_likelier_their_history_became()
    {
        var choice = ModelChoice.Of(Cdnow.Holdout);
        foreach (var candidate in choice.Candidates)
        {
            var model = candidate.Fit.Model;
            Assert.Equal(Cdnow.Triplets.Zip(Cdnow.Later).Sum(pair => model.LogLikelihood(pair.Second) - model.LogLikelihood(pair.First)), candidate.Score, 1e-6);
        }

        Assert.Equal(choice.Candidates.MaxBy(candidate => candidate.Score)!.Kind, choice.Kind);
    }

    [Fact]
    public void The_model_that_made_a_shop_is_chosen_for_it()
    {
        // Each made so that the others cannot mimic it: who buys often leaves early, who bought once may have left, or whoever sleeps has left.
        foreach (var (seed, model) in new (int, PurchaseModel)[]
        {
            (1, new BetaGeometricNbd(true, 2, 60, 2, 3)), (2, new BetaGeometricNbd(false, 2, 60, 1, 1.2)), (3, new ParetoNbd(1.5, 20, 1.5, 300)),
        })
        {
            var customers = SimulatedShop.Of(model, new GammaGamma(6, 4, 15), 6000, seed, 730, 243);
            var counter = new HoldoutCounter(243);
            foreach (var customer in customers) counter.Add(customer.Triplet, customer.Later);
            var choice = ModelChoice.Of(counter.ToTable());
            Assert.True(PurchaseFits.Name(choice.Kind) == model.Name, $"seed {seed}: {model.Name} made it, {choice.Reason}");
        }
    }

    [Fact]
    public void A_shop_of_yesterday_gets_a_model_without_a_comparison()
    {
        var counter = new HoldoutCounter(1);
        counter.Add(new Triplet(0, 0, 0), new Triplet(1, 1, 1));
        var (choice, empty) = (ModelChoice.Of(counter.ToTable()), new HoldoutCounter(0).ToTable());
        Assert.Equal(PurchaseModelKind.MbgNbd, choice.Kind);
        Assert.Contains("too few", choice.Reason);
        Assert.All(Backtest.Of(counter.ToTable(), choice), test => Assert.True(double.IsFinite(test.Predicted + test.MeanAbsoluteError)));
        Assert.All(Backtest.Of(empty, ModelChoice.Of(empty)), test => Assert.Equal((0, 0.0, null, null), (test.Customers, test.Predicted, test.Bias, test.NormalisedGini)));
    }

    [Theory]
    [InlineData(1, 4, 10, 1, 4, 15, true)]
    [InlineData(1, 4, 10, 2, 12, 20, true)]
    [InlineData(1, 4, 10, 2, 4, 20, true)]
    [InlineData(1, 4, 10, 1, 12, 20, true)]
    [InlineData(1, 4, 10, 2, 9, 20, true)]
    [InlineData(1, 4, 10, 2, 12, 20, false)]
    public void Two_histories_that_are_not_one_customer_s_are_refused(int x, int last, int age, int laterX, int laterLast, int laterAge, bool refused)
    {
        var counter = new HoldoutCounter(refused && laterLast == 12 && laterX == 2 ? 9 : 10);
        void Add() => counter.Add(new Triplet(x, last, age), new Triplet(laterX, laterLast, laterAge));
        if (refused) Assert.Throws<ArgumentException>(Add);
        else Add();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(100, 33)]
    [InlineData(1095, 365)]
    [InlineData(9000, 365)]
    public void The_split_is_a_third_of_the_longest_history_back_at_most_a_year(int longest, int days) => Assert.Equal(days, HoldoutCounter.DaysOf(longest));
}
