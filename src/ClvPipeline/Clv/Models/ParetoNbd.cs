namespace ClvPipeline;

/// <summary>
/// Pareto/NBD (Schmittlein, Morrison and Colombo 1987): customers leave at any moment, at a rate that varies over them as Gamma(s, β). The likelihood is formed
/// from the odds of having left, an integral of positive terms (Fader and Hardie 2005, "A note on deriving the Pareto/NBD model", equation 31 before its solution).
/// </summary>
internal sealed class ParetoNbd(double r, double alpha, double s, double beta) : PurchaseModel(r, alpha)
{
    private static readonly string[] Names = ["r", "alpha", "s", "beta"];
    private readonly DropoutOdds _odds = new(alpha, s, beta);

    /// <summary>Shape of the rates of leaving.</summary>
    public double S { get; } = s;

    /// <summary>The mean rate of leaving is s/β.</summary>
    public double Beta { get; } = beta;

    public override string Name => "pareto_nbd";

    public override IReadOnlyList<string> ParameterNames => Names;

    public override double[] Parameters => [R, Alpha, S, Beta];

    public override double LogLikelihood(History history)
    {
        var shape = R + history.Repeats;
        return Special.LogGamma(shape) - Special.LogGamma(R) + R * Math.Log(Alpha) - shape * Math.Log(Alpha + history.Age) + S * Math.Log(Beta / (Beta + history.Age))
            + Special.SoftPlus(_odds.LogOdds(shape, history.AgeAtLastPurchase, history.Age));
    }

    public override double ProbabilityAlive(History history) => Special.Logistic(-_odds.LogOdds(R + history.Repeats, history.AgeAtLastPurchase, history.Age));

    public override void ProbabilitiesAlive(TripletTable table, int threads, double[] alive, CancellationToken cancellation = default)
    {
        var days = new DropoutByDay(table.LongestAgeDays, table.Count >= table.LongestAgeDays);
        days.Set(Alpha, S, Beta);
        InChunks(table, threads, (from, to) =>
        {
            var row = new DropoutByDay.Row(days, false);
            for (int i = from, end; i < to; i = end)
            {
                end = row.Fill(table, R + table.Repeats[i], i, to);
                for (var k = i; k < end; k++) alive[k] = 1 / (1 + row.Odds(table.AgesAtLastPurchaseDays[k], table.AgesDays[k]));
            }
        }, cancellation);
    }

    public override FutureIfAlive IfAlive(int repeats) => new ParetoFuture(R + repeats, Alpha, S, Beta);
}
