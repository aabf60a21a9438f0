using System.Globalization;

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

    public static IReadOnlyList<int> Holdout { get; } = [.. Customers.Value.Select(row => (int)row["holdout_frequency"])];

    /// <summary>The published fit of a model, its time in weeks.</summary>
    public static (IReadOnlyList<(string Name, double Value)> Parameters, double LogLikelihood) Published(string model)
    {
        var rows = Csv.Shared("cdnow", "params_lifetimes.csv").Where(row => row.Text("dataset") == "cdnow_sample_weeks" && row.Text("model") == model).ToList();
        return ([.. rows.Select(row => (row.Text("param"), row["value"]))], double.Parse(rows[0].Text("loglik_total"), CultureInfo.InvariantCulture));
    }

    private static int Days(double weeks) => (int)Math.Round(weeks * 7);
}
