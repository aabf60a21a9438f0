using Xunit;

namespace ClvPipeline.Tests.Clv;

/// <summary>What has to hold between the quantities of a model, whatever its parameters.</summary>
public class ModelLawTests
{
    private static readonly PurchaseModel[] Models =
    [
        new BetaGeometricNbd(false, 0.25, 31, 0.8, 2.4), new BetaGeometricNbd(true, 0.5, 43, 0.9, 1.6), new BetaGeometricNbd(false, 3, 400, 1, 12), new BetaGeometricNbd(true, 20, 90, 0.2, 0.3),
        new ParetoNbd(0.55, 74, 0.61, 82), new ParetoNbd(2, 100, 1, 400), new ParetoNbd(12, 60, 3.5, 2000),
    ];

    private static readonly History[] Histories = [new(0, 0, 0), new(0, 0, 400), new(1, 3, 700), new(4, 250, 260), new(30, 300, 365), new(200, 600, 720), new(5, 30, 30)];

    public static TheoryData<int> Each => new(Enumerable.Range(0, Models.Length));

    [Theory]
    [MemberData(nameof(Each))]
    public void Purchases_grow_with_time_at_the_rate_that_is_given(int m)
    {
        foreach (var history in Histories)
        {
            var future = Models[m].IfAlive(history.Repeats);
            Assert.Equal(0, future.Expected(history.Age, 0));
            foreach (var time in new[] { 0.5, 30, 365, 2000 })
            {
                var h = time * 1e-4;
                Assert.Equal(1, (future.Expected(history.Age, time + h) - future.Expected(history.Age, time - h)) / (2 * h) / future.Rate(history.Age, time), 1e-6);
                Assert.True(future.ProbabilityOfPurchase(history.Age, time) <= Math.Min(1, future.Expected(history.Age, time)) + 1e-15);
                Assert.Equal(1, future.Discounted(history.Age, 1e-12, time) / future.Expected(history.Age, time), 1e-8);
                Assert.InRange(future.Survival(history.Age, time), 0, 1);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Each))]
    public void The_distribution_of_counts_has_the_moments_that_are_given(int m)
    {
        foreach (var history in Histories)
        {
            foreach (var time in new[] { 10.0, 365, 1500 })
            {
                var future = Models[m].IfAlive(history.Repeats);
                var counts = future.Counts(history.Age, time, 1e-13);
                Assert.Equal(1, counts.UpTo[^1], 1e-9);
                var mean = Enumerable.Range(0, counts.UpTo.Length).Sum(y => y * counts.Probability(y));
                var second = Enumerable.Range(0, counts.UpTo.Length).Sum(y => (double)y * (y - 1) * counts.Probability(y));
                Assert.Equal(1, mean / future.Expected(history.Age, time), 1e-6);
                Assert.Equal(1, second / future.SecondFactorialMoment(history.Age, time), 1e-5);
                Assert.Equal(1, (1 - counts.UpTo[0]) / future.ProbabilityOfPurchase(history.Age, time), 1e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Each))]
    public void A_history_and_what_follows_it_are_as_likely_as_the_model_says(int m)
    {
        // No purchase for 200 days: ℓ rises by the logarithm of what was given for that.
        foreach (var history in Histories)
        {
            var later = history with { Age = history.Age + 200 };
            Assert.Equal(Math.Log(1 - Models[m].ProbabilityOfPurchase(history, 200)), Models[m].LogLikelihood(later) - Models[m].LogLikelihood(history), 1e-9);
            // And who is there after that without having bought was there all along.
            Assert.True(Models[m].ProbabilityAlive(later) <= Models[m].ProbabilityAlive(history) + 1e-12);
            Assert.InRange(Models[m].ProbabilityAliveAfter(history, 200), 0, Models[m].ProbabilityAlive(history));
        }
    }

    [Theory]
    [MemberData(nameof(Each))]
    public void What_is_tabulated_is_what_it_stands_for(int m)
    {
        foreach (var history in Histories)
        {
            var (exact, table) = (Models[m].IfAlive(history.Repeats), Models[m].IfAlive(history.Repeats).Tabulated(Math.Min(history.Repeats, history.Age), 2000));
            foreach (var time in new[] { 1e-6, 1, 30, 365, 1999 })
            {
                Assert.Equal(1, table.Expected(history.Age, time) / exact.Expected(history.Age, time), 1e-11);
                Assert.Equal(1, table.SecondFactorialMoment(history.Age, time) / exact.SecondFactorialMoment(history.Age, time), 1e-7);
            }
        }
    }

    [Fact]
    public void The_next_gap_is_lomax()
    {
        var (model, history) = (Models[0], new History(4, 250, 260));
        var median = NextGap.Quantile(model, history, 0.5);
        Assert.Equal((31 + 250) * (Math.Pow(2, 1 / 4.25) - 1), median, 1e-9);
        Assert.Equal((31 + 250) * (Math.Pow(10, 1 / 4.25) - 1), NextGap.Quantile(model, history, 0.9), 1e-9);
        Assert.Equal(0.5, NextGap.ProbabilityOver(model, history with { Age = 250 + median }), 1e-12);
        Assert.Equal(0, NextGap.ProbabilityOver(model, history with { Age = 250 }));
    }

    [Fact]
    public void Months_are_discounted_from_their_middle()
    {
        var horizon = new Horizon(24, 0.1);
        Assert.Equal(24 * Horizon.DaysPerMonth, horizon.Days);
        Assert.Equal(Enumerable.Range(1, 24).Sum(k => Math.Pow(1.1, -(k - 0.5) / 12)), horizon.Discounted(days => days / Horizon.DaysPerMonth), 1e-9);
        Assert.Equal(7, new Horizon(36, 0).Discounted(days => 7 * (1 - Math.Pow(2, -days))), 1e-6);
        Assert.Equal(0, new Horizon(0, 0.1).Discounted(days => days));
    }
}
