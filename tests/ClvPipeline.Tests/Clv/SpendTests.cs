using ClvPipeline.Storage;
using ClvPipeline.Tests.Laws;
using ClvPipeline.Tests.Storage;
using Xunit;

namespace ClvPipeline.Tests.Clv;

/// <summary>What channels cost beside what they brought, worked out by hand.</summary>
public sealed class SpendTests : IDisposable
{
    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly TempFolder _temp = new();

    public SpendTests()
    {
        // Ann comes by email in January and buys twice; Bob meets email and the store and buys in March, for which spend has no row.
        SmallFile.Write(_temp["touchpoints.parquet"], 10, ("customer_id", ["ann", "bob", "bob"]), ("occurred_at", [NewYear.AddDays(4), NewYear.AddDays(50), NewYear.AddDays(55)]), ("channel", ["email", "email", "store"]));
        SmallFile.Write(_temp["orders.parquet"], 10, ("order_id", ["a1", "a2", "b1"]), ("customer_id", ["ann", "ann", "bob"]),
            ("ordered_at", [NewYear.AddDays(9), NewYear.AddDays(19), NewYear.AddDays(60)]), ("revenue", [100m, 40m, 50m]));
        SmallFile.Write(_temp["spend.parquet"], 10, ("channel", ["email", "store", "radio", "email", "email"]), ("date", ["2026-01-03", "2026-02-01", "2026-01-05", null, "2026-01-04"]),
            ("amount", [10m, 5m, 7m, 1m, 1m]), ("currency", [null, "EUR", " EUR ", null, "USD"]));
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Each_measure_is_what_its_definition_says()
    {
        var rows = Summary("channel_summary");
        // Ann's 140.00 of revenue, half of it profit, and one new customer, for 10.00; of Bob nothing counts here.
        Assert.Equal(("10000000", "1000000", "10000000", "14", "10", "7", "0"), Of(rows["email"]));
        Assert.Equal(("5000000", "0", null, "0", "0", "0", null), Of(rows["store"]));
        // Money that brought nobody stays visible, and customers that cost nothing do.
        Assert.Equal(("7000000", "0", null, "0", "0", "0", null), Of(rows["radio"]));
        Assert.Equal((null, "0", null, null, null, null, null), Of(rows["(unattributed)"]));
        Assert.Equal("0", rows["radio"]["clv"]);
        Assert.Equal("12500000", rows["store"]["clv"]);
    }

    [Fact]
    public void A_month_without_spend_is_held_against_nobody()
    {
        var rows = Rows.Of(Run().Table("channel_month")).Where(row => row["mode"] == "acquisition").ToDictionary(row => $"{row["channel"]} {Rows.Day(row["cohort_month"]!):yyyy-MM}");
        Assert.Equal(("10000000", "1000000", "10000000", "14", "10", "7", "0"), Of(rows["email 2026-01"]));
        Assert.Equal((null, null, null, null, null, null, null), Of(rows["email 2026-03"]));
        Assert.Equal("500000", rows["email 2026-03"]["customers"]);
        Assert.Equal("5000000", rows["store 2026-02"]["spend"]);
    }

    [Fact]
    public void Segments_are_held_against_what_their_months_and_channels_cost()
    {
        var rows = Rows.Of(Run().Table("segment_value")).ToDictionary(row => $"{row["dimension"]} {row["segment"]}");
        // Both came by email first; Ann, worth 70.00, in a month that is known, Bob in one that is not. First orders bring 37.50 on average.
        Assert.Equal(("22000000", "1", "22000000", 70 / 22.0, "0"), Costs("(all) (all)"));
        Assert.Equal(("10000000", "1", "10000000", 7, "0"), Costs("first_channel email"));
        Assert.Equal(("7000000", "0", null, 0, null), Costs("first_channel radio"));
        Assert.Equal(("17000000", "1", "17000000", 70 / 17.0, "0"), Costs("cohort_month 2026-01-01"));
        Assert.Equal(("5000000", "0", null, 0, null), Costs("cohort_month 2026-02-01"));
        Assert.Equal((null, "0", null, null, null), Costs("cohort_month 2026-03-01"));
        Assert.Equal((null, null, null, null, null), Costs("segment (all)"));
        Assert.Equal(("0", "0", null), (rows["first_channel radio"]["customers"], rows["first_channel radio"]["clv"], rows["first_channel radio"]["clv_mean"]));

        (string?, string?, string?, double?, string?) Costs(string key) => (rows[key]["spend"], rows[key]["new_customers"], rows[key]["cac"],
            rows[key]["clv_to_cac"] is { } ratio ? double.Parse(ratio, System.Globalization.CultureInfo.InvariantCulture) : null, rows[key]["payback_months"]);
    }

    [Fact]
    public void Bad_rows_are_counted_and_every_sum_reconciles()
    {
        var results = Run();
        Assert.Equal("22000000", $"{results.Ledger.Spend}");
        Assert.All(results.Check().Where(check => check.Name != "rejected_share_spend"), check => Assert.True(check.Passed, $"{check}"));
        Assert.Equal(["spend|rejected|currency is not EUR|1|∅", "spend|rejected|date is null|1|∅"],
            Rows.Text(results, "intake_count").Split('\n').Where(line => line.Contains("spend|rejected", StringComparison.Ordinal)).Select(line => line[2..].TrimEnd()));
    }

    [Fact]
    public void Payback_counts_the_months_that_a_new_customer_needs()
    {
        var value = NewCustomerValue.Of((37_500_000 * 2, 2), 0.5, null)!;
        Assert.Equal((0, (int?)null), (value.PaybackMonths(37.5), value.PaybackMonths(37.51)));
        Assert.Null(NewCustomerValue.Of((0, 0), 0.5, null));
    }

    [Fact]
    public void A_millionth_of_a_customer_costs_more_than_a_result_holds_and_ends_no_run()
    {
        var columns = new SpendColumns(null, 3);
        columns.Set(0, 30_000_000_000_000, 1, 1, 1, 1);
        columns.Set(1, -5_000_000, 1_000_000, 1, 1, 1);
        columns.Set(2, 5_000_000, 500_000, 1, 1, 1);
        var table = columns.AddTo(new TableBuilder(new TableSpec("costs", "", Tables.ChannelSummary.Columns.Skip(13).ToList()), 3)).Build();
        Assert.Equal([null, null, "10000000"], Rows.Of(table).Select(row => row["cac"]));
    }

    [Fact]
    public void A_date_of_spend_is_a_day_of_its_own_calendar()
    {
        // In Tokyo the first of February begins on the last of January in UTC.
        var results = Run(zone: "Asia/Tokyo");
        Assert.Equal("5000000", Rows.Of(results.Table("channel_month")).First(row => row["channel"] == "store" && $"{Rows.Day(row["cohort_month"]!):yyyy-MM}" == "2026-02")["spend"]);
    }

    [Fact]
    public void Without_spend_every_cost_is_unknown()
    {
        var results = Run(spend: false);
        Assert.All(Rows.Of(results.Table("channel_summary")), row => Assert.Equal((null, null, null, null, null, null, null), Of(row)));
        // Spend changes nothing that was there before.
        Assert.Equal(Rows.Text(Run(), "channel_value"), Rows.Text(results, "channel_value"));
    }

    private Dictionary<string, Dictionary<string, string?>> Summary(string table) => Rows.Of(Run().Table(table)).Where(row => row["mode"] == "acquisition").ToDictionary(row => row["channel"]!);

    private RunResults Run(bool spend = true, string? zone = null)
    {
        DatasetSource[] sources = [.. new[] { "touchpoints", "orders", "spend" }.Take(spend ? 3 : 2).Select(name => new DatasetSource(name, $"{name}.parquet", new Dictionary<string, string>(), name == "spend" ? zone : null))];
        using var inputs = SourceInputs.Open(sources, _temp.Path);
        var settings = new RunSettings
        {
            Clv = new ClvSettings { Model = "none", GrossMargin = 0.5m },
            Attribution = new AttributionSettings { Models = [new ModelSettings { Type = "linear" }] },
            Quality = new QualitySettings { MaxRejectedShare = 1 },
        };
        return Pipeline.Run(inputs.Inputs, settings, new RunRequest("r", new DateOnly(2026, 3, 31)), new RunOptions(2), Silent.Instance, CancellationToken.None);
    }

    private static (string?, string?, string?, string?, string?, string?, string?) Of(Dictionary<string, string?> row) =>
        (row["spend"], row["new_customers"], row["cac"], row["roas"], row["roas_first_order"], row["clv_to_cac"], row["payback_months"]);
}
