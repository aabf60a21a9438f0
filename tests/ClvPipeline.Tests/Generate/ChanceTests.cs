using ClvPipeline.Jobs.Generate;
using Xunit;

namespace ClvPipeline.Tests.Generate;

public class ChanceTests
{
    [Theory]
    [InlineData(0.62)]
    [InlineData(1.0)]
    [InlineData(4.2)]
    public void A_gamma_has_its_shape_as_mean_and_variance(double shape)
    {
        var chance = new Chance(1, 2);
        var draws = Enumerable.Range(0, 400_000).Select(_ => chance.Gamma(shape)).ToArray();
        var mean = draws.Average();
        Assert.InRange(mean, shape * 0.99, shape * 1.01);
        Assert.InRange(draws.Average(draw => (draw - mean) * (draw - mean)), shape * 0.97, shape * 1.03);
    }

    [Fact]
    public void A_normal_has_mean_0_and_variance_1()
    {
        var chance = new Chance(1, 3);
        var draws = Enumerable.Range(0, 400_000).Select(_ => chance.Normal()).ToArray();
        Assert.InRange(draws.Average(), -0.01, 0.01);
        Assert.InRange(draws.Average(draw => draw * draw), 0.99, 1.01);
    }

    [Fact]
    public void Neighbouring_streams_and_seeds_have_nothing_in_common()
    {
        var first = Enumerable.Range(0, 1000).Select(stream => new Chance(1, stream).Bits()).Concat(Enumerable.Range(2, 1000).Select(seed => new Chance(seed, 0).Bits()));
        Assert.Equal(2000, first.Distinct().Count());
        var mean = Enumerable.Range(0, 100_000).Average(stream => new Chance(5, stream).Uniform());
        Assert.InRange(mean, 0.497, 0.503);
    }

    [Fact]
    public void A_choice_keeps_its_weights()
    {
        var choice = new Choice(0.5, 0, 0.3, 0.2);
        var chance = new Chance(9, 9);
        var picked = Enumerable.Range(0, 200_000).GroupBy(_ => choice.Pick(ref chance)).ToDictionary(group => group.Key, group => group.Count() / 200_000.0);
        Assert.Equal([0, 2, 3], picked.Keys.Order());
        Assert.InRange(picked[0], 0.49, 0.51);
        Assert.InRange(picked[3], 0.19, 0.21);
    }
}
