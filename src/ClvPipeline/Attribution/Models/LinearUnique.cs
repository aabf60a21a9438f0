using System.Buffers;

namespace ClvPipeline;

/// <summary>
/// The same to every distinct channel of the journey, split evenly over the channel's touchpoints.
/// Also the Shapley value of the game "conversions of journeys whose channels are a subset of S" (Zhao et al. 2018).
/// </summary>
public sealed class LinearUnique : CreditModel
{
    internal static readonly ModelType Type = new("linear_unique", () => new LinearUnique());

    /// <inheritdoc />
    public override void Accumulate(in Journey journey, Span<double> upTo)
    {
        var n = journey.Length;
        var sorted = ArrayPool<int>.Shared.Rent(n);
        var seen = sorted.AsSpan(0, n);
        journey.Channels.CopyTo(seen);
        seen.Sort();
        var distinct = 1;
        for (var i = 1; i < n; i++)
            if (seen[i] != seen[i - 1]) distinct++;

        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            var channel = journey.Channels[i];
            var touches = distinct == n ? 1 : UpperBound(seen, channel) - UpperBound(seen, channel - 1);
            sum += 1.0 / ((double)distinct * touches);
            upTo[i] = Math.Min(sum, 1);
        }

        upTo[n - 1] = 1;
        ArrayPool<int>.Shared.Return(sorted);
    }

    private static int UpperBound(ReadOnlySpan<int> sorted, int value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (sorted[middle] <= value) low = middle + 1; else high = middle;
        }

        return low;
    }
}
