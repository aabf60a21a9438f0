namespace ClvPipeline;

/// <summary>Which of a customer's touchpoints may earn credit: always a range of them, since they are sorted by time.</summary>
internal static class Journeys
{
    private const int Short = 24;

    /// <summary>The touchpoints with <paramref name="from"/> ≤ time ≤ <paramref name="reference"/>, both ends in.</summary>
    public static Range Upto(ReadOnlySpan<long> times, long reference, long from)
    {
        // Most journeys are short: looking along them is faster than halving them.
        var end = times.Length;
        if (end > Short && times[end - 1] > reference) end = After(times, reference);
        while (end > 0 && times[end - 1] > reference) end--;
        var start = 0;
        if (end > Short) start = After(times[..end], from == long.MinValue ? from : from - 1);
        while (start < end && times[start] < from) start++;
        return start..end;
    }

    /// <summary>The number of times up to and including <paramref name="limit"/>.</summary>
    private static int After(ReadOnlySpan<long> times, long limit)
    {
        int low = 0, high = times.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (times[middle] <= limit) low = middle + 1; else high = middle;
        }

        return low;
    }
}
