using ClvPipeline.Jobs.Generate;
using Xunit;
using Xunit.Abstractions;

namespace ClvPipeline.Tests.Generate;

public class ShapeTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Print(long seed)
    {
        foreach (var n in new[] { 3000, 100_000 })
        {
            if (n > 3000 && seed > 1) continue;
            var m = Measured.Shop_(n, seed);
            output.WriteLine($"n {n} buyers {m.NetOrders.Count / (double)n:f3} touches {m.Touches.Count / (double)n:f2} rows {m.OrderRows.Count / (double)n:f3} once {m.BuyOnceShare:f3} top {m.TopFifthShare():f3} swing {m.Swing()} conv {string.Join(' ', m.ConversionByFirstChannel().Select(c => c.ToString("f3")))} aov {m.Orders.Average(o => o.Revenue):f2} max {m.NetOrders.Values.Max()}");
            output.WriteLine(string.Join(' ', m.Orders.GroupBy(o => (o.Utc.Year, o.Utc.Month)).OrderBy(g => g.Key).Select(g => g.Count())));
            output.WriteLine(string.Join(' ', m.Touches.GroupBy(t => t.Channel).OrderBy(g => g.Key).Select(g => g.Count() / (double)n)));
        }
    }
}
