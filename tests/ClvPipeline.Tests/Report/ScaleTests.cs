using ClvPipeline.Jobs.Report;
using Xunit;

namespace ClvPipeline.Tests.Report;

/// <summary>Axes hold what they show, in round steps.</summary>
public sealed class ScaleTests
{
    [Theory]
    [InlineData(0, 68_840, 4, new double[] { 0, 20_000, 40_000, 60_000, 80_000 })]
    [InlineData(0, 1, 5, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1.0 })]
    [InlineData(-30, 70, 4, new double[] { -50, 0, 50, 100 })]
    [InlineData(5, 9, 5, new double[] { 0, 2, 4, 6, 8, 10 })]
    [InlineData(0, 0, 4, new[] { 0, 0.5, 1 })]
    [InlineData(-8, -3, 4, new double[] { -8, -6, -4, -2, 0 })]
    public void Ticks_are_round_and_hold_both_ends_and_0(double low, double high, int most, double[] ticks) => Assert.Equal(ticks, Scale.Of(low, high, most).Ticks.Select(tick => Math.Round(tick, 9)));

    [Fact]
    public void What_has_no_parts_has_whole_ticks() => Assert.Equal([0d, 1, 2, 3], Scale.Of(0, 3, 10, whole: true).Ticks);

    [Fact]
    public void Any_values_have_an_axis_with_few_ticks()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            double a = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 13)), b = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 13));
            var (low, high, most) = (Math.Min(a, b), Math.Max(a, b), random.Next(2, 8));
            var scale = Scale.Of(low, high, most);
            Assert.InRange(scale.Ticks.Count, 2, most + 1);
            var hair = 1e-8 * (scale.To - scale.From);
            Assert.True(scale.From <= Math.Min(0, low) + hair && scale.To >= Math.Max(0, high) - hair, $"{low} to {high}: {scale.From} to {scale.To}");
            Assert.Contains(scale.Ticks, tick => Math.Abs(tick) < 1e-12 * (scale.To - scale.From));
            Assert.InRange(scale.Percent(low), 0, 100);
        }
    }

    [Fact]
    public void What_lies_beyond_the_limit_stands_at_the_edge()
    {
        var scale = new Axis("×", _ => "") { Limit = 10, Marks = [(5, "5")] }.Scale([41, 2], 4);
        Assert.Equal((10d, 100d, 20d), (scale.To, scale.Percent(41), scale.Percent(2)));
    }
}
