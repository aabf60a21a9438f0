using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Xunit;
using Framework = System.Int128;

namespace ClvPipeline.Tests.Laws;

/// <summary>Our 128-bit number beside the framework's, at the edges of 32, 63, 64 and 127 bits and between them.</summary>
public sealed class Int128Tests
{
    private static readonly Framework[] Numbers = Make();

    [Fact]
    public void Sums_products_and_comparisons_are_those_of_the_framework()
    {
        foreach (var a in Numbers)
        {
            Int128 x = a;
            Assert.Equal(a, (Framework)x);
            Assert.Equal(-a, (Framework)(-x));
            Assert.Equal(a + 1, (Framework)(++x));
            x = a;
            Assert.Equal(a - 1, (Framework)(--x));
            foreach (var b in Numbers)
            {
                x = a;
                Int128 y = b;
                Assert.Equal(a + b, (Framework)(x + y));
                Assert.Equal(a - b, (Framework)(x - y));
                Assert.Equal(a * b, (Framework)(x * y));
                Assert.Equal((a == b, a <= b, a >= b, a != b), (x == y, x <= y, x >= y, x != y));
                Assert.Equal((a < b, b < a), (x < y, y < x));
                Assert.Equal(a > b, x > y);
                Assert.Equal(Math.Sign(a.CompareTo(b)), Math.Sign(x.CompareTo(y)));
                Assert.Equal((Framework.Max(a, b), Framework.Min(a, b)), ((Framework)Int128.Max(x, y), (Framework)Int128.Min(x, y)));
                Assert.Equal(a == b, x.Equals((object)y) && x.GetHashCode() == y.GetHashCode());
            }
        }
    }

    [Fact]
    public void Quotients_and_what_is_left_are_those_of_the_framework()
    {
        foreach (var a in Numbers)
        {
            foreach (var b in Numbers)
            {
                // The one quotient that no number holds: both refuse it.
                if (b == 0 || (a == Framework.MinValue && b == -1)) continue;
                var (quotient, rest) = Int128.DivRem(a, b);
                Assert.Equal((a / b, a % b), ((Framework)quotient, (Framework)rest));
                Assert.Equal((a / b, a % b), ((Framework)((Int128)a / (Int128)b), (Framework)((Int128)a % (Int128)b)));
            }

            Assert.Throws<DivideByZeroException>(() => (Int128)a / Int128.Zero);
        }

        Assert.Equal(Outcome(() => Framework.MinValue / Framework.NegativeOne), Outcome(() => Int128.MinValue / -Int128.One));
    }

    [Fact]
    public void Conversions_are_those_of_the_framework_and_refuse_where_it_refuses()
    {
        foreach (var a in Numbers)
        {
            Int128 x = a;
            Assert.Equal(((long)a, (ulong)a, (int)a, (byte)a, (double)a), ((long)x, (ulong)x, (int)x, (byte)x, (double)x));
            Assert.Equal(((uint)a, (short)a, (ushort)a, (sbyte)a, (char)a, (float)a), ((uint)x, (short)x, (ushort)x, (sbyte)x, (char)x, (float)x));
            Assert.Equal((UInt128)a, (UInt128)x);
            Assert.Equal(a, (Framework)(Int128)(UInt128)a);
            Assert.Equal(Outcome(() => checked((long)a)), Outcome(() => checked((long)x)));
            Assert.Equal(Outcome(() => checked((ulong)a)), Outcome(() => checked((ulong)x)));
            Assert.Equal(Outcome(() => checked((int)a)), Outcome(() => checked((int)x)));
            Assert.Equal(Outcome(() => checked((uint)a)), Outcome(() => checked((uint)x)));
            Assert.Equal(Outcome(() => checked((short)a)), Outcome(() => checked((short)x)));
            Assert.Equal(Outcome(() => checked((ushort)a)), Outcome(() => checked((ushort)x)));
            Assert.Equal(Outcome(() => checked((sbyte)a)), Outcome(() => checked((sbyte)x)));
            Assert.Equal(Outcome(() => checked((char)a)), Outcome(() => checked((char)x)));
            Assert.Equal(Outcome(() => checked((byte)a)), Outcome(() => checked((byte)x)));
            // What is narrower becomes wide by itself, too.
            Assert.Equal(((Framework)(short)a, (Framework)(ushort)a, (Framework)(sbyte)a, (Framework)(byte)a), ((Framework)(Int128)(short)a, (Framework)(Int128)(ushort)a, (Framework)(Int128)(sbyte)a, (Framework)(Int128)(byte)a));
            Assert.Equal(Outcome(() => (decimal)a), Outcome(() => (decimal)x));
            Assert.Equal(Outcome(() => Framework.Abs(a)), Outcome(() => (Framework)Int128.Abs(x)));
            Assert.Equal((Framework.IsEvenInteger(a), Framework.IsOddInteger(a)), (Int128.IsEvenInteger(x), Int128.IsOddInteger(x)));
            Assert.Equal((a, a), ((Framework)(Int128)(long)a == (long)a ? a : 0, (Framework)(Int128)(ulong)a == (ulong)a ? a : 0));
            foreach (var real in new[] { (double)a, (double)a / 3, (double)a + 0.5 }) Assert.Equal((Framework)real, (Framework)(Int128)real);
        }

        foreach (var real in new[] { 0.5, -0.5, 1e18, -1e18, 4611686018427387904.0, 9.3e18, -9.3e18, 1e30, -1e38, 8.5e37, 8.6e37, 1.7e38, 1e39 }) Assert.Equal((Framework)real, (Framework)(Int128)real);
        foreach (var amount in new[] { 0.5m, -2.5m, 9223372036854775807m, -9223372036854775808m, decimal.MaxValue, decimal.MinValue }) Assert.Equal((Framework)amount, (Framework)(Int128)amount);
    }

    [Fact]
    public void Its_text_and_its_JSON_are_those_of_the_framework()
    {
        var dutch = new NumberFormatInfo { NumberGroupSeparator = ".", NumberDecimalSeparator = "," };
        foreach (var a in Numbers)
        {
            Int128 x = a;
            Assert.Equal(a.ToString(CultureInfo.InvariantCulture), x.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{a}|{a:D6}|{a:N0}"), string.Create(CultureInfo.InvariantCulture, $"{x}|{x:D6}|{x:N0}"));
            Assert.Equal(a.ToString("N2", dutch), x.ToString("N2", dutch));
            Assert.Equal(x, Int128.Parse(a.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
            Assert.Equal(JsonSerializer.Serialize(new { Sum = a }), JsonSerializer.Serialize(new { Sum = x }));
            Assert.Equal(x, JsonSerializer.Deserialize<Int128>(JsonSerializer.Serialize(x)));
        }

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Int128>("\"1\""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Int128>("1.5"));
    }

    [Fact]
    public void It_lies_in_memory_as_that_of_the_framework_does()
    {
        foreach (var a in Numbers)
        {
            Int128 x = a;
            Assert.Equal(a, Unsafe.As<Int128, Framework>(ref x));
        }
    }

    private static object Outcome<T>(Func<T> make)
    {
        try { return make()!; }
        catch (Exception e) when (e is ArithmeticException) { return e.GetType(); }
    }

    private static Framework[] Make()
    {
        var random = new Random(128);
        var numbers = new HashSet<Framework> { 0, Framework.MinValue, Framework.MaxValue };
        foreach (var bits in new[] { 0, 1, 31, 32, 52, 53, 62, 63, 64, 65, 100, 126 })
        {
            var edge = Framework.One << bits;
            numbers.UnionWith([edge, edge - 1, edge + 1, -edge, -edge - 1, -edge + 1, (Framework)(BigInteger)edge / 10, edge / 3]);
        }

        for (var i = 0; i < 60; i++) numbers.Add(new Framework((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64(long.MinValue, long.MaxValue)) >> random.Next(128));
        return [.. numbers];
    }
}
