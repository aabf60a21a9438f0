using System.Globalization;
using System.Text;

namespace ClvPipeline;

/// <summary>How a customer stands (contract §3.6), and why, in words.</summary>
internal static class Standing
{
    /// <summary>The first that fits.</summary>
    /// <param name="from">From where on which fits.</param>
    /// <param name="triplet">The customer's purchases.</param>
    /// <param name="alive">p: that the customer has not left.</param>
    /// <param name="over">q: that the next gap would have ended by now; 0 without a gap.</param>
    public static CustomerStatus Of(StatusSettings from, Triplet triplet, double alive, double over) =>
        alive < from.Lost ? CustomerStatus.Lost
        : alive < from.AtRisk || (triplet.Repeats > 0 && over >= from.AtRiskGap) ? CustomerStatus.AtRisk
        : alive < from.Slipping || (triplet.Repeats > 0 && over >= from.SlippingGap) ? CustomerStatus.Slipping
        : triplet.Repeats == 0 && triplet.AgeDays <= from.NewDays ? CustomerStatus.New
        : CustomerStatus.Active;

    /// <summary>What speaks for a customer's leaving, in one sentence that is true to the digit: percentages are bounds, not rounded.</summary>
    public static string Reason(StatusSettings from, Triplet triplet, double alive, double over)
    {
        var (silent, text) = (Days(triplet.AgeDays - triplet.AgeAtLastPurchaseDays), new StringBuilder());
        if (triplet.Repeats == 0) Add($"bought on one day only, {silent} ago");
        else
        {
            var gap = (int)Math.Max(1, Math.Round(triplet.AgeAtLastPurchaseDays / (double)triplet.Repeats));
            Add($"bought on {triplet.Repeats + 1} days, about every {(gap == 1 ? "day" : Days(gap))}; silent for {silent}");
            if (over >= from.SlippingGap) Add($", longer than {Math.Min(99, Math.Floor(over * 100)):0} % of such gaps");
        }

        if (alive < from.Slipping) Add($"; less than {Math.Floor(alive * 100) + 1:0} % likely to be still a customer");
        return text.ToString();

        void Add(FormattableString part) => text.Append(part.ToString(CultureInfo.InvariantCulture));
    }

    private static string Days(int days) => days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days} days");
}
