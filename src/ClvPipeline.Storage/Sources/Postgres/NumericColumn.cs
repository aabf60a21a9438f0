using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ClvPipeline.Storage;

/// <summary>
/// <c>numeric</c>: a sign, digits to the base of 10,000, the power of the first of them, and how many decimals to show. Read exactly; NaN, infinities and what has more than
/// 28 digits before the point are unreadable, and so are fractions where the scale is 0.
/// </summary>
internal sealed class NumericColumn(ColumnType type) : CopyColumn(type)
{
    /// <summary>Digits behind the point of amounts: a multiple of 4, and more than the 6 that count.</summary>
    public const int AmountScale = 8;

    private const int Negative = 0x4000, Shown = 200;

    // 7 groups before the point and 2 behind it are 36 digits, which 128 bits hold.
    private const int GreatestWeight = 6;

    private readonly Int128[] _values = new Int128[Capacity];
    private readonly int _groups = type.Scale / 4;

    public override bool Wide => true;

    public override void TakeNull(int row) => (_values[row], Valid[row]) = (0, 0);

    public override void Take(int row, ReadOnlySpan<byte> field)
    {
        if (field.Length < 8) throw Misfit(Type, field.Length);
        var (count, weight, sign) = (BinaryPrimitives.ReadInt16BigEndian(field), BinaryPrimitives.ReadInt16BigEndian(field[2..]), BinaryPrimitives.ReadUInt16BigEndian(field[4..]));
        if (count < 0 || field.Length != 8 + 2 * count) throw Misfit(Type, field.Length);
        _values[row] = 0;
        if (sign is not (0 or Negative)) TakeUnreadable(row, sign switch { 0xC000 => "NaN", 0xD000 => "Infinity", 0xF000 => "-Infinity", _ => throw new InvalidDataException("a numeric has an unknown sign") });
        else if ((count > 0 && weight > GreatestWeight) || !Sum(field[8..], count, weight, out var value)) TakeUnreadable(row, Text(field[8..], count, weight, sign == Negative));
        else (_values[row], Valid[row]) = (sign == Negative ? -value : value, 1);
    }

    public override void Read(Span<Int128> values, Span<byte> valid)
    {
        var from = Take(values.Length);
        _values.AsSpan(from, values.Length).CopyTo(values);
        Valid.AsSpan(from, values.Length).CopyTo(valid);
    }

    // What lies behind the last digit that is kept only matters to a number that would else end in an exact half (or in nothing at all): there it is a last 1.
    private bool Sum(ReadOnlySpan<byte> digits, int count, int weight, out Int128 value)
    {
        value = 0;
        var kept = Math.Clamp(weight + _groups + 1, 0, count);
        Int128 wide = 0;
        ulong narrow = 0;
        for (var i = 0; i < kept; i++)
        {
            if (i == 4) (wide, narrow) = ((Int128)narrow, 0);
            var digit = BinaryPrimitives.ReadUInt16BigEndian(digits[(2 * i)..]);
            if (i < 4) narrow = narrow * 10_000 + digit; else wide = wide * 10_000 + digit;
        }

        value = kept > 4 ? wide : (Int128)narrow;
        for (var i = kept; i < weight + _groups + 1 && kept > 0; i++) value *= 10_000;
        var rest = false;
        for (var i = kept; i < count; i++) rest |= BinaryPrimitives.ReadUInt16BigEndian(digits[(2 * i)..]) != 0;
        if (!rest) return true;
        if (_groups == 0) return false;
        if (value % 10 == 0) value++;
        return true;
    }

    private static string Text(ReadOnlySpan<byte> digits, int count, int weight, bool negative)
    {
        var text = new StringBuilder(negative ? "-" : "");
        for (var i = 0; i <= Math.Max(weight, count - 1) && text.Length <= Shown; i++)
        {
            if (i == 0 && weight < 0) text.Append('0');
            if (i == weight + 1 || (i == 0 && weight < 0)) text.Append('.').Append('0', Math.Max(0, -(weight + 1)) * 4);
            var digit = i < count ? BinaryPrimitives.ReadUInt16BigEndian(digits[(2 * i)..]) : 0;
            text.Append(digit.ToString(i == 0 && weight >= 0 ? "0" : "0000", CultureInfo.InvariantCulture));
        }

        var shown = text.ToString();
        return shown.Length > Shown ? shown[..Shown] + "…" : shown.Contains('.', StringComparison.Ordinal) ? shown.TrimEnd('0') : shown;
    }
}
