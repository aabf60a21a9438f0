using Xunit;

namespace ClvPipeline.Tests.Oracle;

/// <summary>The rules that the reference sets do not reach, worked by hand. Times are days of 2024 at noon UTC.</summary>
public class OracleRuleTests
{
    private static readonly OracleSettings Settings = new() { AsOf = new DateOnly(2024, 12, 31), GrossMargin = 0.4m };

    [Theory]
    // A sale of 100 with COGS 60, then refunds (revenue, COGS).
    [InlineData(60.0, -50.0, null, 20)] // half of it back: half of the COGS too
    [InlineData(60.0, -50.0, -30.0, 20)] // the same, said
    [InlineData(60.0, -50.0, 0.0, -10)] // written off
    [InlineData(null, -50.0, null, 20)] // nothing known: 40 % of what is left
    [InlineData(null, -50.0, -30.0, 20)] // 40 - 20
    public void A_refund_nets_off_the_profit(double? cogs, double refund, double? refundCogs, double profit)
    {
        var result = Compute([], [Order("o", 10, 100, cogs), Order("o", 12, refund, refundCogs)]);
        var buyer = Assert.Single(result.Customers);
        Assert.Equal(50_000_000, buyer.Revenue);
        Assert.Equal(profit * 1e6, buyer.HistoricProfit);
        Assert.Equal(50_000_000 - profit * 1e6, buyer.Cogs);
        Assert.Single(buyer.Orders);
    }

    [Fact]
    public void A_fully_refunded_order_is_no_order_and_its_loss_stays()
    {
        var result = Compute([], [Order("o", 10, 100, 60), Order("o", 12, -100, 0)]);
        Assert.Empty(result.Customers);
        Assert.Empty(result.Cells);
        Assert.Equal(-60_000_000, result.ProfitWithoutPurchase);
    }

    [Fact]
    public void Equal_refunds_count_once_and_of_repeated_orders_the_smallest_stays()
    {
        var result = Compute([], [Order("o", 10, 100, 60), Order("o", 10, 90, 60), Order("o", 11, 80, 60), Order("o", 12, -10, 0), Order("o", 12, -10, 0), Order("o", 13, -10, 0)]);
        var buyer = Assert.Single(result.Customers);
        Assert.Equal(70_000_000, buyer.Revenue);
        Assert.Equal(10_000_000, buyer.HistoricProfit);
        Assert.Equal(3, result.Intake[("orders", Outcome.Used)]);
        Assert.Equal(3, result.Intake[("orders", Outcome.Repeated)]);
    }

    [Fact]
    public void Profit_is_rounded_once_for_an_order_and_halves_go_to_the_even_number()
    {
        // Half of 2 - 1, of 1 and of 3 micro-units: 0.5, 0.5, 1.5. Row by row the first would be 1 - 0.
        var result = Compute([], [Order("a", 10, 0.000002), Order("a", 11, -0.000001), Order("b", 10, 0.000001), Order("c", 10, 0.000003)], Settings with { GrossMargin = 0.5m });
        Assert.Equal([0L, 0, 2], Assert.Single(result.Customers).Orders.Select(order => order.Profit));
    }

    [Fact]
    public void Restart_sees_what_came_after_the_last_order_and_overlap_all()
    {
        IReadOnlyList<TouchRow> touches = [Touch("a", 1), Touch("b", 5), Touch("c", 6)];
        IReadOnlyList<OrderRow> orders = [Order("o1", 5, 10), Order("o2", 8, 30), Order("o3", 8, 50)];
        Assert.Equal([("a > b", 1), ("c", 2)], Paths(new OracleMode(ModeKind.Order, null)));
        Assert.Equal([("a > b", 1), ("a > b > c", 2)], Paths(new OracleMode(ModeKind.Order, null, Overlap: true)));
        Assert.Equal([("b > c", 2), ("b", 1)], Paths(new OracleMode(ModeKind.Order, 3, Overlap: true)).OrderByDescending(path => path.Journeys));

        List<(string Path, int Journeys)> Paths(OracleMode mode) =>
            [.. Compute(touches, orders, Settings with { Modes = [mode] }).Paths.Select(path => (path.Key.Path, path.Value.Journeys)).OrderBy(path => path.Path, StringComparer.Ordinal)];
    }

    [Fact]
    public void What_is_no_order_is_spread_over_all_journeys_of_the_customer()
    {
        // Profits 4 and 8 with a journey and without; an unlinked refund of 10 takes 4: 2 from each order's journey.
        var result = Compute([Touch("a", 1), Touch("b", 2)], [Order("o1", 5, 10), Order("o2", 8, 20), Order("x", 9, -10)],
            Settings with { Modes = [new OracleMode(ModeKind.Order, 30)], Models = [new OracleModel(ModelKind.Linear)] });
        Assert.Equal(
            [("(unattributed)", 6, 15, 1, 0.5, 0), ("a", 1, 2.5, 0.5, 0.25, 1), ("b", 1, 2.5, 0.5, 0.25, 1)],
            result.Cells.Select(cell => (cell.Key.Channel, Number(cell.Value.Clv), Number(cell.Value.Revenue), Number(cell.Value.Orders), Number(cell.Value.Customers), cell.Value.Touchpoints)).Order());
        Assert.Equal([6.0, 2], result.Paths.OrderBy(path => path.Key.Path, StringComparer.Ordinal).Select(path => Number(path.Value.Clv)));

        static double Number(Measure measure) => measure.Exact.ToDouble() / 1e6;
    }

    [Fact]
    public void Of_a_repeated_touch_the_winner_decides_and_rows_without_id_never_repeat()
    {
        var result = Compute(
            [
                Touch("a", 1, "t1", false), Touch("a", 1, "t1"), // false comes before true: this touch has no consent
                Touch("a", 2, "t2"), Touch("a", 2, "t2", null), Touch("a", 400, "t2"), // the last is not visible rather than repeated
                Touch("a", 3, null), Touch("a", 3, null), Touch("a", 3, " "), Touch("a\0", 3, "t2"),
            ],
            [Order("o", 5, 10)], Settings with { Modes = [new OracleMode(ModeKind.Lifetime, null)], Models = [new OracleModel(ModelKind.Linear)] });
        Assert.Equal(
            [(Outcome.Used, 4), (Outcome.Rejected, 1), (Outcome.Repeated, 2), (Outcome.NotVisible, 1), (Outcome.NoConsent, 1)],
            result.Intake.Where(pair => pair.Key.Dataset == "touchpoints").OrderBy(pair => pair.Key.Outcome).Select(pair => (pair.Key.Outcome, pair.Value)));
        Assert.Equal(4, result.Cells.Single(cell => cell.Key.Channel == "a").Value.Touchpoints);
    }

    [Fact]
    public void Segments_are_trimmed_and_the_smallest_stays()
    {
        var shop = new Shop
        {
            Touches = [],
            Orders = [Order("o", 1, 1, null, "a"), Order("o", 1, 1, null, "b"), Order("o", 1, 1, null, "c"), Order("o", 1, 1, null, "d")],
            Customers = [new(Id.Of("a"), " x "), new(Id.Of("b"), "x"), new(Id.Of("b"), " "), new(Id.Of("c"), "(all)"), new(Id.Of("e"), "y")],
        };
        Assert.Equal(["x", "(none)", "_(all)", "(unknown)"], Oracle.Compute(shop, Settings).Customers.Select(buyer => buyer.Segment));
        Assert.Equal(["(all)"], Oracle.Compute(shop with { Customers = null }, Settings).Customers.Select(buyer => buyer.Segment).Distinct());
    }

    [Fact]
    public void The_cohort_is_the_local_month_and_the_as_of_day_ends_locally()
    {
        var midnight = (new DateTime(2024, 7, 31, 22, 0, 0) - DateTime.UnixEpoch).Ticks / 10; // in Amsterdam the first microsecond of August
        var settings = Settings with { TimeZone = "Europe/Amsterdam" };
        OrderRow[] orders = [Order("o", 1, 1) with { OrderedAt = midnight }, Order("p", 1, 1, null, "d") with { OrderedAt = midnight - 1 }];
        Assert.Equal([new DateOnly(2024, 8, 1), new DateOnly(2024, 7, 1)], Compute([], orders, settings).Customers.Select(buyer => buyer.CohortMonth));
        Assert.Equal("d", Assert.Single(Compute([], orders, settings with { AsOf = new DateOnly(2024, 7, 31) }).Customers).Customer.Text);
    }

    [Fact]
    public void A_path_collapses_neighbours_and_ends_after_twenty_steps()
    {
        List<Touch> Journey(int steps) => [.. Enumerable.Range(0, steps).SelectMany(i => Enumerable.Repeat(new Touch(Id.Of("c"), i, null, i % 2 == 0 ? "a" : "b", Names.None), 2))];
        Assert.Equal("a > b > a", Journeys.Path(Journey(3)));
        Assert.EndsWith("a > b", Journeys.Path(Journey(20)), StringComparison.Ordinal);
        Assert.Equal(Journeys.Path(Journey(20)) + " > …", Journeys.Path(Journey(21)));
        Assert.Equal("(unattributed)", Journeys.Path([]));
    }

    [Fact]
    public void Names_are_ordered_by_their_bytes()
    {
        // By UTF-16 units the emoji would come first.
        Assert.True(Utf8Text.ByBytes.Compare("\uFF5E", "😀") < 0);
        Assert.True(Utf8Text.ByBytes.Compare(null, "") < 0);
        Assert.Equal(["(none)", "(none)", "_(none)", "_…", "a b"], new[] { null, "\u00A0", "(none)", " … ", "\ta b " }.Select(Names.Normal));
    }

    private static OracleResult Compute(IReadOnlyList<TouchRow> touches, IReadOnlyList<OrderRow> orders, OracleSettings? settings = null) =>
        Oracle.Compute(new Shop { Touches = touches, Orders = orders }, settings ?? Settings);

    private static long Noon(int day) => (new DateTime(2024, 1, 1, 12, 0, 0).AddDays(day - 1) - DateTime.UnixEpoch).Ticks / 10;

    private static TouchRow Touch(string channel, int day, string? id = null, bool? consent = true) =>
        new(Id.Of("c"), Noon(day), channel, id is null ? null : Id.Of(id), Consent: consent);

    private static OrderRow Order(string id, int day, double revenue, double? cogs = null, string customer = "c") => new(Id.Of(id), Id.Of(customer), Noon(day), revenue, cogs);
}
