namespace ClvPipeline;

/// <summary>Which of a customer's touchpoints may earn credit: always a range of them, since they are sorted by time.</summary>
internal static class Journeys
{
    /// <summary>The touchpoints with <paramref name="from"/> ≤ time ≤ <paramref name="reference"/>, both ends in.</summary>
    public static Range Upto(ReadOnlySpan<long> times, long reference, long from)
    {
        var end = After(times, reference);
        var start = from == long.MinValue ? 0 : After(times[..end], from - 1);
        return start..end;
    }

    /// <summary>The touchpoints of order <paramref name="k"/> (sorted by time) in <c>order</c> mode.</summary>
    public static Range ForOrder(ReadOnlySpan<long> times, ReadOnlySpan<Order> orders, int k, Mode mode)
    {
        var from = mode.From(orders[k].Time);
        if (mode.Path == OrderPath.Restart)
        {
            // The latest order at an earlier instant: orders at the same instant share one journey.
            var previous = k - 1;
            while (previous >= 0 && orders[previous].Time == orders[k].Time) previous--;
            if (previous >= 0) from = Math.Max(from, orders[previous].Time + 1);
        }

        return Upto(times, orders[k].Time, from);
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
