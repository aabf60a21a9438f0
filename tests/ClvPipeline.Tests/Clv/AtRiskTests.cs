using System.Globalization;
using ClvPipeline.Tests.Laws;
using ClvPipeline.Tests.Oracle;
using Xunit;

namespace ClvPipeline.Tests.Clv;

/// <summary>The list of customers to win back: what stands in <c>customer_value</c>, ranked, with a reason.</summary>
public class AtRiskTests
{
    private static readonly string[] Models = ["mbg_nbd", "bg_nbd", "pareto_nbd", "auto"];

    [Fact]
    public void The_list_is_those_of_customer_value_who_are_leaving_with_something_to_lose_the_most_first()
    {
        string[] shared = ["customer_id", "segment", "status", "value_at_risk", "max_retention_spend", "p_alive", "expected_next_purchase", "days_overdue", "clv"];
        var listed = 0;
        for (var seed = 1; seed <= 16; seed++)
        {
            // Shops whose customers leave, and some in which everything goes wrong.
            var model = Models[seed % Models.Length];
            var (shop, settings) = seed % 4 == 0 && RandomShop.Make(seed) is var random ? (random.Shop, random.Settings) : LeavingShop.Make(seed);
            var results = LeavingShop.Run(shop, settings, model);
            Assert.Equal(Rows.Everything(results), Rows.Everything(LeavingShop.Run(shop, settings, model, threads: 8, bucketBits: 4, layout: new Layout(seed, 5))));
            // A stable sort: equals stay in the order of customer_value.
            var expected = Rows.Of(results.Table("customer_value")).Where(row => row["status"] is "at_risk" or "slipping" && Number(row["value_at_risk"]) > 0).OrderByDescending(row => Number(row["value_at_risk"])).ToList();
            var list = Rows.Of(results.Table("customers_at_risk")).ToList();
            Assert.Equal(expected.Select(row => Cells(row, shared)), list.Select(row => Cells(row, shared)));
            Assert.Equal(Enumerable.Range(1, list.Count), list.Select(row => (int)Number(row["rank"])));
            Assert.All(list, row => Assert.Matches("^bought on (one day only, 1 day ago|one day only, \\d+ days ago|\\d+ days, about every (day|\\d+ days); silent for (1 day|\\d+ days))(, longer than \\d+ % of such gaps)?(; less than \\d+ % likely to be still a customer)?$", row["reason"]));
            listed += list.Count;
        }

        Assert.True(listed > 150, $"{listed} customers");
    }

    [Fact]
    public void It_is_cut_to_as_many_as_customer_value_may_have_and_is_no_shorter_for_those_it_leaves_out()
    {
        var cut = 0;
        for (var seed = 1; seed <= 6; seed++)
        {
            var (shop, settings) = LeavingShop.Make(seed);
            var all = Rows.Text(LeavingShop.Run(shop, settings, "mbg_nbd"), "customers_at_risk").Split('\n');
            foreach (var (rows, most) in new[] { (CustomerRows.Parse("top:3")!, 3), (CustomerRows.Parse("top:20")!, 20), (CustomerRows.Parse("none")!, 0) })
            {
                var some = Rows.Text(LeavingShop.Run(shop, settings, "mbg_nbd", run => run with { CustomerValue = rows }, 8, 4), "customers_at_risk").Split('\n');
                Assert.Equal(all[..^1].Take(most), some[..^1]);
                if (most > 0 && all.Length - 1 > most) cut++;
            }

            Assert.Equal(0, LeavingShop.Run(shop, settings, "none").Table("customers_at_risk").Rows);
        }

        Assert.True(cut >= 10, $"{cut} lists were cut");
    }

    [Theory]
    [InlineData(IdKind.Integer)]
    [InlineData(IdKind.Text)]
    [InlineData(IdKind.Uuid)]
    public void Of_ten_thousand_and_more_the_best_are_kept_and_equals_stand_in_the_order_of_their_ids(IdKind kind)
    {
        // Two histories that are slipping, each of so many customers that the list is cut among equals, and some customers who are not.
        var numbers = Enumerable.Range(0, AtRiskRanking<IntegerKey>.MostCustomers + 1_900).ToArray();
        new Random(7).Shuffle(numbers);
        var orders = new List<OrderRow>();
        foreach (var (i, number) in numbers.Index())
        {
            var silent = i < 1_000 ? i % 20 : i % 2 == 0 ? 55 : 57;
            for (var back = 0; back < 9; back++) orders.Add(new OrderRow(Id.Of((long)orders.Count), LeavingShop.IdOf(kind, number - 5_000), LeavingShop.At(silent + 20 * back), 100));
        }

        var (shop, settings) = (LeavingShop.Of(kind, [.. orders]) with { OrderIds = IdKind.Integer }, new OracleSettings { AsOf = new DateOnly(2026, 6, 30), GrossMargin = 0.4m });
        var results = LeavingShop.Run(shop, settings, "pareto_nbd");
        var list = Rows.Of(results.Table("customers_at_risk")).ToList();
        Assert.Equal(AtRiskRanking<IntegerKey>.MostCustomers, list.Count);
        var expected = Rows.Of(results.Table("customer_value")).Where(row => row["status"] is "at_risk" or "slipping").OrderByDescending(row => Number(row["value_at_risk"])).ToList();
        Assert.True(expected.Count > list.Count, $"{expected.Count} leave");
        Assert.Equal(expected.Take(list.Count).Select(row => row["customer_id"]), list.Select(row => row["customer_id"]));
        Assert.Equal(2, list.Select(row => row["value_at_risk"]).Distinct().Count());
        Assert.Equal(Rows.Text(results, "customers_at_risk"), Rows.Text(LeavingShop.Run(shop, settings, "pareto_nbd", threads: 8, bucketBits: 5), "customers_at_risk"));
    }

    [Theory]
    [InlineData(0, 0, 140, 0.283, 0, "bought on one day only, 140 days ago; less than 29 % likely to be still a customer")]
    [InlineData(0, 0, 1, 0.4, 0, "bought on one day only, 1 day ago; less than 41 % likely to be still a customer")]
    [InlineData(5, 170, 282, 0.7, 0.9512, "bought on 6 days, about every 34 days; silent for 112 days, longer than 95 % of such gaps")]
    [InlineData(2, 3, 2004, 0.2999, 0.99999, "bought on 3 days, about every 2 days; silent for 2001 days, longer than 99 % of such gaps; less than 30 % likely to be still a customer")]
    [InlineData(7, 8, 9, 0.4999, 0.7999, "bought on 8 days, about every day; silent for 1 day; less than 50 % likely to be still a customer")]
    public void The_reason_says_what_is_known_and_no_more_whatever_the_machine_s_culture(int repeats, int lastPurchase, int age, double alive, double over, string reason)
    {
        var (culture, before) = ((CultureInfo)CultureInfo.InvariantCulture.Clone(), CultureInfo.CurrentCulture);
        (culture.NumberFormat.NumberGroupSeparator, culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.PercentSymbol) = (".", ",", "percent");
        CultureInfo.CurrentCulture = culture;
        try
        {
            Assert.Equal(reason, Standing.Reason(new StatusSettings(), new Triplet(repeats, lastPurchase, age), alive, over));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Cells(Dictionary<string, string?> row, string[] columns) => string.Join('|', columns.Select(column => row[column]));

    private static long Number(string? text) => long.Parse(text!, CultureInfo.InvariantCulture);
}
