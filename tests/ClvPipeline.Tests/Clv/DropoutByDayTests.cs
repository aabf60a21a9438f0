using Xunit;

namespace ClvPipeline.Tests.Clv;

/// <summary>The odds of having left worked out by day for many customers at once, against those of each customer by itself, and counts of many purchases.</summary>
public class DropoutByDayTests
{
    [Theory]
    [InlineData(1, 730)]
    [InlineData(2, 60)]
    [InlineData(3, 9000)]
    public void The_odds_of_many_customers_are_those_of_each(int seed, int longest)
    {
        var random = new Random(seed);
        var triplets = new List<Triplet>();
        for (var i = 0; i < 4 * longest + 6000; i++)
        {
            var age = random.Next(longest + 1);
            var last = random.Next(age + 1);
            var repeats = last == 0 ? 0 : random.Next(1, Math.Min(last, i % 7 == 0 ? 2000 : 12) + 1);
            triplets.Add(new Triplet(repeats, last, age));
        }

        // A customer who bought today and one who bought yesterday, whose integrals are the shortest.
        triplets.AddRange([new Triplet(0, 0, 1), new Triplet(1, longest - 1, longest), new Triplet(1, longest, longest)]);
        var table = TripletTable.Of(triplets);
        Assert.True(table.Count > longest, $"{table.Count} triplets");
        for (var n = 0; n < 12; n++)
        {
            var (r, alpha, s, beta) = (Any(-3, 3), Any(-2, 7), Any(-3, 3), Any(-2, 7));
            var (days, model) = (new DropoutByDay(table.LongestAgeDays, many: true), new DropoutOdds(alpha, s, beta));
            var row = new DropoutByDay.Row(days, wanted: true);
            days.Set(alpha, s, beta);
            for (int i = 0, end; i < table.Count; i = end)
            {
                var shape = r + table.Repeats[i];
                end = row.Fill(table, shape, i, table.Count);
                for (var k = i; k < end; k += 1 + k % 5)
                {
                    var (last, age) = (table.AgesAtLastPurchaseDays[k], table.AgesDays[k]);
                    var expected = model.LogOdds(shape, last, age, out var means);
                    var where = $"seed {seed}, r {r:R}, alpha {alpha:R}, s {s:R}, beta {beta:R}, {table[k]}";
                    Near(Special.SoftPlus(expected), row.LogOnePlusOdds(last, age, out var factor, out var left, out var found) + Math.Log(factor), where);
                    Near(1 - Special.Logistic(-expected), left, where);
                    Near(Special.Logistic(-expected), 1 / (1 + row.Odds(last, age)), where);
                    if (left == 0) continue;
                    Near(means.LogAlpha, found.LogAlpha, where);
                    Near(means.PerAlpha, found.PerAlpha, where);
                    Near(means.LogBeta, found.LogBeta, where);
                    Near(means.PerBeta, found.PerBeta, where);
                }
            }
        }

        double Any(double from, double to) => Math.Exp(from + random.NextDouble() * (to - from));
    }

    [Fact]
    public void The_chance_of_every_triplet_is_that_of_each_on_any_number_of_threads()
    {
        var table = TripletTable.Of(SimulatedShop.Of(new ParetoNbd(0.8, 60, 0.7, 200), new GammaGamma(6, 4, 15), 9000, 2, 730, 0).Select(c => c.Triplet));
        foreach (var model in new PurchaseModel[] { new ParetoNbd(0.8, 60, 0.7, 200), new BetaGeometricNbd(true, 1.2, 65, 0.43, 1.1) })
        {
            var (one, many) = (new double[table.Count], new double[table.Count]);
            model.ProbabilitiesAlive(table, 1, one);
            model.ProbabilitiesAlive(table, 3, many);
            Assert.Equal(one, many);
            for (var i = 0; i < table.Count; i++) Assert.Equal(model.ProbabilityAlive(table[i]), one[i], 1e-12);
        }
    }

    [Theory]
    [InlineData(0.7, 100, 30)]
    [InlineData(400, 300, 1000)]
    [InlineData(3000, 300, 1000)] // none at all is beyond what a double holds
    [InlineData(9000, 2000, 1000)]
    public void Counts_have_the_moments_that_the_model_says(double shape, double age, double time)
    {
        foreach (var future in new FutureIfAlive[] { new ParetoFuture(shape, 60, 0.7, 200), new ParetoFuture(shape, 60, 3, 40), new BetaGeometricFuture(shape, 60, 0.8, 2 + shape) })
        {
            var counts = future.Counts(age, time, 1e-12);
            double mean = 0, factorial = 0;
            for (var y = 1; y < counts.UpTo.Length; y++) (mean, factorial) = (mean + y * counts.Probability(y), factorial + (double)y * (y - 1) * counts.Probability(y));
            Assert.Equal(1, mean / future.Expected(age, time), 1e-6);
            Assert.Equal(1, factorial / future.SecondFactorialMoment(age, time), 1e-5);
        }
    }

    private static void Near(double expected, double found, string where) =>
        Assert.True(Math.Abs(expected - found) <= 1e-10 * Math.Abs(expected) + 1e-13, $"{where}: expected {expected:R}, found {found:R}");
}
