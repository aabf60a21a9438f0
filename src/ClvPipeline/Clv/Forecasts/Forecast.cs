namespace ClvPipeline;

/// <summary>What is expected of one customer.</summary>
/// <param name="ProbabilityAlive">p_alive: that the customer has not left, by Pareto/NBD, else MBG/NBD.</param>
/// <param name="ExpectedPurchases">Over the horizon, not discounted.</param>
/// <param name="DiscountedPurchases">Over the horizon, by months.</param>
/// <param name="In12Months">Expected in 12 months, whatever the horizon; so the others.</param>
/// <param name="In24Months">Expected in 24 months.</param>
/// <param name="In36Months">Expected in 36 months.</param>
/// <param name="In60Months">Expected in 60 months.</param>
/// <param name="DiscountedIfAlive">Discounted purchases, were it certain that the customer has not left.</param>
internal readonly record struct Forecast(
    double ProbabilityAlive, double ExpectedPurchases, double DiscountedPurchases, double In12Months, double In24Months, double In36Months, double In60Months, double DiscountedIfAlive);
