using ClvPipeline.Storage;
using ClvPipeline.Tests.Clv;
using ClvPipeline.Tests.Laws;
using ClvPipeline.Tests.Oracle;
using ClvPipeline.Tests.Storage;
using Xunit;

namespace ClvPipeline.Tests.Change;

/// <summary>What moved since the run before: whole shops, run by run, against runs by hand in which one thing was changed.</summary>
public sealed class RunChangeTests
{
    [Fact]
    public void Causes_add_up_to_the_difference_whatever_changed()
    {
        var met = new HashSet<string>();
        for (var seed = 1; seed <= 16; seed++)
        {
            var two = TwoRuns.Make(seed);
            var before = two.Run(two.WithoutLate, two.Settings, two.Then);
            var now = two.Run(two.Shop, two.Others, two.Oracle.AsOf, TwoRuns.Kept(before, two.Settings, two.Then, same: false));
            Assert.Equal(TwoRuns.Minus(TwoRuns.Clv(now), TwoRuns.Clv(before)), TwoRuns.Moving(TwoRuns.Moved(now)));
            Assert.True(now.Check().Single(check => check.Name == "run_change").Passed, $"seed {seed}");
            met.UnionWith(TwoRuns.Causes(now));
        }

        Assert.Equal(["fit", "late events", "new events", "parameters"], met.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_cause_is_the_difference_of_two_runs_by_hand()
    {
        var compared = 0;
        for (var seed = 1; seed <= 16; seed++)
        {
            var two = TwoRuns.Make(seed);
            var before = two.Run(two.WithoutLate, two.Settings, two.Then);
            var now = two.Run(two.Shop, two.Others, two.Oracle.AsOf, TwoRuns.Kept(before, two.Settings, two.Then, same: false));
            // The settings of then on the rows of today, with models fitted anew as every run fits them.
            var fitted = two.Run(two.Shop, two.Settings, two.Oracle.AsOf);
            Assert.Equal(TwoRuns.Minus(TwoRuns.Clv(now), TwoRuns.Clv(fitted)), TwoRuns.Moving(TwoRuns.Moved(now, "parameters")));
            Assert.Equal(TwoRuns.Minus(TwoRuns.Clv(fitted), TwoRuns.Clv(before)), TwoRuns.Moving(TwoRuns.Moved(now, "late events", "new events", "fit")));
            compared += TwoRuns.Moved(now).Count;
            if (two.Predicts) continue;
            var then = two.Run(two.Shop, two.Settings, two.Then);
            Assert.Equal(TwoRuns.Minus(TwoRuns.Clv(then), TwoRuns.Clv(before)), TwoRuns.Moving(TwoRuns.Moved(now, "late events")));
            Assert.Equal(TwoRuns.Minus(TwoRuns.Clv(fitted), TwoRuns.Clv(then)), TwoRuns.Moving(TwoRuns.Moved(now, "new events")));
        }

        Assert.True(compared > 500, $"{compared} channels");
    }

    [Fact]
    public void What_did_not_change_moves_nothing()
    {
        for (var seed = 1; seed <= 16; seed++)
        {
            var two = TwoRuns.Make(seed);
            string[] fit = two.Predicts ? ["fit"] : [];
            var then = two.Run(two.Shop, two.Settings, two.Then);
            var today = two.Run(two.Shop, two.Settings, two.Oracle.AsOf);
            // Nothing at all.
            var same = two.Run(two.Shop, two.Settings, two.Oracle.AsOf, TwoRuns.Kept(today, two.Settings, two.Oracle.AsOf));
            Assert.All(Rows.Of(same.Table("run_change")), row => Assert.Equal(("(unattributed)", "0", null), (row["channel"]!, row["clv"]!, row["reason"])));
            Assert.NotEqual(0, same.Table("run_change").Rows);
            // New days alone: not a micro-unit came late, although the day of then was valued again by models that were read back.
            Assert.Empty(TwoRuns.Causes(two.Run(two.Shop, two.Settings, two.Oracle.AsOf, TwoRuns.Kept(then, two.Settings, two.Then))).Except([.. fit, "new events"]));
            // Late rows alone.
            var late = two.Run(two.Shop, two.Settings, two.Oracle.AsOf, TwoRuns.Kept(two.Run(two.WithoutLate, two.Settings, two.Oracle.AsOf), two.Settings, two.Oracle.AsOf));
            Assert.Empty(TwoRuns.Causes(late).Except([.. fit, "late events"]));
            // Settings alone.
            var other = two.Run(two.Shop, two.Others, two.Oracle.AsOf, TwoRuns.Kept(today, two.Settings, two.Oracle.AsOf, same: false));
            Assert.Empty(TwoRuns.Causes(other).Except(["parameters"]));
        }
    }

    [Fact]
    public void A_first_run_has_no_rows() => Assert.Equal(0, TwoRuns.Make(3) is var two ? two.Run(two.Shop, two.Settings, two.Oracle.AsOf).Table("run_change").Rows : -1);

    [Fact]
    public void Neither_threads_nor_memory_nor_the_order_of_rows_change_a_byte()
    {
        using var folder = new TempFolder();
        for (var seed = 1; seed <= 8; seed++)
        {
            var two = TwoRuns.Make(seed);
            var earlier = TwoRuns.Kept(two.Run(two.WithoutLate, two.Settings, two.Then), two.Settings, two.Then, same: false);
            var one = two.Run(two.Shop, two.Others, two.Oracle.AsOf, earlier);
            var other = two.Run(two.Shop, two.Others, two.Oracle.AsOf, earlier, new RunOptions(8) { BucketBits = 4, Spill = new SpillFiles(folder.Path), MemoryLimit = 0 }, new Layout(seed, 5));
            Assert.Equal(Rows.Text(one, "run_change"), Rows.Text(other, "run_change"));
        }
    }

    [Fact]
    public void What_the_models_of_then_make_of_today_is_what_their_formulas_say()
    {
        // A shop without touchpoints: all of it is (unattributed), so one number is the value of all customers.
        var (shop, oracle) = LeavingShop.Make(5);
        var (settings, then) = (EngineRun.Settings(oracle, "mbg_nbd") with { Clv = new ClvSettings { Model = "mbg_nbd", Fits = "pooled", GrossMargin = 0.4m } }, oracle.AsOf.AddDays(-60));
        var two = new TwoRuns(shop with { Customers = null }, oracle, settings);
        var before = two.Run(two.Shop, settings, then);
        var now = two.Run(two.Shop, settings, oracle.AsOf, TwoRuns.Kept(before, settings, then));
        var fits = Rows.Of(before.Table("model_fit")).ToDictionary(row => $"{row["role"]} {row["parameter"]}", row => double.Parse(row["value"]!, System.Globalization.CultureInfo.InvariantCulture));
        var model = new BetaGeometricNbd(true, fits["purchases r"], fits["purchases alpha"], fits["purchases a"], fits["purchases b"]);
        var spend = new GammaGamma(fits["spend p"], fits["spend q"], fits["spend v"]);
        var (start, year) = (then.DayNumber - 719_162, two.Shop.Orders.Where(order => Day(order) <= then.DayNumber - 719_162 && Day(order) > then.DayNumber - 719_162 - 365).ToList());
        var (averageOrder, margin) = (year.Average(order => order.Revenue!.Value), year.Sum(order => order.Revenue!.Value - order.Cogs!.Value) / year.Sum(order => order.Revenue!.Value));
        var (today, expected) = (oracle.AsOf.DayNumber - 719_162, 0.0);
        foreach (var customer in two.Shop.Orders.GroupBy(order => order.CustomerId))
        {
            var days = customer.Select(Day).Distinct().Order().ToList();
            var (revenue, profit, x) = (customer.Sum(order => order.Revenue!.Value), customer.Sum(order => order.Revenue!.Value - order.Cogs!.Value), days.Count - 1);
            var mean = x == 0 ? 0 : customer.Where(order => Day(order) > days[0]).Sum(order => order.Revenue!.Value) / x;
            var rate = (profit + 5 * averageOrder * margin) / (revenue + 5 * averageOrder);
            expected += profit + rate * spend.ExpectedSpend(x, mean) * model.DiscountedPurchases(new History(x, days[^1] - days[0], today - days[0]), new Horizon(36, 0.1));
        }

        var first = TwoRuns.Clv(before).Keys.First();
        Assert.Equal(expected, (TwoRuns.Clv(before)[first] + TwoRuns.Moved(now, "late events", "new events")[first]) / 1e6, 1e-4);
        Assert.Equal(0, TwoRuns.Moved(now, "late events")[first]);
        Assert.NotEqual(0, TwoRuns.Moved(now, "fit")[first]);

        static int Day(OrderRow order) => (int)(order.OrderedAt!.Value / 86_400_000_000L);
    }

    [Fact]
    public void What_cannot_be_told_apart_says_why_and_still_adds_up()
    {
        for (var seed = 1; seed <= 8; seed++)
        {
            var two = TwoRuns.Make(seed);
            var before = two.Run(two.WithoutLate, two.Settings, two.Then);
            var kept = TwoRuns.Kept(before, two.Settings, two.Then, same: false);
            var whole = TwoRuns.Run(two, kept);
            var unreadable = TwoRuns.Run(two, kept with { Settings = null, Unreadable = "another world" });
            Assert.Equal([("(not separable)", "another world")], Reasons(unreadable));
            Assert.Equal(TwoRuns.Moving(TwoRuns.Moved(whole)), TwoRuns.Moving(TwoRuns.Moved(unreadable)));
            // Another version may have valued the same rows otherwise; what follows from there is told as ever.
            var otherVersion = TwoRuns.Run(two, kept with { Otherwise = "another version" });
            Assert.Contains(("(not separable)", "another version"), Reasons(otherVersion));
            Assert.Equal(TwoRuns.Moving(TwoRuns.Moved(whole, "late events")), TwoRuns.Moving(TwoRuns.Moved(otherVersion, "(not separable)")));
            Assert.Equal(TwoRuns.Moving(TwoRuns.Moved(whole, "new events", "parameters")), TwoRuns.Moving(TwoRuns.Moved(otherVersion, "new events", "parameters")));
            if (!two.Predicts) continue;
            // Without the models of then nothing tells late rows, new days and the fit apart.
            var modelless = TwoRuns.Run(two, kept with { ModelFit = null });
            Assert.Contains(("(not separable)", "the models of the run before are not kept"), Reasons(modelless));
            Assert.Equal(TwoRuns.Moving(TwoRuns.Moved(whole, "parameters")), TwoRuns.Moving(TwoRuns.Moved(modelless, "parameters")));
            Assert.Equal(TwoRuns.Moving(TwoRuns.Moved(whole)), TwoRuns.Moving(TwoRuns.Moved(modelless)));
        }

        static List<(string, string?)> Reasons(RunResults results) => [.. Rows.Of(results.Table("run_change")).Where(row => row["reason"] is not null).Select(row => (row["cause"]!, row["reason"])).Distinct()];
    }
}
