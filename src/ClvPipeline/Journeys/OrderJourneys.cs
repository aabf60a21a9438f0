using System.Runtime.CompilerServices;

namespace ClvPipeline;

/// <summary>
/// The journeys of a customer's orders in <c>order</c> mode, one after another. Each is a range of the touchpoints, whose ends only ever move on, since orders
/// are sorted by time: all of them together cost one walk along the touchpoints, however many orders there are.
/// </summary>
/// <param name="times">When the customer's touchpoints were, ascending.</param>
/// <param name="orders">The customer's orders, by time.</param>
/// <param name="mode">The mode.</param>
internal ref struct OrderJourneys(ReadOnlySpan<long> times, ReadOnlySpan<Order> orders, Mode mode)
{
    private readonly ReadOnlySpan<long> _times = times;
    private readonly ReadOnlySpan<Order> _orders = orders;
    private readonly long _window = mode.WindowMicros;
    private readonly bool _restarts = mode.Path == OrderPath.Restart;
    private long _restart = long.MinValue;
    private int _start, _end, _next;

    /// <summary>The journey of the next order: its first touchpoint, and how many it has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (int From, int Length) Next()
    {
        var order = _orders[_next].Time;
        // The latest order at an earlier instant begins it anew: orders at the same instant share one journey.
        if (_restarts && _next > 0 && _orders[_next - 1].Time < order) _restart = _orders[_next - 1].Time + 1;
        _next++;
        var from = Math.Max(_restart, _window == long.MaxValue ? long.MinValue : order - _window);
        var (start, end) = (_start, _end);
        while (end < _times.Length && _times[end] <= order) end++;
        while (start < end && _times[start] < from) start++;
        (_start, _end) = (start, end);
        return (start, end - start);
    }
}
