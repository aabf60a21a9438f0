using ClvPipeline.Jobs.Generate;
using Xunit;

namespace ClvPipeline.Tests.Generate;

public class PartTests
{
    [Fact]
    public void A_small_dataset_is_one_file() =>
        Assert.Equal([new Part("orders.parquet", 0, 4, 0, 12, 7)], Part.Split("orders", [0, 5, 7, 0], usualRows: 10));

    [Fact]
    public void A_large_one_is_cut_between_days_into_parts_of_about_the_same_size() => Assert.Equal(
        [new Part("orders/part-0000.parquet", 0, 2, 0, 12, 7), new Part("orders/part-0001.parquet", 2, 4, 12, 8, 8)],
        Part.Split("orders", [5, 7, 8, 0], usualRows: 10));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    public void Parts_hold_every_row_of_every_day_once(int usualRows)
    {
        var days = Enumerable.Range(0, 97).Select(day => day * 31 % 17).ToArray();
        var parts = Part.Split("touchpoints", days, usualRows);
        Assert.Equal(0, parts[0].FromDay);
        Assert.Equal(97, parts[^1].ToDay);
        Assert.All(parts.Zip(parts.Skip(1)), pair => Assert.Equal((pair.First.ToDay, pair.First.RowsBefore + pair.First.Rows), (pair.Second.FromDay, pair.Second.RowsBefore)));
        Assert.All(parts, part => Assert.Equal(days[part.FromDay..part.ToDay].Sum(), part.Rows));
        Assert.All(parts, part => Assert.True(part.Rows > 0));
    }

    [Fact]
    public void Keys_keep_what_was_put_in()
    {
        var touch = new TouchKey(86_399_999, GenerateOptions.MostCustomers - 1, 7, 4, true);
        Assert.Equal((86_399_999, 99_999_999, 7, 4, true), (touch.MillisecondOfDay, touch.Customer, touch.Channel, touch.Campaign, touch.Consent));
        var order = new OrderKey(86_399_999, GenerateOptions.MostCustomers - 1, 255, 2);
        Assert.Equal((86_399_999, 99_999_999, 255, 2), (order.MillisecondOfDay, order.Customer, order.Number, order.SalesChannel));
        Assert.Equal((-5, -7), (new OrderAmounts(-5, -7).RevenueCents, new OrderAmounts(-5, -7).CogsCents));
        Assert.Equal(OrderAmounts.UnknownCogs, new OrderAmounts(-5, OrderAmounts.UnknownCogs).CogsCents);
    }
}
