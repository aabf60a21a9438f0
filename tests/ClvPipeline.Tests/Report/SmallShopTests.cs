using ClvPipeline.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Report;

/// <summary>Shops that have little: each page is whole, and says what it lacks.</summary>
public sealed class SmallShopTests : IDisposable
{
    private static readonly (string, string, int)[] Touches = [.. Enumerable.Range(0, 40).SelectMany(c => new[] { ($"c{c}", c % 3 == 0 ? "search" : "mail", 10 * c), ($"c{c}", c % 2 == 0 ? "mail" : "social", 10 * c + 5) })];
    private static readonly (string, int, decimal)[] Orders = [.. Enumerable.Range(0, 40).SelectMany(c => Enumerable.Range(0, 1 + c % 4).Select(n => ($"c{c}", 10 * c + 6 + 30 * n, 20m + c)))];

    private readonly ReportShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void A_shop_with_everything_has_no_empty_section_but_those_that_need_more()
    {
        var page = Whole(_shop.With(Touches, Orders, [("search", 20, 100m), ("mail", 50, 30m), ("radio", 60, 500m)], [.. Enumerable.Range(0, 40).Select(c => ($"c{c}", c % 2 == 0 ? "home" : "work"))], "\"report\": { \"customers\": \"top:3\" },").Page());
        var seen = ReportShop.Seen(page);
        Assert.Contains("radio cost €500 and brought nobody who can be traced to it.", seen.Replace(" .", ".", StringComparison.Ordinal).Replace("  ", " ", StringComparison.Ordinal));
        Assert.Contains("There is nothing to compare with", seen);
        Assert.DoesNotContain("NaN", page);
        Assert.DoesNotContain("∞", page);
    }

    [Fact]
    public void One_channel() => Assert.Contains("search brings the most", ReportShop.Seen(Whole(_shop.With([.. Touches.Select(t => (t.Item1, "search", t.Item3))], Orders).Page())));

    [Fact]
    public void One_model()
    {
        var page = Whole(_shop.With(Touches, Orders, more: "\"attribution\": { \"models\": [ { \"type\": \"last_touch\" } ], \"modes\": { \"order\": {} } },").Page());
        Assert.Contains("By last_touch.", page);
        Assert.DoesNotContain("Models side by side", page);
    }

    [Fact]
    public void No_spend() => Assert.Contains("There are no costs to hold against the value", Whole(_shop.With(Touches, Orders).Page()));

    [Fact]
    public void Spend_without_the_mode_that_counts_new_customers() =>
        Assert.Contains("this run did not compute it", Whole(_shop.With(Touches, Orders, [("mail", 5, 10m)], more: "\"attribution\": { \"modes\": { \"lifetime\": {} } },").Page()));

    [Fact]
    public void No_model_of_the_future()
    {
        var page = Whole(_shop.With(Touches, Orders, more: "").Page("r", "--set", "clv.model=none"));
        Assert.Contains("so nobody knows who is leaving", page);
        Assert.Contains("the expected part is 0", page);
    }

    [Fact]
    public void One_customer() => Assert.Contains("too few to say how value is spread", Whole(_shop.With([("a", "mail", 1)], [("a", 2, 50m)]).Page()));

    [Fact]
    public void Nothing_but_unattributed_value()
    {
        var page = Whole(_shop.With([("nobody", "mail", 1)], [("a", 2, 50m), ("b", 3, 60m)]).Page());
        Assert.Contains("all value is unattributed", page);
        Assert.Contains("no customer had a touchpoint in the time that counts", page);
    }

    [Fact]
    public void Customers_who_cost_more_than_they_brought() => Whole(_shop.With(Touches, [.. Orders, .. Enumerable.Range(0, 40).Select(c => ($"c{c}", 400, -500m))]).Page("r", "--set", "clv.model=none"));

    [Fact]
    public void No_row_per_customer_or_some()
    {
        Assert.Contains("output.customerValue is none", Whole(_shop.With(Touches, Orders).Page("none", "--set", "output.customerValue=none")));
        Assert.Contains("only the <strong>5</strong> with the highest value", Whole(_shop.Page("five", "--set", "output.customerValue=top:5")));
    }

    [Fact]
    public void A_run_that_a_check_refused_says_why()
    {
        var page = Whole(_shop.With([.. Touches, ("x", null!, 1)], [.. Orders, (null!, 5, 1m)]).Page("r", "--set", "quality.maxRejectedShare=0"));
        Assert.Contains("A check refused this run", page);
        Assert.Contains("rejected_share_orders", page);
        Assert.Contains("orders: customer_id is null", page);
        Assert.Contains("<span class=\"chip bad\">failed</span>", page);
    }

    [Fact]
    public void What_changed_since_the_run_before_is_told_by_channel()
    {
        _shop.With(Touches, Orders).Page("before", "--as-of", "2025-12-31");
        _shop.Shell.Now = _shop.Shell.Now.AddDays(1);
        var page = Whole(_shop.Page("after"));
        Assert.Contains("Run <strong><bdi>before</bdi></strong> of <strong>31 December 2025</strong> showed", page);
        Assert.Contains("id=\"change\"", page);
        Assert.Contains("By cause: new events ", page);
        Assert.Contains("; fit ", page);
        Assert.Contains("id=\"change-causes\"", page);
        // Told again later, when other runs have been published since, it is the same.
        _shop.Shell.Now = _shop.Shell.Now.AddDays(1);
        _shop.Page("later");
        Assert.Equal(ExitCode.Ok, _shop.Shell.Clv("report", "after"));
        Assert.Equal(page, _shop.Read("after"));
    }

    [Fact]
    public void What_cannot_be_told_apart_is_told_with_its_reason()
    {
        _shop.With(Touches, Orders).Page("before");
        var page = Whole(_shop.Page("after", "--set", "attribution.modes.acquisition.windowDays=1"));
        Assert.Contains("All of it has one cause. Settings: they were changed.", page);
        Assert.DoesNotContain("id=\"change-causes\"", page); // one cause is the same by channel
        var run = Path.Combine(_shop.Shell.Folder, "out", "runs", "before", "run.json");
        File.WriteAllText(run, File.ReadAllText(run).Replace("\"grossMargin\"", "\"netMargin\"", StringComparison.Ordinal));
        Assert.Contains("Not everything can be told apart: <span lang=\"en\">its settings cannot be read: clv.netMargin: unknown setting", Whole(_shop.Page("unclear")));
        Assert.Equal(ExitCode.Ok, _shop.Shell.Clv("report", "unclear", "--language", "nl"));
        Assert.Contains("Niet alles is uit elkaar te houden: <span lang=\"en\">", Whole(_shop.Read("unclear")));
        _shop.Shell.Now = _shop.Shell.Now.AddDays(1);
        Assert.Contains("What moved since run", Whole(_shop.Page("off", "--set", "output.runChange=false")).Replace("<strong>", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Runs_of_another_currency_are_not_compared()
    {
        _shop.With(Touches, Orders).Page("before");
        _shop.Shell.Now = _shop.Shell.Now.AddDays(1);
        Assert.Contains("it cannot be compared", Whole(_shop.With(Touches, Orders, more: "\"currency\": \"USD\",").Page("after")));
    }

    [Fact]
    public void Customers_are_named_only_when_that_is_asked_for()
    {
        Assert.DoesNotMatch(@"\bc\d+\b", ReportShop.Seen(_shop.With(Touches, Orders).Page()));
        Assert.Equal(ExitCode.Ok, _shop.Shell.Clv("report", "r", "--customers", "top:2"));
        Assert.Matches(@"\bc\d+\b", ReportShop.Seen(_shop.Read()));
    }

    private static string Whole(string page)
    {
        Assert.Null(Balanced.Problem(page));
        Assert.All(["channels", "spend", "customers", "risk", "paths", "trust", "definitions"], id => Assert.Contains($"<section id=\"{id}\"", page));
        return page;
    }
}
