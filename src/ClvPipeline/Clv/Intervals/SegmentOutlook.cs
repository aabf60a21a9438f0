namespace ClvPipeline;

/// <summary>
/// A sum over the customers of a segment. What they will do is independent, so variances add; the parameters are the same for all, so their errors add before they are
/// squared. One for each thread; sums are of fixed-point numbers, so that they do not depend on the order.
/// </summary>
internal sealed class SegmentOutlook
{
    private readonly FixedSum[] _shifts = new FixedSum[ParameterShifts.Length];
    private FixedSum _expected, _variance;

    public long Customers { get; private set; }

    public void Add(in CustomerOutlook customer)
    {
        Customers++;
        _expected.Add(customer.Interval.Expected);
        _variance.Add(customer.Variance);
        for (var j = 0; j < _shifts.Length; j++) _shifts[j].Add(customer.ByParameter[j]);
    }

    public void Add(SegmentOutlook other)
    {
        Customers += other.Customers;
        _expected.Add(other._expected);
        _variance.Add(other._variance);
        for (var j = 0; j < _shifts.Length; j++) _shifts[j].Add(other._shifts[j]);
    }

    /// <summary>The sum, and <paramref name="z"/> standard deviations to either side, but not beyond 0: a sum of gains is no loss.</summary>
    public Interval Interval(double z)
    {
        var variance = _variance.Value;
        foreach (var shift in _shifts) variance += shift.Value * shift.Value;
        var (expected, reach) = (_expected.Value, z * Math.Sqrt(variance));
        return new Interval(expected >= 0 ? Math.Max(0, expected - reach) : expected - reach, expected, expected >= 0 ? expected + reach : Math.Min(0, expected + reach));
    }
}
