using System.Globalization;
using ClvPipeline.Tests.Oracle;
using Xunit;

namespace ClvPipeline.Tests.Laws;

/// <summary>What is explained of every customer is what the run says of all.</summary>
public class ExplainLawTests
{
    private static readonly string[] Measures = ["customers", "orders", "revenue", "historic_profit", "expected_profit", "clv"];

    [Theory]
    [InlineData(1, 12, "none")]
    [InlineData(13, 24, "none")]
    [InlineData(1, 6, "mbg_nbd")]
    [InlineData(7, 12, "auto")]
    public void Explained_credits_of_all_customers_add_up_to_the_run(int firstSeed, int lastSeed, string clvModel)
    {
        var (credits, touchless) = (0, 0);
        for (var seed = firstSeed; seed <= lastSeed; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var sums = new SortedDictionary<string, long[]>(StringComparer.Ordinal);
            foreach (var credit in Ids(shop).SelectMany(id => Explain(shop, settings, id, clvModel)?.Journeys ?? []).SelectMany(journey => journey.Credits.Select(credit => (journey.Mode, Credit: credit))))
            {
                var key = string.Join(" | ", credit.Mode, credit.Credit.Model, credit.Credit.Channel, credit.Credit.Campaign);
                if (!sums.TryGetValue(key, out var sum)) sums.Add(key, sum = new long[Measures.Length]);
                foreach (var (i, amount) in Amounts(credit.Credit.Credit).Index()) sum[i] += amount;
                credits++;
                if (credit.Credit.Touch is null) touchless++;
            }

            var explained = sums.Where(sum => sum.Value.Any(amount => amount != 0)).Select(sum => $"{sum.Key}: {string.Join(' ', sum.Value)}");
            var ran = Rows.Of(EngineRun.Run(MemoryDataset.Inputs(shop, settings, new Layout()), settings, model: clvModel).Table("campaign_summary"))
                .Where(row => Measures.Any(measure => row[measure] != "0"))
                .Select(row => $"{row["mode"]} | {row["model"]} | {row["channel"]} | {row["campaign"]}: {string.Join(' ', Measures.Select(measure => row[measure]))}");
            Assert.True(ran.Order(StringComparer.Ordinal).SequenceEqual(explained.Order(StringComparer.Ordinal)), $"seed {seed}");
        }

        Assert.True(credits > 2_000 && touchless > 100, $"{credits} credits, {touchless} of no touchpoint");
    }

    [Fact]
    public void Every_journey_adds_up_to_its_value_and_every_order_row_to_the_history()
    {
        var (journeys, residuals, afterOrders, nonBuyers) = (0, 0, 0, 0);
        for (var seed = 1; seed <= 20; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var values = Rows.Of(EngineRun.Run(shop, settings).Table("customer_value")).ToDictionary(row => row["customer_id"]!);
            foreach (var customer in Ids(shop).Select(id => Explain(shop, settings, id)).OfType<Explanation>())
            {
                Assert.Equal(customer.Revenue, customer.Orders.Sum(order => order.Revenue) + customer.NotOrders.Revenue);
                Assert.Equal(customer.HistoricProfit, customer.Orders.Sum(order => order.Profit) + customer.NotOrders.Profit);
                Assert.Equal(customer.Revenue, customer.OrderRows.Where(row => row.Outcome == "used").Sum(row => row.Revenue));
                Assert.Equal(values.ContainsKey(customer.CustomerId), customer.Orders.Count > 0);
                if (!values.TryGetValue(customer.CustomerId, out var row))
                {
                    Assert.Empty(customer.Journeys);
                    nonBuyers++;
                    continue;
                }

                Assert.Equal((row["segment"], row["clv"], row["orders"]), (customer.Segment, Text(customer.Clv), Text(customer.Orders.Count)));
                foreach (var mode in customer.Journeys.GroupBy(journey => journey.Mode)) Assert.Equal(customer.Clv, mode.Sum(journey => journey.Values.Clv));
                foreach (var journey in customer.Journeys)
                {
                    journeys++;
                    if (journey.Of == "residual") residuals++;
                    if (journey.After is not null) afterOrders++;
                    foreach (var model in settings.Models)
                    {
                        var credits = journey.Credits.Where(credit => credit.Model == model.Name).ToList();
                        Assert.Equal(1, credits.Sum(credit => credit.Share), 9);
                        Assert.Equal(Amounts(journey.Values), Enumerable.Range(0, Measures.Length).Select(i => credits.Sum(credit => Amounts(credit.Credit)[i])));
                    }

                    if (journey.Of == "residual") continue;
                    // A touchpoint is in the journey or has a reason why not.
                    Assert.All(customer.Touches.Where(touch => touch.Number is not null), touch =>
                        Assert.Equal(journey.NotCounted.All(each => each.Touch != touch.Number), touch.At <= journey.To && touch.At >= (journey.From ?? long.MinValue)));
                }
            }
        }

        Assert.True(journeys > 1_000 && residuals > 200 && afterOrders > 20 && nonBuyers > 100, $"{journeys} journeys, {residuals} residuals, {afterOrders} after an order, {nonBuyers} non-buyers");
    }

    [Fact]
    public void Rows_of_no_customer_are_not_those_of_customer_0()
    {
        var shop = new Shop
        {
            CustomerIds = IdKind.Integer,
            Touches = [new TouchRow(Id.Of(0L), 1, "email"), new TouchRow(null, 2, "email")],
            Orders = [],
        };
        var customer = Explain(shop, new OracleSettings { AsOf = new DateOnly(2026, 1, 1), GrossMargin = 0.4m }, "0")!;
        Assert.Empty(customer.Rejected);
        Assert.Single(customer.Touches);
    }

    private static Explanation? Explain(Shop shop, OracleSettings settings, string id, string clvModel = "none") =>
        Pipeline.Explain(MemoryDataset.Inputs(shop, settings, new Layout()), EngineRun.Settings(settings, clvModel), settings.AsOf, id, new RunOptions(1), Silent.Instance, CancellationToken.None);

    private static IEnumerable<string> Ids(Shop shop) => shop.Touches.Select(touch => touch.CustomerId)
        .Concat(shop.Orders.Select(order => order.CustomerId)).Concat(shop.Customers?.Select(customer => customer.CustomerId) ?? [])
        .OfType<Id>().Where(id => !id.IsBlank && !id.Text.Contains('\0')).Select(id => id.ToString()).Distinct();

    private static long[] Amounts(ExplainedAmounts amounts) => [amounts.Customers, amounts.Orders, amounts.Revenue, amounts.HistoricProfit, amounts.ExpectedProfit, amounts.Clv];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
