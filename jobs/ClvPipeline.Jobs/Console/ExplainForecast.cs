using System.Globalization;

namespace ClvPipeline.Jobs;

/// <summary>Prints what is expected of a customer, factor by factor, so that a reader can multiply along.</summary>
internal sealed class ExplainForecast(ExplainedForecast forecast, Explanation customer, RunSettings settings)
{
    /// <summary>Prints it.</summary>
    public void Write(TextWriter to)
    {
        var (f, months, rate) = (forecast, settings.Clv.HorizonMonths, settings.Clv.DiscountRate);
        (string Label, string Value, string Meaning)[] lines =
        [
            ("x, t_x, T", Invariant($"{f.Repeats}, {f.AgeAtLastPurchaseDays}, {f.AgeDays}"), "repeat days with an order, days from the first to the last, days from the first to the as-of date"),
            ("model", f.Model.Name, f.Model.Fit),
            ("p_alive", Real(f.ProbabilityAlive), $"that the customer has not left, by {f.AliveModel}"),
            ("expected purchases", Real(f.ExpectedPurchases), Invariant($"days with an order in the next {months} months")),
            ("discounted purchases", Real(f.DiscountedPurchases), Invariant($"the same at {rate * 100:0.###} % a year, month by month")),
            ("expected spend", Real(f.ExpectedSpend), f.Repeats == 0 ? "per such day: everybody's mean, as nothing is known of this customer yet" : Invariant($"per such day: the customer's own mean is {f.MeanSpend:0.00}, drawn to everybody's")),
            ("margin rate", Real(f.MarginRate), "profit per unit of revenue: the customer's own, drawn to the segment's"),
            ("expected revenue", Money.Column([f.ExpectedRevenue])[0], "spend x discounted purchases"),
            ("expected profit", Money.Column([customer.ExpectedProfit])[0], "margin rate x expected revenue"),
            ("status", f.Status, f.StatusReason),
            ("next purchase", f.ExpectedNextPurchase is { } day ? Publishing.Date(new DateOnly(1970, 1, 1).AddDays(day)) : "-", Next(f)),
            ("value at risk", Money.Column([f.ValueAtRisk])[0], "what is lost if the customer has left"),
            ("max retention spend", Money.Column([f.MaxRetentionSpend])[0], Invariant($"{settings.Clv.SaveProbability * 100:0.###} % of the profit if the customer is still there")),
        ];
        to.WriteLine();
        to.WriteLine("Expected profit");
        var (labels, values) = (lines.Max(line => line.Label.Length), lines.Max(line => line.Value.Length));
        foreach (var (label, value, meaning) in lines) to.WriteLine($"  {label.PadRight(labels)}  {value.PadLeft(values)}  {meaning}".TrimEnd());
    }

    private static string Next(ExplainedForecast forecast) =>
        forecast.DaysOverdue > 0 ? Invariant($"when half of such customers buy again; {forecast.DaysOverdue} days later than nine of ten would have come back")
        : forecast.ExpectedNextPurchase is null ? "after 2199, when half of such customers buy again" : "when half of such customers buy again";

    private static string Real(double value) => value.ToString("0.000000", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
