using System.Numerics;

namespace ClvPipeline.Tests.Oracle;

/// <summary>An exact fraction. Only as much reduced as keeps it small; equal fractions are equal however they are written.</summary>
public readonly struct Fraction : IComparable<Fraction>, IEquatable<Fraction>
{
    private readonly BigInteger denominator;

    /// <summary>The fraction <paramref name="top"/> / <paramref name="bottom"/>.</summary>
    public Fraction(BigInteger top, BigInteger bottom)
    {
        if (bottom.IsZero) throw new DivideByZeroException();
        (Top, denominator) = bottom.Sign < 0 ? (-top, -bottom) : (top, bottom);
    }

    public static Fraction Zero => new(0, 1);

    public static Fraction One => new(1, 1);

    public BigInteger Top { get; }

    /// <summary>Always above zero; the default value is 0/1.</summary>
    public BigInteger Bottom => denominator.IsZero ? BigInteger.One : denominator;

    public bool IsZero => Top.IsZero;

    public static implicit operator Fraction(long value) => new(value, 1);

    public static implicit operator Fraction(BigInteger value) => new(value, 1);

    public static implicit operator Fraction(decimal value)
    {
        var bits = decimal.GetBits(value);
        var digits = ((BigInteger)(uint)bits[2] << 64) + ((BigInteger)(uint)bits[1] << 32) + (uint)bits[0];
        var scale = (bits[3] >> 16) & 0xFF;
        return new Fraction(value < 0 ? -digits : digits, BigInteger.Pow(10, scale)).Reduced();
    }

    /// <summary>The exact value of a finite double.</summary>
    public static Fraction Of(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value));
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger mantissa = bits & 0xFFFFFFFFFFFFFL;
        if (exponent == 0) exponent = 1;
        else mantissa += 1L << 52;
        if (bits < 0) mantissa = -mantissa;
        var shift = exponent - 1075;
        return shift >= 0 ? new Fraction(mantissa << shift, 1) : new Fraction(mantissa, BigInteger.One << -shift).Reduced();
    }

    public static Fraction operator +(Fraction a, Fraction b) =>
        a.Bottom == b.Bottom ? new Fraction(a.Top + b.Top, a.Bottom) : new Fraction(a.Top * b.Bottom + b.Top * a.Bottom, a.Bottom * b.Bottom).Reduced();

    public static Fraction operator -(Fraction a, Fraction b) => a + new Fraction(-b.Top, b.Bottom);

    public static Fraction operator *(Fraction a, Fraction b) => new(a.Top * b.Top, a.Bottom * b.Bottom);

    public static Fraction operator /(Fraction a, Fraction b) => new Fraction(a.Top * b.Bottom, a.Bottom * b.Top).Reduced();

    public static bool operator ==(Fraction a, Fraction b) => a.CompareTo(b) == 0;

    public static bool operator !=(Fraction a, Fraction b) => a.CompareTo(b) != 0;

    public static bool operator <(Fraction a, Fraction b) => a.CompareTo(b) < 0;

    public static bool operator >(Fraction a, Fraction b) => a.CompareTo(b) > 0;

    public static bool operator <=(Fraction a, Fraction b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Fraction a, Fraction b) => a.CompareTo(b) >= 0;

    public static Fraction Abs(Fraction a) => new(BigInteger.Abs(a.Top), a.Bottom);

    /// <summary>The nearest whole number; halves go to the even one.</summary>
    public BigInteger RoundHalfEven()
    {
        var floor = BigInteger.DivRem(Top, Bottom, out var rest);
        if (rest.Sign < 0) (floor, rest) = (floor - 1, rest + Bottom);
        var half = (2 * rest).CompareTo(Bottom);
        return half > 0 || (half == 0 && !floor.IsEven) ? floor + 1 : floor;
    }

    /// <summary>The largest multiple of 2^-<paramref name="bits"/> that is not above this: sums of such stay small.</summary>
    public Fraction Floor(int bits)
    {
        var floor = BigInteger.DivRem(Top << bits, Bottom, out var rest);
        return new Fraction(rest.Sign < 0 ? floor - 1 : floor, BigInteger.One << bits);
    }

    public double ToDouble()
    {
        var reduced = Reduced();
        var shift = (int)Math.Max(0, Math.Max(reduced.Top.GetBitLength(), reduced.Bottom.GetBitLength()) - 900);
        if (shift == 0) return (double)reduced.Top / (double)reduced.Bottom;
        // Too long for doubles: 200 digits of the quotient are plenty.
        return (double)((reduced.Top << 200) / reduced.Bottom) / Math.Pow(2, 200);
    }

    public int CompareTo(Fraction other) => (Top * other.Bottom).CompareTo(other.Top * Bottom);

    public bool Equals(Fraction other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is Fraction other && Equals(other);

    public override int GetHashCode()
    {
        var reduced = Reduced();
        return HashCode.Combine(reduced.Top, reduced.Bottom);
    }

    public override string ToString() => $"{ToDouble():R}";

    private Fraction Reduced()
    {
        var common = BigInteger.GreatestCommonDivisor(Top, Bottom);
        return common.IsOne ? this : new Fraction(Top / common, Bottom / common);
    }
}
