namespace ClvPipeline;

/// <summary>Fixed shares to the first and the last touchpoint, the rest shared equally by those between. 0.4/0.4 is the U shape, 0.2/0.6 the J.</summary>
/// <param name="first">Share of the first touchpoint, 0 .. 1.</param>
/// <param name="last">Share of the last touchpoint, 0 .. 1; together with the first at most 1.</param>
public sealed class PositionBased(double first, double last) : CreditModel
{
    internal static readonly ModelType Type = new("position_based", [new("first", 0.4), new("last", 0.4)], p => new PositionBased(p["first"], p["last"]), Check);

    /// <inheritdoc />
    public override bool NeedsLengthAlone => true;

    /// <inheritdoc />
    public override void Accumulate(in Journey journey, Span<double> upTo)
    {
        var n = journey.Length;
        if (n == 2)
        {
            // Both ends without a share have an equal claim.
            upTo[0] = first + last > 0 ? first / (first + last) : 0.5;
        }
        else if (n > 2)
        {
            // a + (1 − a − b)·i/(n − 2), written as a weighted mean of its two ends so that i = n − 2 gives exactly 1 − b.
            var ends = 1 - last;
            for (var i = 0; i < n - 1; i++) upTo[i] = ((n - 2 - i) * first + i * ends) / (n - 2);
        }

        upTo[n - 1] = 1;
    }

    private static IEnumerable<string> Check(IReadOnlyDictionary<string, double> p)
    {
        var (first, last) = (p["first"], p["last"]);
        if (!(first is >= 0 and <= 1)) yield return $"first: {first} is out of range; expected a share from 0 to 1";
        if (!(last is >= 0 and <= 1)) yield return $"last: {last} is out of range; expected a share from 0 to 1";
        if (first is >= 0 and <= 1 && last is >= 0 and <= 1 && first + last > 1 + 1e-12) yield return $"first: first and last together are {first + last}; expected at most 1";
    }
}
