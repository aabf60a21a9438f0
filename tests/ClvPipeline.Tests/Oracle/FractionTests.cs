using Xunit;

namespace ClvPipeline.Tests.Oracle;

public class FractionTests
{
    [Theory]
    [InlineData(1, 2, 0)]
    [InlineData(3, 2, 2)]
    [InlineData(5, 2, 2)]
    [InlineData(-1, 2, 0)]
    [InlineData(-3, 2, -2)]
    [InlineData(-5, 2, -2)]
    [InlineData(7, 3, 2)]
    [InlineData(-7, 3, -2)]
    [InlineData(-8, 3, -3)]
    public void Halves_go_to_the_even_number(int top, int bottom, int expected) => Assert.Equal(expected, (int)new Fraction(top, bottom).RoundHalfEven());

    [Theory]
    [InlineData(0.1)]
    [InlineData(-1234567.891)]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void A_double_is_kept_exactly(double value) => Assert.Equal(value, Fraction.Of(value).ToDouble());

    [Fact]
    public void Arithmetic_is_exact()
    {
        var third = new Fraction(1, 3);
        Assert.True(third + third + third == 1);
        Assert.True((Fraction)0.1m * 3 == 0.3m);
        Assert.True(third - (Fraction)0.3333333333m > 0);
        Assert.True((Fraction)1 / 3 == third);
        Assert.True(default(Fraction).IsZero && default(Fraction) + 1 == 1);
        Assert.True((third.Floor(100) - third) * -1 < new Fraction(1, System.Numerics.BigInteger.One << 100));
    }
}
