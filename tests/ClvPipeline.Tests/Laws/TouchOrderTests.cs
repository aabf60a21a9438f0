using Xunit;

namespace ClvPipeline.Tests.Laws;

public sealed class TouchOrderTests
{
    private const int Pairs = 50;

    [Fact]
    public void Any_number_of_touchpoints_is_sorted_as_the_library_sorts_them()
    {
        var random = new Random(11);
        var order = new TouchOrder(new IdOrder(null), [.. Enumerable.Range(0, Pairs).OrderBy(_ => random.Next())]);
        foreach (var n in Enumerable.Range(0, 140).Concat([255, 256, 257, 1_000, 4_097, TouchOrder.MostMerged, TouchOrder.MostMerged + 1]))
        {
            // Few instants make ties; rows that come in order, or in long runs, are what files have.
            foreach (var (instants, runs) in new[] { (3, 0), (1_000_000, 0), (1_000_000, 1), (1_000_000, 3) })
            {
                var touches = Enumerable.Range(0, n).Select(_ => new Touch(random.Next(instants), random.Next(4), TouchTag.Of(random.Next(Pairs), random.Next(3), random.Next(2) == 0))).ToArray();
                if (runs > 0) touches = [.. touches.Chunk(Math.Max(1, n / runs)).SelectMany(run => run.OrderBy(touch => touch.Time))];
                var expected = touches.ToArray();
                Array.Sort(expected, order);
                order.Sort(touches, new Touch[Math.Min(n, TouchOrder.MostMerged)]);
                Assert.All(touches.Zip(expected), pair => Assert.Equal(0, order.Compare(pair.First, pair.Second)));
            }
        }
    }
}
