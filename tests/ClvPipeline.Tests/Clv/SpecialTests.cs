using System.Runtime.Intrinsics;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using Xunit;

namespace ClvPipeline.Tests.Clv;

/// <summary>Special functions and quadrature against those of another library, and against what is known of them.</summary>
public class SpecialTests
{
    [Fact]
    public void Gamma_functions_agree_with_another_library()
    {
        foreach (var x in new[] { 1e-9, 1e-3, 0.2426, 0.5, 1, 1.5, 2, 3.7, 11.9, 12, 12.1, 100.5, 3000, 1e7 })
        {
            var scale = Math.Max(1, Math.Abs(SpecialFunctions.GammaLn(x)));
            Assert.Equal(0, (Special.LogGamma(x) - SpecialFunctions.GammaLn(x)) / scale, 1e-13);
            Assert.Equal(1, Special.Digamma(x) / SpecialFunctions.DiGamma(x), 1e-11);
        }

        Assert.Equal(Math.PI * Math.PI / 6, Special.Trigamma(1), 1e-14);
        Assert.Equal(Math.PI * Math.PI / 2, Special.Trigamma(0.5), 1e-14);
    }

    [Fact]
    public void Logarithms_and_exponentials_near_0_keep_their_digits()
    {
        foreach (var x in new[] { 1e-300, 1e-17, 1e-12, 1e-8, 1e-3, 0.3, 0.9 })
        {
            Assert.Equal(1, Special.Log1P(Special.ExpM1(x)) / x, 1e-15);
            Assert.Equal(1, Special.ExpM1(-x) * (1 + Special.ExpM1(x)) / -Special.ExpM1(x), 1e-15);
        }

        Assert.Equal(double.PositiveInfinity, Special.Log1P(double.PositiveInfinity));
        Assert.Equal(0, Special.SoftPlus(double.NegativeInfinity));
        Assert.Equal(800, Special.SoftPlus(800));
        Assert.Equal(-0.5, Special.ExpM1Over(0, -0.5));
        Assert.Equal(-0.5, Special.ExpM1Over(1e-12, -0.5), 1e-12);
    }

    [Fact]
    public void Four_exponentials_and_logarithms_at_once_are_those_of_the_library()
    {
        var chance = new Random(11);
        for (var i = 0; i < 200_000; i++)
        {
            var (x, y) = (1415 * chance.NextDouble() - 706, Math.Exp(1400 * chance.NextDouble() - 700));
            if (i % 2 == 0) (x, y) = (x / 1000, 1 + x / 1500);
            Assert.Equal(1, Vectors.Exp(Vector256.Create(x))[i % 4] / Math.Exp(x), 4e-16);
            Assert.Equal(1, Vectors.Log(Vector256.Create(y))[i % 4] / Math.Log(y), 4e-16);
            Assert.Equal(1, Vectors.Log1P(Vector256.Create(y))[i % 4] / Special.Log1P(y), 6e-16);
            Assert.Equal(1, Vectors.ExpM1(Vector256.Create(-y))[i % 4] / Special.ExpM1(-y), 6e-16);
            Assert.Equal(1, Vectors.ExpM1(Vector256.Create(1 / (1 + y)))[i % 4] / Special.ExpM1(1 / (1 + y)), 6e-16);
        }

        Assert.Equal(Vector256.Create(1, 0, double.PositiveInfinity, double.NaN), Vectors.Exp(Vector256.Create(0, double.NegativeInfinity, 710, double.NaN)));
        Assert.Equal(Vector256.Create(0, double.NaN, double.NaN, Math.Log(double.MaxValue)), Vectors.Log(Vector256.Create(1, double.PositiveInfinity, double.NaN, double.MaxValue)));
        Assert.Equal(Vector256.Create(0, 1e-300, 1e-17, 1e-12), Vectors.ExpM1(Vector256.Create(0, 1e-300, 1e-17, 1e-12 - 5e-25)));
        Assert.Equal(Vector256.Create(0, 1e-300, 1e-17, 1e-12), Vectors.Log1P(Vector256.Create(0, 1e-300, 1e-17, 1e-12 + 5e-25)));
    }

    [Fact]
    public void Normal_quantiles_agree_with_another_library()
    {
        foreach (var p in new[] { 1e-10, 0.001, 0.02, 0.05, 0.3, 0.5, 0.7, 0.95, 0.98, 0.999999 }) Assert.Equal(Normal.InvCDF(0, 1, p), NormalQuantile.Of(p), 1e-7);
        Assert.Equal(double.NegativeInfinity, NormalQuantile.Of(0));
    }

    [Theory]
    [InlineData(0.01, 0.3)]
    [InlineData(0.8, 2.5)]
    [InlineData(1, 1)]
    [InlineData(3, 200)]
    [InlineData(400, 0.05)]
    [InlineData(5000, 3000)]
    public void Expectations_over_a_beta_variable_have_its_moments(double a, double b)
    {
        var nodes = BetaNodes.Of(a, b, 1e-25);
        double Expectation(Func<double, double> f) => nodes.P.Zip(nodes.Weights, (p, w) => w * f(p)).Sum();
        Assert.Equal(1, Expectation(_ => 1), 1e-14);
        Assert.Equal(1, Expectation(p => p) / (a / (a + b)), 1e-12);
        Assert.Equal(1, Expectation(p => p * p) / (a / (a + b) * (a + 1) / (a + b + 1)), 1e-12);
        Assert.Equal(1, nodes.Rest.Zip(nodes.Weights, (q, w) => w * q * q * q).Sum() / (b / (a + b) * (b + 1) / (a + b + 1) * (b + 2) / (a + b + 2)), 1e-12);
    }

    [Fact]
    public void A_sum_in_fixed_point_does_not_depend_on_the_order()
    {
        var (random, forth, back) = (new Random(1), new FixedSum(), new FixedSum());
        var values = Enumerable.Range(0, 1000).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 12))).ToArray();
        foreach (var value in values) forth.Add(value);
        foreach (var value in values.Reverse()) back.Add(value);
        Assert.Equal(forth.Value, back.Value);
        Assert.Equal(1, forth.Value / values.Sum(), 1e-9);
    }
}
