using System.Runtime.CompilerServices;

namespace ClvPipeline;

/// <summary>
/// A sum over the customers of a segment. What they will do is independent, so variances add; the parameters are the same for all, so their errors add before they are
/// squared. One for each thread; sums are of fixed-point numbers, so that they do not depend on the order.
/// </summary>
internal sealed class SegmentOutlook
{
    private OutlookSums _sums;

    public long Customers { get; private set; }

    public void Add(in CustomerOutlook customer) => Add(customer.Terms.Sums);

    public void Add(in OutlookSums customer)
    {
        Customers++;
        Add(customer, ref _sums);
    }

    public void Add(SegmentOutlook other)
    {
        Customers += other.Customers;
        Add(other._sums, ref _sums);
    }

    /// <summary>The sum, and <paramref name="z"/> standard deviations to either side, but not beyond 0: a sum of gains is no loss.</summary>
    public Interval Interval(double z)
    {
        var variance = _sums[1].Value;
        for (var j = 2; j < OutlookSums.Length; j++) variance += _sums[j].Value * _sums[j].Value;
        var (expected, reach) = (_sums[0].Value, z * Math.Sqrt(variance));
        return new Interval(expected >= 0 ? Math.Max(0, expected - reach) : expected - reach, expected, expected >= 0 ? expected + reach : Math.Min(0, expected + reach));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(in OutlookSums more, ref OutlookSums to)
    {
        for (var i = 0; i < OutlookSums.Length; i++) to[i].Add(more[i]);
    }
}
