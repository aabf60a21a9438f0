namespace ClvPipeline;

/// <summary>
/// A model of purchases that customers make until, unseen, they leave for good. While a customer stays, purchases are a Poisson process whose rate varies over
/// customers as Gamma(r, α); the models differ in how customers leave. Times are in the unit of α.
/// </summary>
internal abstract class PurchaseModel(double r, double alpha)
{
    /// <summary>Shape of the purchase rates.</summary>
    public double R { get; } = r;

    /// <summary>The mean purchase rate is r/α.</summary>
    public double Alpha { get; } = alpha;

    /// <summary>As in the contract: bg_nbd, mbg_nbd, pareto_nbd.</summary>
    public abstract string Name { get; }

    public abstract IReadOnlyList<string> ParameterNames { get; }

    public abstract double[] Parameters { get; }

    public abstract double LogLikelihood(History history);

    /// <summary>P(alive): that the customer has not left by now.</summary>
    public abstract double ProbabilityAlive(History history);

    /// <summary>P(alive) of every triplet of a table; to eleven digits what each has by itself.</summary>
    public virtual void ProbabilitiesAlive(TripletTable table, int threads, double[] alive, CancellationToken cancellation = default) => InChunks(table, threads, (from, to) =>
    {
        for (var i = from; i < to; i++) alive[i] = ProbabilityAlive(table[i]);
    }, cancellation);

    /// <summary>What customers with so many repeat purchases will do, if they have not left.</summary>
    public abstract FutureIfAlive IfAlive(int repeats);

    /// <summary>That the customer will still be there after a time about which nothing is known yet.</summary>
    public double ProbabilityAliveAfter(History history, double time) => ProbabilityAlive(history) * IfAlive(history.Repeats).Survival(history.Age, time);

    /// <summary>E[Y(t)]: purchases expected in the next <paramref name="time"/>.</summary>
    public double ExpectedPurchases(History history, double time) => ProbabilityAlive(history) * IfAlive(history.Repeats).Expected(history.Age, time);

    /// <summary>That at least one purchase follows in the next <paramref name="time"/>.</summary>
    public double ProbabilityOfPurchase(History history, double time) => ProbabilityAlive(history) * IfAlive(history.Repeats).ProbabilityOfPurchase(history.Age, time);

    /// <summary>Expected purchases by month and discounted, as <see cref="Horizon"/> says; the unit of time is the day.</summary>
    public double DiscountedPurchases(History history, Horizon horizon)
    {
        var future = IfAlive(history.Repeats);
        return ProbabilityAlive(history) * horizon.Discounted(days => future.Expected(history.Age, days));
    }

    /// <summary>Expected purchases, each discounted from its instant at a continuous rate, up to a horizon that may be infinite (the DERT of Fader, Hardie and Lee 2005).</summary>
    public double DiscountedPurchases(History history, double rate, double time) => ProbabilityAlive(history) * IfAlive(history.Repeats).Discounted(history.Age, rate, time);

    /// <summary>E[X(t)]: repeat purchases expected of a new customer.</summary>
    public double ExpectedPurchasesOfNewCustomer(double time) => ExpectedPurchases(new History(0, 0, 0), time);

    /// <summary>Calls for parts of a table that do not depend on the number of threads.</summary>
    protected static void InChunks(TripletTable table, int threads, Action<int, int> work, CancellationToken cancellation) =>
        Workers.Run(threads, (table.Count + ChunkRows - 1) / ChunkRows, (_, chunk) => work(chunk * ChunkRows, Math.Min(table.Count, (chunk + 1) * ChunkRows)), cancellation);

    private const int ChunkRows = 4096;
}
