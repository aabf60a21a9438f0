namespace ClvPipeline;

/// <summary>
/// A sum over the customers of a segment. What they will do is independent, so variances add; the parameters are the same for all who have the same models, so their
/// errors add before they are squared. One for each thread; sums are of fixed-point numbers, so that they do not depend on the order.
/// </summary>
internal sealed class SegmentOutlook
{
    private OutlookSums[] _sums = new OutlookSums[1]; // by the number of the models

    public long Customers { get; private set; }

    public void Add(in CustomerOutlook customer) => Add(customer.Terms.Sums, 0);

    /// <summary>Adds a customer.</summary>
    /// <param name="customer">What is expected.</param>
    /// <param name="models">The number of the models that expect it.</param>
    public void Add(in OutlookSums customer, int models)
    {
        Customers++;
        if (models >= _sums.Length) Array.Resize(ref _sums, models + 1);
        Add(customer, ref _sums[models]);
    }

    public void Add(SegmentOutlook other)
    {
        Customers += other.Customers;
        if (other._sums.Length > _sums.Length) Array.Resize(ref _sums, other._sums.Length);
        for (var models = 0; models < other._sums.Length; models++) Add(other._sums[models], ref _sums[models]);
    }

    /// <summary>The sum, and <paramref name="z"/> standard deviations to either side, but not beyond 0: a sum of gains is no loss.</summary>
    public Interval Interval(double z)
    {
        var (expected, variance) = (0.0, 0.0);
        foreach (ref readonly var sums in _sums.AsSpan())
        {
            (expected, variance) = (expected + sums[0].Value, variance + sums[1].Value);
            for (var j = 2; j < OutlookSums.Length; j++) variance += sums[j].Value * sums[j].Value;
        }

        var reach = z * Math.Sqrt(variance);
        return new Interval(expected >= 0 ? Math.Max(0, expected - reach) : expected - reach, expected, expected >= 0 ? expected + reach : Math.Min(0, expected + reach));
    }

    private static void Add(in OutlookSums more, ref OutlookSums to)
    {
        for (var i = 0; i < OutlookSums.Length; i++) to[i].Add(more[i]);
    }
}
