namespace ClvPipeline;

/// <summary>How well purchases after the split were forecast from what was known then.</summary>
/// <param name="Name">The model, or <c>naive</c> for the line x/T drawn on.</param>
/// <param name="Customers">Customers who were there before the split.</param>
/// <param name="Actual">Their purchases since.</param>
/// <param name="Predicted">As many as were expected.</param>
/// <param name="Bias">Predicted ÷ actual − 1; null without an actual purchase.</param>
/// <param name="MeanAbsoluteError">Per customer.</param>
/// <param name="RootMeanSquaredError">Per customer.</param>
/// <param name="NormalisedGini">How well customers are ranked: 1 as well as can be, 0 at random; null where nobody differs.</param>
/// <param name="Deciles">Customers in ten equal parts by what was predicted, lowest first.</param>
/// <param name="Coverage">Share of customers within their 90 % interval; null for the naive line.</param>
internal sealed record Backtest(
    string Name, long Customers, long Actual, double Predicted, double? Bias, double MeanAbsoluteError, double RootMeanSquaredError, double? NormalisedGini,
    IReadOnlyList<Calibration> Deciles, double? Coverage)
{
    public const string Naive = "naive";

    private const double Level = 0.9;

    /// <summary>The naive line and every model.</summary>
    public static IReadOnlyList<Backtest> Of(HoldoutTable holdout, ModelChoice choice, CancellationToken cancellation = default) =>
        [Of(Naive, holdout, NaiveLine(holdout.Before, holdout.Days), null), .. choice.Candidates.Select(candidate => Of(candidate.Fit.Model, holdout, cancellation))];

    private static Backtest Of(PurchaseModel model, HoldoutTable holdout, CancellationToken cancellation)
    {
        var (table, predicted, distributions) = (holdout.Before, new double[holdout.Before.Count], new CountDistribution?[holdout.Before.LongestAgeDays + 1]);
        var (bounds, probabilities) = (new (int Low, int High)[table.Count], new double[table.Count]);
        model.ProbabilitiesAlive(table, 1, probabilities, cancellation);
        for (var g = 0; g < table.GroupStarts.Length - 1; g++)
        {
            cancellation.ThrowIfCancellationRequested();
            Array.Clear(distributions);
            var from = table.GroupStarts[g];
            var future = model.IfAlive(table.Repeats[from]).Tabulated(table.Repeats[from], holdout.Days);
            for (var i = from; i < table.GroupStarts[g + 1]; i++)
            {
                var (age, alive) = (table.AgesDays[i], probabilities[i]);
                var counts = distributions[age] ??= holdout.Days > 0 ? future.Counts(age, holdout.Days, (1 - Level) / 4) : new CountDistribution([1]);
                predicted[i] = holdout.Days > 0 ? alive * future.Expected(age, holdout.Days) : 0;
                bounds[i] = (counts.Quantile((1 - Level) / 2, alive), counts.Quantile((1 + Level) / 2, alive));
            }
        }

        return Of(model.Name, holdout, predicted, bounds);
    }

    private static Backtest Of(string name, HoldoutTable holdout, double[] predicted, (int Low, int High)[]? bounds)
    {
        long customers = 0, actual = 0, within = 0;
        double expected = 0, absolute = 0, square = 0;
        foreach (var row in holdout.Rows)
        {
            var error = predicted[row.Triplet] - row.Purchases;
            customers += row.Customers;
            actual += (long)row.Customers * row.Purchases;
            expected += row.Customers * predicted[row.Triplet];
            absolute += row.Customers * Math.Abs(error);
            square += row.Customers * error * error;
            if (bounds is not null && row.Purchases >= bounds[row.Triplet].Low && row.Purchases <= bounds[row.Triplet].High) within += row.Customers;
        }

        var n = Math.Max(1, customers);
        var ranking = new Ranking(holdout.Rows, row => predicted[row.Triplet]);
        return new Backtest(name, customers, actual, expected, actual > 0 ? expected / actual - 1 : null, absolute / n, Math.Sqrt(square / n),
            ranking.NormalisedGini(), ranking.Deciles(), bounds is null || customers == 0 ? null : (double)within / customers);
    }

    private static double[] NaiveLine(TripletTable table, int days) =>
        [.. Enumerable.Range(0, table.Count).Select(i => table.AgesDays[i] == 0 ? 0 : (double)table.Repeats[i] / table.AgesDays[i] * days)];
}

/// <summary>A tenth of the customers: what was predicted of them and what they did.</summary>
internal readonly record struct Calibration(double Customers, double MeanPredicted, double MeanActual);
