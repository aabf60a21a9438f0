namespace ClvPipeline;

/// <summary>The gap after a purchase, if another follows: Lomax(r + x, α + t_x), as the rate given x purchases in t_x is Gamma(r + x, α + t_x).</summary>
internal static class NextGap
{
    /// <summary>The gap that is exceeded with probability 1 − <paramref name="level"/>: 0.5 for the median, 0.9 for what is late; in the unit of α.</summary>
    public static double Quantile(PurchaseModel model, History history, double level) =>
        (model.Alpha + history.AgeAtLastPurchase) * Special.ExpM1(-Math.Log(1 - level) / (model.R + history.Repeats));

    /// <summary>The chance that the next gap would have ended by now.</summary>
    public static double ProbabilityOver(PurchaseModel model, History history) =>
        -Special.ExpM1(-(model.R + history.Repeats) * Math.Log((model.Alpha + history.Age) / (model.Alpha + history.AgeAtLastPurchase)));
}
