namespace ClvPipeline;

/// <summary>
/// What given models expect of each customer in profit and revenue, and nothing else: the same numbers to the micro-unit as <see cref="Predictions"/> has for them,
/// at a fraction of the cost.
/// </summary>
internal sealed class ExpectedProfits
{
    private readonly Dictionary<string, Part> _own = [];
    private readonly Part _all;
    private readonly PurchaseHistory _paces;

    /// <param name="models">The models.</param>
    /// <param name="history">The customers.</param>
    /// <param name="paces">What margins are drawn to: the segments of this history, which may be one of fewer days.</param>
    /// <param name="settings">How far ahead, and at what discount.</param>
    /// <param name="threads">The largest number of threads.</param>
    /// <param name="cancellation">Stops it.</param>
    public ExpectedProfits(GivenModels models, PurchaseHistory history, PurchaseHistory paces, ClvSettings settings, int threads, CancellationToken cancellation)
    {
        var horizon = new Horizon(settings.HorizonMonths, settings.DiscountRate);
        _paces = paces;
        _all = new Part(history.Triplets, models.Purchases, models.Risk, models.Spend, horizon, threads, cancellation);
        foreach (var (segment, own) in models.Own)
            if (history.TripletsOf(segment) is { Count: > 0 } triplets) _own[segment] = new Part(triplets, own.Purchases ?? models.Purchases, own.Risk ?? models.Risk, own.Spend ?? models.Spend, horizon, threads, cancellation);
    }

    /// <summary>Expected revenue and profit of a customer, in micro-units.</summary>
    public (long Revenue, long Profit) Of(in Occasions occasions, string segment, long revenue, long profit)
    {
        var part = _own.Count > 0 && _own.TryGetValue(segment, out var own) ? own : _all;
        var spend = part.Spend.ExpectedSpend(occasions.Triplet.Repeats, occasions.MeanSpend);
        // A segment that nobody had bought in by then is measured by all of them.
        var pace = _paces.Paces.TryGetValue(segment, out var known) && known != default ? known : _paces.Overall;
        return Predictions.Expected(pace.MarginRate(revenue, profit), spend, part.Forecasts[part.Triplets.IndexOf(occasions.Triplet)]);
    }

    private sealed class Part(TripletTable triplets, PurchaseModel purchases, PurchaseModel risk, GammaGamma spend, Horizon horizon, int threads, CancellationToken cancellation)
    {
        public TripletTable Triplets { get; } = triplets;

        public GammaGamma Spend { get; } = spend;

        public Forecast[] Forecasts { get; } = new Forecaster(purchases, risk, horizon).Of(triplets, threads, cancellation);
    }
}
