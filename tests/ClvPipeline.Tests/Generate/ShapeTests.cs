using Xunit;

namespace ClvPipeline.Tests.Generate;

/// <summary>What makes the sample a believable shop, on the data of three seeds at its size.</summary>
public class ShapeTests
{
    public static TheoryData<long> Seeds => [1, 2, 3];

    [Theory, MemberData(nameof(Seeds))]
    public void At_least_two_buyers_in_five_buy_once(long seed) => Assert.InRange(Measured.Of(3_000, seed).BuyOnceShare, 0.40, 0.60);

    [Theory, MemberData(nameof(Seeds))]
    public void The_best_fifth_of_the_buyers_holds_most_of_the_profit(long seed) => Assert.InRange(Measured.Of(3_000, seed).TopFifthShare(), 0.55, 0.85);

    [Theory, MemberData(nameof(Seeds))]
    public void Seasons_swing_by_a_fifth_and_more(long seed)
    {
        var (low, high) = Measured.Of(3_000, seed).Swing();
        Assert.InRange(low, 0.5, 0.9);
        Assert.InRange(high, 1.2, 2.0);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Channels_convert_threefold_apart(long seed)
    {
        var conversion = Measured.Of(3_000, seed).ConversionByFirstChannel();
        Assert.Equal(8, conversion.Length);
        Assert.True(conversion.Max() >= 3 * conversion.Min(), string.Join(' ', conversion));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Display_and_social_come_early_email_and_direct_late(long seed)
    {
        var shop = Measured.Of(3_000, seed);
        var firsts = shop.Touches.GroupBy(touch => touch.Customer).Select(person => person.First().Channel).ToLookup(channel => channel);
        double FirstsPerTouch(string name)
        {
            var channel = shop.Truth.Channels.ToList().FindIndex(channel => channel.Name == name);
            return firsts[channel].Count() / (double)shop.Touches.Count(touch => touch.Channel == channel);
        }
        Assert.All(new[] { "display", "paid_social" }, early => Assert.All(new[] { "email", "direct" }, late => Assert.True(FirstsPerTouch(early) > 3 * FirstsPerTouch(late))));
    }

    [Fact]
    public void A_person_makes_ten_touches_and_two_order_rows_and_three_in_five_buy()
    {
        var shop = Measured.Of(60_000, 1);
        Assert.InRange(shop.Touches.Count / 60_000.0, 9.8, 10.2);
        Assert.InRange(shop.OrderRows.Count / 60_000.0, 1.95, 2.05);
        Assert.InRange(shop.NetOrders.Count / 60_000.0, 0.55, 0.65);
    }

    [Fact]
    public void Everybody_has_a_touch_and_most_are_by_day()
    {
        var shop = Measured.Of(3_000, 1);
        Assert.Equal(3_000, shop.Touches.Select(touch => touch.Customer).Distinct().Count());
        // Local time is an hour or two ahead: 0 to 4 h in UTC is 1 to 6 h on the shop's clock.
        Assert.InRange(shop.Touches.Count(touch => touch.Utc.Hour < 4) / (double)shop.Touches.Count, 0.0, 0.05);
        Assert.InRange(shop.Touches.Count(touch => !touch.Consent) / (double)shop.Touches.Count, 0.005, 0.05);
    }

    [Fact]
    public void Rows_stand_in_order_of_time_and_within_the_history()
    {
        var shop = Measured.Of(3_000, 2);
        foreach (var times in new[] { shop.Touches.Select(touch => touch.Utc).ToArray(), shop.OrderRows.Select(row => row.Utc).ToArray() })
        {
            Assert.Equal(times.Order(), times);
            // 2024-07-01 and 2026-07-01, local midnight, in summer time.
            Assert.True(times[0] >= new DateTime(2024, 6, 30, 22, 0, 0) && times[^1] < new DateTime(2026, 6, 30, 22, 0, 0));
        }
    }

    [Fact]
    public void No_order_stands_before_the_first_touch_and_no_refund_before_its_order()
    {
        var shop = Measured.Of(3_000, 3);
        var firstTouch = shop.Touches.GroupBy(touch => touch.Customer).ToDictionary(person => person.Key, person => person.First().Utc);
        Assert.All(shop.OrderRows, row => Assert.True(row.Utc > firstTouch[row.Customer]));
        Assert.All(shop.OrderRows.GroupBy(row => (row.Customer, row.Number)), order => Assert.True(order.First().Revenue > 0 && order.Sum(row => row.Revenue) > -0.005));
        Assert.All(shop.OrderRows.Where(row => row.Revenue > 0).GroupBy(row => row.Customer), buyer => Assert.Equal(Enumerable.Range(1, buyer.Count()), buyer.Select(row => row.Number)));
    }

    [Fact]
    public void Winning_a_customer_costs_twice_as_much_in_one_channel_as_in_another()
    {
        var shop = Measured.Of(3_000, 1);
        var buyers = shop.Orders.Select(row => row.Customer).ToHashSet();
        var won = shop.Touches.GroupBy(touch => touch.Customer).Where(person => buyers.Contains(person.Key)).GroupBy(person => shop.Truth.Channels[person.First().Channel].Name)
            .ToDictionary(channel => channel.Key, channel => channel.Count());
        var spend = ClvPipeline.Jobs.Generate.SpendFile.Rows(shop.Shop).GroupBy(row => row.Channel).ToDictionary(channel => channel.Key, channel => channel.Sum(row => row.Amount));
        var cac = spend.Where(channel => won.ContainsKey(channel.Key)).Select(channel => channel.Value / won[channel.Key]).ToArray();
        Assert.True(cac.Max() > 2 * cac.Min() && cac.Max() < 100, string.Join(' ', cac));
        Assert.Contains("radio", spend.Keys);
    }
}
