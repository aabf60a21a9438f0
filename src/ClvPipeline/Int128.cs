using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Framework = System.Int128;

namespace ClvPipeline;

/// <summary>
/// A whole number of 128 bits with a sign, as <see cref="Framework"/> is, to which it converts freely and whose layout it shares.
/// Code that touches the framework's own is never compiled ahead of time, so each night's run would begin by compiling its sums; this one is.
/// </summary>
/// <remarks>Arithmetic wraps round as that of the framework does. Only what a run asks for is here; what is rare is left to the framework's.</remarks>
[StructLayout(LayoutKind.Sequential)]
[JsonConverter(typeof(Int128Json))]
public readonly struct Int128(ulong upper, ulong lower) : IEquatable<Int128>, IComparable<Int128>, IComparable, ISpanFormattable
{
    private const double TwoTo64 = 18446744073709551616.0, TwoTo126 = TwoTo64 * TwoTo64 / 4;

    // The least significant half first, as the framework has it on processors of that order.
    private readonly ulong _lower = lower, _upper = upper;

    /// <summary>0.</summary>
    public static Int128 Zero => default;

    /// <summary>1.</summary>
    public static Int128 One => 1;

    /// <summary>2¹²⁷ − 1.</summary>
    public static Int128 MaxValue => new(ulong.MaxValue >> 1, ulong.MaxValue);

    /// <summary>−2¹²⁷.</summary>
    public static Int128 MinValue => new(1UL << 63, 0);

    private bool IsNegative => (long)_upper < 0;

    // Whether a long holds it.
    private bool IsShort => _upper == (ulong)((long)_lower >> 63);

    /// <summary>The number's size without its sign.</summary>
    /// <exception cref="OverflowException">−2¹²⁷ has none.</exception>
    public static Int128 Abs(Int128 value)
    {
        if (!value.IsNegative) return value;
        value = -value;
        return value.IsNegative ? throw new OverflowException("-2^127 without its sign needs more than 128 bits") : value;
    }

    /// <summary>The larger of two.</summary>
    public static Int128 Max(Int128 a, Int128 b) => a >= b ? a : b;

    /// <summary>The smaller of two.</summary>
    public static Int128 Min(Int128 a, Int128 b) => a <= b ? a : b;

    /// <summary>Whether it divides by two.</summary>
    public static bool IsEvenInteger(Int128 value) => (value._lower & 1) == 0;

    /// <summary>Whether it does not divide by two.</summary>
    public static bool IsOddInteger(Int128 value) => (value._lower & 1) != 0;

    /// <summary>The quotient, rounded towards zero, and what is left, which has the sign of <paramref name="value"/>.</summary>
    /// <exception cref="DivideByZeroException"><paramref name="divisor"/> is 0.</exception>
    public static (Int128 Quotient, Int128 Remainder) DivRem(Int128 value, Int128 divisor)
    {
        // The one quotient of two longs that no long holds is -2^63 / -1.
        if (!value.IsShort || !divisor.IsShort || value._lower == 1UL << 63) return DivRemSlowly(value, divisor);
        var (quotient, rest) = Math.DivRem((long)value._lower, (long)divisor._lower);
        return (quotient, rest);
    }

    /// <inheritdoc cref="Framework.Parse(string, IFormatProvider?)"/>
    public static Int128 Parse(string text, IFormatProvider? provider) => Framework.Parse(text, provider);

#pragma warning disable CS1591 // Operators and conversions do what their signs say, as those of the framework's number.
    public static Int128 operator +(Int128 a, Int128 b)
    {
        var lower = a._lower + b._lower;
        return new(a._upper + b._upper + (lower < a._lower ? 1UL : 0), lower);
    }

    public static Int128 operator -(Int128 a, Int128 b) => new(a._upper - b._upper - (a._lower < b._lower ? 1UL : 0), a._lower - b._lower);

    public static Int128 operator -(Int128 value) => default(Int128) - value;

    public static Int128 operator ++(Int128 value) => value + One;

    public static Int128 operator --(Int128 value) => value - One;

    public static Int128 operator *(Int128 a, Int128 b)
    {
        var upper = Math.BigMul(a._lower, b._lower, out var lower);
        return new(upper + a._upper * b._lower + a._lower * b._upper, lower);
    }

    public static Int128 operator /(Int128 a, Int128 b) => DivRem(a, b).Quotient;

    public static Int128 operator %(Int128 a, Int128 b) => DivRem(a, b).Remainder;

    public static bool operator ==(Int128 a, Int128 b) => a._lower == b._lower && a._upper == b._upper;

    public static bool operator !=(Int128 a, Int128 b) => !(a == b);

    public static bool operator <(Int128 a, Int128 b) => a._upper == b._upper ? a._lower < b._lower : (long)a._upper < (long)b._upper;

    public static bool operator >(Int128 a, Int128 b) => b < a;

    public static bool operator <=(Int128 a, Int128 b) => !(b < a);

    public static bool operator >=(Int128 a, Int128 b) => !(a < b);

    public static implicit operator Int128(long value) => new((ulong)(value >> 63), (ulong)value);

    public static implicit operator Int128(int value) => (long)value;

    public static implicit operator Int128(short value) => (long)value;

    public static implicit operator Int128(ushort value) => new(0, value);

    public static implicit operator Int128(sbyte value) => (long)value;

    public static implicit operator Int128(byte value) => new(0, value);

    public static implicit operator Int128(ulong value) => new(0, value);

    public static implicit operator Int128(uint value) => new(0, value);

    public static implicit operator Int128(Framework value) => new((ulong)(value >> 64), (ulong)value);

    public static implicit operator Framework(Int128 value) => new(value._upper, value._lower);

    public static explicit operator Int128(UInt128 value) => new((ulong)(value >> 64), (ulong)value);

    public static explicit operator UInt128(Int128 value) => new(value._upper, value._lower);

    public static explicit operator long(Int128 value) => (long)value._lower;

    public static explicit operator ulong(Int128 value) => value._lower;

    public static explicit operator int(Int128 value) => (int)value._lower;

    // Each narrower type by itself: the compiler would take a way through a still narrower one.
    public static explicit operator uint(Int128 value) => (uint)value._lower;

    public static explicit operator short(Int128 value) => (short)value._lower;

    public static explicit operator ushort(Int128 value) => (ushort)value._lower;

    public static explicit operator sbyte(Int128 value) => (sbyte)value._lower;

    public static explicit operator byte(Int128 value) => (byte)value._lower;

    public static explicit operator char(Int128 value) => (char)value._lower;

    public static explicit operator checked long(Int128 value) => value.IsShort ? (long)value._lower : throw new OverflowException($"{value} needs more than 64 bits");

    public static explicit operator checked ulong(Int128 value) => value._upper == 0 ? value._lower : throw new OverflowException($"{value} is no number of 64 bits without a sign");

    public static explicit operator checked int(Int128 value) => checked((int)checked((long)value));

    public static explicit operator checked uint(Int128 value) => checked((uint)checked((long)value));

    public static explicit operator checked short(Int128 value) => checked((short)checked((long)value));

    public static explicit operator checked ushort(Int128 value) => checked((ushort)checked((long)value));

    public static explicit operator checked sbyte(Int128 value) => checked((sbyte)checked((long)value));

    public static explicit operator checked byte(Int128 value) => checked((byte)checked((long)value));

    public static explicit operator checked char(Int128 value) => checked((char)checked((long)value));

    public static explicit operator float(Int128 value) => (float)(Framework)value;

    public static explicit operator double(Int128 value) => value.IsShort ? (long)value._lower : value.IsNegative ? -Real(-value) : Real(value);

    public static explicit operator Int128(double value) => Math.Abs(value) switch { < 1L << 62 => (long)value, < TwoTo126 => value < 0 ? -Whole(-value) : Whole(value), _ => Slowly(value) };

    public static explicit operator decimal(Int128 value) => value.IsShort ? (long)value._lower : SlowlyToDecimal(value);

    public static explicit operator Int128(decimal value) => Math.Abs(value) < long.MaxValue ? (long)value : Slowly(value);
#pragma warning restore CS1591

    /// <inheritdoc/>
    public bool Equals(Int128 other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Int128 other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_lower, _upper);

    /// <inheritdoc/>
    public int CompareTo(Int128 other) => this < other ? -1 : this == other ? 0 : 1;

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch { null => 1, Int128 other => CompareTo(other), _ => throw new ArgumentException($"a {obj.GetType().Name} is no {nameof(Int128)}", nameof(obj)) };

    /// <summary>The number in the current culture.</summary>
    public override string ToString() => ToString(null, CultureInfo.CurrentCulture);

    /// <summary>The number in a culture.</summary>
    public string ToString(IFormatProvider? provider) => ToString(null, provider);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => IsShort ? ((long)_lower).ToString(format, formatProvider) : Slowly(this, format, formatProvider);

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        IsShort ? ((long)_lower).TryFormat(destination, out charsWritten, format, provider) : Slowly(this, destination, out charsWritten, format, provider);

    // To the nearest: the 64 highest digits, the last of them 1 where any was cut off, are rounded once.
    private static double Real(Int128 size)
    {
        if (size._upper == 0) return size._lower;
        var bits = 64 - BitOperations.LeadingZeroCount(size._upper);
        var (kept, cut) = bits == 64 ? (size._upper, size._lower) : (size._upper << (64 - bits) | size._lower >> bits, size._lower << (64 - bits));
        return Math.ScaleB(cut == 0 ? kept : kept | 1, bits);
    }

    private static Int128 Whole(double size)
    {
        var upper = (ulong)(size / TwoTo64);
        return new(upper, (ulong)(size - upper * TwoTo64));
    }

    // What needs the framework's own stands apart, so that nothing else waits for the compiler.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Int128 Quotient, Int128 Remainder) DivRemSlowly(Int128 value, Int128 divisor)
    {
        var (quotient, rest) = Framework.DivRem(value, divisor);
        return (quotient, rest);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static decimal SlowlyToDecimal(Int128 value) => (decimal)(Framework)value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Int128 Slowly(double value) => (Framework)value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Int128 Slowly(decimal value) => (Framework)value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Slowly(Int128 value, string? format, IFormatProvider? provider) => ((Framework)value).ToString(format, provider);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Slowly(Int128 value, Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) => ((Framework)value).TryFormat(destination, out charsWritten, format, provider);
}
