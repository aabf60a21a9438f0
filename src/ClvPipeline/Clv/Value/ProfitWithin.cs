namespace ClvPipeline;

/// <summary>
/// What is expected of customers within one number of months, by the models of the run. Where that number is the run's own horizon it says the same, to the last bit,
/// as <see cref="Predictions"/>.
/// </summary>
internal sealed class ProfitWithin(CustomerModels[] models)
{
    /// <summary>Of one customer. Profit is discounted, in micro-units; the bounds are those of its 90 % interval.</summary>
    /// <param name="customers">The number of the customer's models.</param>
    /// <param name="place">The place of the customer's triplet in their table.</param>
    /// <param name="meanSpend">The customer's own mean spend per repeat purchase.</param>
    /// <param name="expectedSpend">The expected one.</param>
    /// <param name="marginRate">Profit per unit of revenue.</param>
    public (double Purchases, long Expected, long Low, long High) Of(int customers, int place, double meanSpend, double expectedSpend, double marginRate)
    {
        var (profit, forecast) = (models[customers].Outlook.Profit(place, meanSpend, marginRate).Interval, models[customers].Forecasts[place]);
        var expected = Predictions.MicrosOf(marginRate * expectedSpend * forecast.DiscountedPurchases);
        return (forecast.ExpectedPurchases, expected, Math.Min(Predictions.MicrosOf(profit.Low), expected), Math.Max(Predictions.MicrosOf(profit.High), expected));
    }
}
