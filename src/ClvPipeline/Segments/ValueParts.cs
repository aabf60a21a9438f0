namespace ClvPipeline;

/// <summary>
/// Splits values into parts that lie one above the other, each an eighth of a doubling wide: whatever the currency and however unequal customers are, a part is a small
/// share of them, so that values are sorted a part at a time.
/// </summary>
internal static class ValueParts
{
    private const int Steps = 8 * 64, Zero = Steps;

    public const int Count = 2 * Steps + 1;

    /// <summary>The part of a value: of two values the larger is in the same part or a later one, and equal values are in the same.</summary>
    public static int Of(long value)
    {
        if (value == 0) return Zero;
        // Exponent and three bits of the mantissa.
        var step = (int)(BitConverter.DoubleToInt64Bits(Math.Abs((double)value)) >> 49) - (1023 << 3);
        return value > 0 ? Zero + 1 + step : Zero - 1 - step;
    }
}
