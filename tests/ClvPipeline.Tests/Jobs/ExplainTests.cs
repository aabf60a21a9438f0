using System.Globalization;
using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using ClvPipeline.Tests.Oracle;
using Xunit;

namespace ClvPipeline.Tests.Jobs;

/// <summary>What <c>clv explain</c> prints.</summary>
public sealed class ExplainTests : IDisposable
{
    private static readonly long Start = (long)(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalMicroseconds;
    private readonly TestShell _shell = new() { Width = 80 };

    public ExplainTests()
    {
        var settings = new OracleSettings { AsOf = new DateOnly(2026, 3, 31), TimeZone = "Europe/Amsterdam", GrossMargin = 0.4m };
        ShopFiles.Write(Small(), settings, new Layout(), Path.Combine(_shell.Folder, "data"));
        _shell.Write("clv.json", """
            {
              "timeZone": "Europe/Amsterdam", "currency": "EUR", "asOf": "2026-03-31", "clv": { "model": "none", "grossMargin": 0.4 },
              "sources": { "touchpoints": { "parquet": "data/touchpoints" }, "orders": { "parquet": "data/orders" }, "customers": { "parquet": "data/customers" } },
              "attribution": { "models": [ { "type": "last_touch" }, { "type": "linear" } ] }
            }
            """);
    }

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void The_page_goes_from_touchpoints_to_credits_line_by_line()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("explain", "--customer", "ann"));
        Assert.Equal("""
            Customer ann: segment vip, cohort 2026-01
            As of 2026-03-31; times in Europe/Amsterdam, amounts in EUR

            Touchpoints that count: 3
              no.  when                 channel  campaign  touch_id
              ---  -------------------  -------  --------  --------
                1  2026-01-02 01:00:00  email    spring    t1
                2  2026-01-03 01:00:00  direct   (none)    t2
                3  2026-01-21 01:00:00  social   (none)    t3

            Touchpoints that do not count: 3
              when                 channel  campaign  touch_id  why
              -------------------  -------  --------  --------  -------------------------
              2026-01-02 02:00:00  email    spring    t1        repeats another row
              2026-01-04 01:00:00  email    (none)    t4        no consent
              2026-04-11 02:00:00  email    (none)    t5        later than the as-of date

            Order rows: 7
              order_id  when                 revenue     cogs  what became of it
              --------  -------------------  -------  -------  --------------------------
              o1        2026-01-11 01:00:00   100.00    60.00  order
              o1        2026-01-11 02:00:00   100.00    60.00  repeats another row
              o1        2026-01-12 01:00:00   -10.00    -6.00  refund
              o2        2026-01-31 01:00:00    50.01  unknown  order
              o9        2026-02-10 01:00:00    -5.00     0.00  refund of an unknown order
              o3        2026-02-20 01:00:00    30.00    10.00  no order: refunded in full
              o3        2026-02-22 01:00:00   -30.00   -10.00  refund

            Orders: 2
              order_id    when                 revenue       cogs     profit
              ----------  -------------------  -------  ---------  ---------
              o1          2026-01-11 01:00:00    90.00  54.000000  36.000000
              o2          2026-01-31 01:00:00    50.01  30.006000  20.004000
              (no order)                         -5.00   0.000000  -5.000000
              total                             135.01  84.006000  51.004000
              (no order): refunds of unknown orders, and what is left of orders that were
                refunded in full

            Customer lifetime value
              historic profit  51.004000
              expected profit   0.000000  (clv.model is none)
              clv              51.004000

            acquisition (window of 90 days)
              51.004000: the customer's clv; touchpoints from 2025-10-13 02:00:00, up to
                2026-01-11 01:00:00; not in it: 3 (after the reference)
              no.  channel  campaign          last_touch              linear
              ---  -------  --------  ------------------  ------------------
                1  email    spring                     -   50.00%  25.502000
                2  direct   (none)    100.00%  51.004000   50.00%  25.502000
                   total              100.00%  51.004000  100.00%  51.004000

            order (window of 30 days, restart)
              36.00: profit of order o1; touchpoints from 2025-12-12 01:00:00, up to
                2026-01-11 01:00:00; not in it: 3 (after the reference)
              no.  channel  campaign      last_touch          linear
              ---  -------  --------  --------------  --------------
                1  email    spring                 -   50.00%  18.00
                2  direct   (none)    100.00%  36.00   50.00%  18.00
                   total              100.00%  36.00  100.00%  36.00

              20.004000: profit of order o2; touchpoints after the order of 2026-01-11
                01:00:00, up to 2026-01-31 01:00:00; not in it: 1-2 (not after the order
                before)
              no.  channel  campaign          last_touch              linear
              ---  -------  --------  ------------------  ------------------
                3  social   (none)    100.00%  20.004000  100.00%  20.004000
                   total              100.00%  20.004000  100.00%  20.004000

              -5.00: what is no order's own, an equal part over each of the 2 orders'
                journeys
              no.  channel  campaign      last_touch          linear
              ---  -------  --------  --------------  --------------
                1  email    spring                 -   25.00%  -1.25
                2  direct   (none)     50.00%  -2.50   25.00%  -1.25
                3  social   (none)     50.00%  -2.50   50.00%  -2.50
                   total              100.00%  -5.00  100.00%  -5.00

              51.004000: all of them, the customer's clv

            lifetime (unlimited window)
              51.004000: the customer's clv; touchpoints from the first on, up to 2026-03-31
                23:59:59.999999
              no.  channel  campaign          last_touch              linear
              ---  -------  --------  ------------------  ------------------
                1  email    spring                     -   33.33%  17.001333
                2  direct   (none)                     -   33.33%  17.001334
                3  social   (none)    100.00%  51.004000   33.33%  17.001333
                   total              100.00%  51.004000  100.00%  51.004000

            """, _shell.Out);
    }

    [Fact]
    public void Mode_and_model_narrow_it()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("explain", "--customer", "ann", "--mode", "lifetime", "--model", "last_touch"));
        Assert.Contains("lifetime (unlimited window)", _shell.Out);
        Assert.DoesNotContain("linear", _shell.Out);
        Assert.DoesNotContain("acquisition", _shell.Out);
        Assert.Equal(ExitCode.Usage, _shell.Clv("explain", "--customer", "ann", "--mode", "lifetim", "--model", "markov"));
        Assert.Equal("2 problems:\n  --mode: 'lifetim' is not a mode of these settings; did you mean 'lifetime'?\n  --model: 'markov' is not a model of these settings; expected one of last_touch, linear\n", _shell.Error);
    }

    [Fact]
    public void What_is_expected_is_spelt_out_factor_by_factor()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("explain", "--customer", "ann", "--set", "clv.model=mbg_nbd"));
        string Line(string label) => _shell.Out.Split('\n').First(line => line.StartsWith($"  {label} ", StringComparison.Ordinal));
        decimal Number(string label) => decimal.Parse(Line(label)[(label.Length + 2)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains("1, 20, 79", Line("x, t_x, T"), StringComparison.Ordinal);
        Assert.Contains("mbg_nbd", Line("model"), StringComparison.Ordinal);
        Assert.InRange(Number("expected revenue") - Number("expected spend") * Number("discounted purchases"), -0.001m, 0.001m);
        Assert.InRange(Number("expected profit") - Number("margin rate") * Number("expected revenue"), -0.001m, 0.001m);
        Assert.Contains("with 90 % probability between", Line("clv"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_that_no_touchpoint_may_claim_is_unattributed()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("explain", "--customer", "bob", "--mode", "order"));
        Assert.EndsWith("""
            order (window of 30 days, restart)
              8.00: profit of order o4; touchpoints from 2026-01-01 01:00:00, up to
                2026-01-31 01:00:00
              no.  channel         campaign     last_touch         linear
              ---  --------------  --------  -------------  -------------
                   (unattributed)            100.00%  8.00  100.00%  8.00
                   total                     100.00%  8.00  100.00%  8.00

            """, _shell.Out);
        Assert.Contains("segment (unknown)", _shell.Out);
        Assert.Contains("Touchpoints that count: 0\n", _shell.Out);
    }

    [Fact]
    public void Who_never_bought_gets_a_page_without_credit()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("explain", "--customer", "eve"));
        Assert.Contains("Customer eve: segment b2c, no order\n", _shell.Out);
        Assert.Contains("Touchpoints that count: 1\n", _shell.Out);
        Assert.Contains("Rejected rows: 1\n  data/orders/part-1.parquet, row 10: revenue is ", _shell.Out);
        Assert.Contains("Order rows: 1\n", _shell.Out);
        Assert.EndsWith("The profit of -7.00 is part of profit_without_purchase in the table run.\n", _shell.Out);
        Assert.Equal(ExitCode.Ok, _shell.Clv("explain", "--customer", "zoe"));
        Assert.Contains("Touchpoints that count: 0\n", _shell.Out);
        Assert.EndsWith("and nothing to credit.\n", _shell.Out);
    }

    [Fact]
    public void The_as_of_date_decides_what_is_seen()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("explain", "--customer", "ann", "--as-of", "2026-01-10"));
        Assert.Contains("Touchpoints that do not count: 4\n", _shell.Out);
        Assert.Contains("no order\n", _shell.Out);
    }

    [Fact]
    public void An_unknown_customer_is_one_sentence_and_exit_code_1()
    {
        Assert.Equal(ExitCode.Failed, _shell.Clv("explain", "--customer", "nobody"));
        Assert.EndsWith("no row of these inputs names customer 'nobody'\n", _shell.Error);
        Assert.Empty(_shell.Out);
        Assert.Equal(ExitCode.Failed, _shell.Clv("explain", "--customer", "nobody", "--json"));
        Assert.Equal("no row of these inputs names customer 'nobody'", (string)JsonNode.Parse(_shell.Out)!["problems"]![0]!);
    }

    [Theory]
    [InlineData("integer", "integers")]
    [InlineData("uuid", "UUIDs")]
    public void An_id_of_a_wrong_kind_is_one_sentence_and_exit_code_1(string kind, string expected)
    {
        _shell.Clv("generate", "--customers", "20", "--out", "shop", "--ids", kind, "--threads", "1");
        Assert.Equal(ExitCode.Failed, _shell.Clv("explain", "--config", "shop/clv.json", "--customer", "ann"));
        Assert.EndsWith($"'ann' is not a customer_id of these inputs; they hold {expected}\n", _shell.Error);
    }

    [Fact]
    public void Json_says_it_all_in_decimal_text_that_adds_up()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("explain", "--customer", "ann", "--json"));
        var node = JsonNode.Parse(_shell.Out)!;
        Assert.Equal(("ann", "vip", "2026-01-01", "51.004000", 0), ((string)node["customer_id"]!, (string)node["segment"]!, (string)node["cohort_month"]!, (string)node["clv"]!, (int)node["exit_code"]!));
        Assert.Equal(["used", "used", "used", "repeated", "no_consent", "not_visible"], node["touchpoints"]!.AsArray().Select(touch => (string)touch!["outcome"]!));
        Assert.Equal("2026-01-02T00:00:00Z", (string)node["touchpoints"]![0]!["occurred_at"]!);
        Assert.Equal(["acquisition", "order", "order", "order", "lifetime"], node["journeys"]!.AsArray().Select(journey => (string)journey!["mode"]!));
        Assert.Equal("2026-01-11T00:00:00Z", (string)node["journeys"]![2]!["after_order_at"]!);
        foreach (var journey in node["journeys"]!.AsArray())
        {
            foreach (var (_, credits) in journey!["credits"]!.AsObject())
            {
                foreach (var measure in new[] { "customers", "orders", "revenue", "historic_profit", "expected_profit", "clv" })
                    Assert.Equal(Amount(journey["values"]![measure]), credits!.AsArray().Sum(credit => Amount(credit![measure])));
            }
        }

        static decimal Amount(JsonNode? node) => decimal.Parse((string)node!, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Names_and_ids_cannot_speak_to_the_terminal()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("explain", "--customer", "\u001b[31m"));
        Assert.DoesNotContain("\u001b", _shell.Out);
        Assert.Contains("Customer ?[31m:", _shell.Out);
        Assert.Equal(ExitCode.Failed, _shell.Clv("explain", "--customer", "\u001b[32m"));
        Assert.DoesNotContain("\u001b", _shell.Error);
    }

    private static Shop Small()
    {
        Id ann = Id.Of("ann"), bob = Id.Of("bob"), eve = Id.Of("eve"), red = Id.Of("\u001b[31m");
        return new Shop
        {
            Touches =
            [
                new(ann, At(20), "social", Id.Of("t3")), new(ann, At(1), "email", Id.Of("t1"), "spring"), new(ann, At(1, 1), "email", Id.Of("t1"), "spring"),
                new(ann, At(2), "direct", Id.Of("t2")), new(ann, At(3), "email", Id.Of("t4"), Consent: false), new(ann, At(100), "email", Id.Of("t5")),
                new(eve, At(5), "email", Id.Of("t6")), new(red, At(5), "e\u0007mail", Id.Of("t\u001b7")),
            ],
            Orders =
            [
                new(Id.Of("o1"), ann, At(10), 100, 60), new(Id.Of("o1"), ann, At(10, 1), 100, 60), new(Id.Of("o1"), ann, At(11), -10, -6), new(Id.Of("o2"), ann, At(30), 50.01),
                new(Id.Of("o9"), ann, At(40), -5, 0), new(Id.Of("o3"), ann, At(50), 30, 10), new(Id.Of("o3"), ann, At(52), -30, -10),
                new(Id.Of("o4"), bob, At(30), 20, 12), new(Id.Of("o5"), eve, At(30), -7, 0), new(Id.Of("o6"), eve, At(30), double.NaN, 0),
            ],
            Customers = [new(ann, "vip"), new(eve, "b2c"), new(Id.Of("zoe"), "b2b")],
        };
    }

    private static long At(int day, int hour = 0) => Start + (day * 24L + hour) * 3_600_000_000;
}
