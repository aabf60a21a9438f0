using System.Globalization;
using ClvPipeline.Tests.Oracle;

namespace ClvPipeline.Tests.Clv;

/// <summary>The CDNOW sample: 39 weeks to fit, 39 weeks to forecast.</summary>
internal static class Cdnow
{
    public const int HoldoutDays = 39 * 7;

    private static readonly Lazy<IReadOnlyList<Csv>> Customers = new(() => Csv.Shared("cdnow", "cdnow_sample_rfm_weeks_exact.csv"));

    public static IReadOnlyList<Triplet> Triplets { get; } = [.. Customers.Value.Select(row => new Triplet((int)row["frequency"], Days(row["recency"]), Days(row["T"])))];

    public static TripletTable Table => TripletTable.Of(Triplets);

    public static SpendTable Spend => SpendTable.Of(Customers.Value.Where(row => row["frequency"] > 0)
        .Select(row => ((int)row["frequency"], (long)Math.Round(row["frequency"] * row["monetary_value"] * 1e6))));

    /// <summary>The same customers at the end of the 39 weeks that are to be forecast.</summary>
    public static IReadOnlyList<Triplet> Later => [.. LaterTriplets.Value];

    public static HoldoutTable Holdout
    {
        get
        {
            var counter = new HoldoutCounter(HoldoutDays);
            foreach (var (before, now) in Triplets.Zip(LaterTriplets.Value)) counter.Add(before, now);
            return counter.ToTable();
        }
    }

    private static readonly Lazy<Triplet[]> LaterTriplets = new(() =>
    {
        var days = Csv.Shared("cdnow", "cdnow_sample_transactions.csv").GroupBy(row => row.Text("customer_id"))
            .ToDictionary(own => own.Key, own => own.Select(row => DateOnly.ParseExact(row.Text("date"), "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber).Distinct().ToArray());
        var end = new DateOnly(1998, 6, 30).DayNumber;
        return [.. Customers.Value.Select(row => days[row.Text("customer_id")]).Select(own => new Triplet(own.Length - 1, own.Max() - own.Min(), end - own.Min()))];
    });

    /// <summary>Its purchases as the orders of a shop without touchpoints.</summary>
    public static Shop Shop() => new()
    {
        CustomerIds = IdKind.Integer,
        OrderIds = IdKind.Integer,
        Touches = [],
        Orders = [.. Csv.Shared("cdnow", "cdnow_sample_transactions.csv").Select((row, i) => new OrderRow(Id.Of((long)i), Id.Of(long.Parse(row.Text("customer_id"), CultureInfo.InvariantCulture)),
            (DateOnly.ParseExact(row.Text("date"), "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber - 719_162) * 86_400_000_000L, row["amount"]))],
    };

    /// <summary>The published fit of a model, its time in weeks.</summary>
    public static (IReadOnlyList<(string Name, double Value)> Parameters, double LogLikelihood) Published(string model)
    {
        var rows = Csv.Shared("cdnow", "params_lifetimes.csv").Where(row => row.Text("dataset") == "cdnow_sample_weeks" && row.Text("model") == model).ToList();
        return ([.. rows.Select(row => (row.Text("param"), row["value"]))], double.Parse(rows[0].Text("loglik_total"), CultureInfo.InvariantCulture));
    }

    private static int Days(double weeks) => (int)Math.Round(weeks * 7);
}
