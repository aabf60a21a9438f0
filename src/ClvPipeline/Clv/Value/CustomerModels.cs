namespace ClvPipeline;

/// <summary>The fitted models of some customers: of a segment with fits of its own, or of all others together; and what they expect within a horizon.</summary>
internal sealed class CustomerModels
{
    private readonly Horizon _horizon;

    /// <param name="number">Which customers, counted from 0.</param>
    /// <param name="triplets">Their triplets.</param>
    /// <param name="purchases">The model of purchases.</param>
    /// <param name="risk">The model that says who has left.</param>
    /// <param name="spend">The model of spend.</param>
    /// <param name="horizon">How far ahead.</param>
    /// <param name="threads">The largest number of threads.</param>
    /// <param name="cancellation">Stops it.</param>
    public CustomerModels(int number, TripletTable triplets, Fit<PurchaseModel> purchases, Fit<PurchaseModel> risk, Fit<GammaGamma> spend, Horizon horizon, int threads, CancellationToken cancellation)
    {
        (Number, Triplets, Purchases, Risk, Spend, _horizon) = (number, triplets, purchases, risk, spend, horizon);
        Forecasts = new Forecaster(purchases.Model, risk.Model, horizon).Of(triplets, threads, cancellation);
        Outlook = new Outlook(triplets, purchases, spend, horizon, threads: threads, cancellation: cancellation);
    }

    public int Number { get; }

    public TripletTable Triplets { get; }

    public Fit<PurchaseModel> Purchases { get; }

    public Fit<PurchaseModel> Risk { get; }

    public Fit<GammaGamma> Spend { get; }

    /// <summary>By triplet.</summary>
    public Forecast[] Forecasts { get; }

    public Outlook Outlook { get; }

    /// <summary>The same models over another horizon.</summary>
    public CustomerModels Within(int months, int threads, CancellationToken cancellation) =>
        new(Number, Triplets, Purchases, Risk, Spend, new Horizon(months, _horizon.AnnualRate), threads, cancellation);
}
