namespace ClvPipeline;

/// <summary>
/// Expected purchases of a customer or of a million. What happens given alive depends on (x, T) alone, so it is worked out once for each such pair, and how likely
/// that is once for each triplet. A forecast depends on nothing but its triplet and the models: one customer alone gets the same bits as among all.
/// </summary>
/// <param name="model">The model of purchases.</param>
/// <param name="aliveModel">The model that says who has left: Pareto/NBD, else MBG/NBD. BG/NBD calls everyone alive who bought once.</param>
/// <param name="horizon">How far to look ahead.</param>
internal sealed class Forecaster(PurchaseModel model, PurchaseModel aliveModel, Horizon horizon)
{
    /// <summary>Distances in months that results may give beside the run's own: one table of the future reaches over all of them.</summary>
    public static readonly IReadOnlyList<int> Months = [12, 24, 36, 60];

    private const int RowsAtOnce = 4096;

    /// <summary>The forecast of one customer.</summary>
    public Forecast Of(Triplet triplet) => Of(triplet, IfAlive(Future(triplet.Repeats), triplet.AgeDays));

    /// <summary>The forecast of every triplet of a table, in its order.</summary>
    public Forecast[] Of(TripletTable table, int threads = 1, CancellationToken cancellation = default)
    {
        var (forecasts, futures) = (new Forecast[table.Count], new FutureValues?[table.GroupStarts.Length - 1][]);
        Workers.Run(threads, futures.Length, (_, g) => futures[g] = Futures(table, g), cancellation);
        Workers.Run(threads, (table.Count + RowsAtOnce - 1) / RowsAtOnce, (_, chunk) =>
        {
            var from = chunk * RowsAtOnce;
            var g = Array.FindIndex(table.GroupStarts, start => start > from) - 1;
            for (var i = from; i < Math.Min(table.Count, from + RowsAtOnce); i++)
            {
                if (i == table.GroupStarts[g + 1]) g++;
                forecasts[i] = Of(table[i], futures[g][table.AgesDays[i]]!);
            }
        }, cancellation);
        return forecasts;
    }

    private double LongestDays => Math.Max(horizon.Days, Months[^1] * Horizon.DaysPerMonth);

    // A repeat purchase is of a later day, so the age is at least x days: the table covers all customers with x, whoever else there is.
    private FutureIfAlive Future(int repeats) => model.IfAlive(repeats).Tabulated(repeats, LongestDays);

    private FutureValues?[] Futures(TripletTable table, int group)
    {
        var (values, future) = (new FutureValues?[table.LongestAgeDays + 1], Future(table.Repeats[table.GroupStarts[group]]));
        for (var i = table.GroupStarts[group]; i < table.GroupStarts[group + 1]; i++) values[table.AgesDays[i]] ??= IfAlive(future, table.AgesDays[i]);
        return values;
    }

    private FutureValues IfAlive(FutureIfAlive future, int age) =>
        new(horizon.Months == 0 ? 0 : future.Expected(age, horizon.Days), horizon.Discounted(days => future.Expected(age, days)), future.ProbabilityOfPurchase(age, 12 * Horizon.DaysPerMonth));

    private Forecast Of(Triplet triplet, FutureValues ifAlive)
    {
        var own = model.ProbabilityAlive(triplet);
        var risk = ReferenceEquals(model, aliveModel) ? own : aliveModel.ProbabilityAlive(triplet);
        return new Forecast(risk, own * ifAlive.Expected, own * ifAlive.Discounted, ifAlive.Discounted, own * ifAlive.WithinYear);
    }

    /// <summary>Given alive: purchases over the horizon, expected and discounted, and the chance of any within a year.</summary>
    private sealed record FutureValues(double Expected, double Discounted, double WithinYear);
}
