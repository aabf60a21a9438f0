using System.Buffers.Binary;

namespace ClvPipeline.Storage;

/// <summary>Micro-units as Postgres sends and takes numeric: a head of four 16-bit numbers (digits, weight, sign, scale), then digits to the base of 10,000 without leading or trailing zeros.</summary>
internal static class NumericBytes
{
    private const int Base = 10_000;
    private const short Scale = 6, Negative = 0x4000;

    /// <summary>The head and eleven digits: 38 digits before and behind the point.</summary>
    public const int MostBytes = 8 + 2 * 12;

    /// <summary>Writes a number of micro-units as numeric of scale 6.</summary>
    /// <returns>The number of bytes.</returns>
    public static int Write(Int128 micros, Span<byte> to)
    {
        // The last of two digits behind the point holds two decimals, so it stands for hundreds.
        Span<short> digits = stackalloc short[12];
        var count = 0;
        var magnitude = (UInt128)(micros < 0 ? -micros : micros);
        var (above, decimals) = magnitude <= ulong.MaxValue ? Split((ulong)magnitude) : Split(magnitude);
        digits[count++] = (short)(decimals % 100 * 100);
        digits[count++] = (short)(decimals / 100);
        while (above > ulong.MaxValue)
        {
            (above, var digit) = UInt128.DivRem(above, Base);
            digits[count++] = (short)digit;
        }

        for (var rest = (ulong)above; rest > 0; rest /= Base) digits[count++] = (short)(rest % Base);
        while (count > 0 && digits[count - 1] == 0) count--;
        var last = 0;
        while (last < count && digits[last] == 0) last++;

        var used = count - last;
        BinaryPrimitives.WriteInt16BigEndian(to, (short)used);
        BinaryPrimitives.WriteInt16BigEndian(to[2..], (short)(used == 0 ? 0 : count - 3));
        BinaryPrimitives.WriteInt16BigEndian(to[4..], micros < 0 ? Negative : (short)0);
        BinaryPrimitives.WriteInt16BigEndian(to[6..], Scale);
        for (var i = 0; i < used; i++) BinaryPrimitives.WriteInt16BigEndian(to[(8 + 2 * i)..], digits[count - 1 - i]);
        return 8 + 2 * used;
    }

    private static (UInt128 Units, uint Decimals) Split(UInt128 micros)
    {
        var (units, decimals) = UInt128.DivRem(micros, 1_000_000);
        return (units, (uint)decimals);
    }

    private static (UInt128 Units, uint Decimals) Split(ulong micros)
    {
        var (units, decimals) = ulong.DivRem(micros, 1_000_000);
        return (units, (uint)decimals);
    }
}
