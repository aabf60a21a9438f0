namespace ClvPipeline;

/// <summary>What is expected of one customer.</summary>
/// <param name="ProbabilityAlive">p_alive: that the customer has not left, by Pareto/NBD, else MBG/NBD.</param>
/// <param name="ExpectedPurchases">Over the horizon, not discounted.</param>
/// <param name="DiscountedPurchases">Over the horizon, by months.</param>
/// <param name="DiscountedIfAlive">Discounted purchases, were it certain that the customer has not left.</param>
/// <param name="PurchaseWithinYear">The chance of another purchase within twelve months.</param>
internal readonly record struct Forecast(
    double ProbabilityAlive, double ExpectedPurchases, double DiscountedPurchases, double DiscountedIfAlive, double PurchaseWithinYear);
