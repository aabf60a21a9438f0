namespace ClvPipeline;

/// <summary>
/// What is expected of customers within one number of months, by the models of the run. Where that number is the run's own horizon it says the same, to the last bit,
/// as <see cref="Predictions"/>.
/// </summary>
internal sealed class ProfitWithin
{
    private readonly TripletTable _triplets;
    private readonly Forecast[] _forecasts;
    private readonly Outlook _outlook;

    public ProfitWithin(TripletTable triplets, Fit<PurchaseModel> purchases, PurchaseModel risk, Fit<GammaGamma> spend, Horizon horizon, int threads)
    {
        _triplets = triplets;
        _forecasts = new Forecaster(purchases.Model, risk, horizon).Of(triplets, threads);
        _outlook = new Outlook(triplets, purchases, spend, horizon, threads: threads);
    }

    /// <summary>Of one customer. Profit is discounted, in micro-units; the bounds are those of its 90 % interval.</summary>
    /// <param name="triplet">The customer's purchases.</param>
    /// <param name="meanSpend">The customer's own mean spend per repeat purchase.</param>
    /// <param name="expectedSpend">The expected one.</param>
    /// <param name="marginRate">Profit per unit of revenue.</param>
    public (double Purchases, long Expected, long Low, long High) Of(Triplet triplet, double meanSpend, double expectedSpend, double marginRate)
    {
        var place = _triplets.IndexOf(triplet);
        var profit = _outlook.Profit(place, meanSpend, marginRate).Interval;
        var expected = Predictions.MicrosOf(marginRate * expectedSpend * _forecasts[place].DiscountedPurchases);
        return (_forecasts[place].ExpectedPurchases, expected, Math.Min(Predictions.MicrosOf(profit.Low), expected), Math.Max(Predictions.MicrosOf(profit.High), expected));
    }
}
