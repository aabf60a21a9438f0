namespace ClvPipeline;

/// <summary>What is said of a segment, worked out of its sums (contract §3.2, 3.3, 3.7). Money in micro-units; null where it is not known.</summary>
internal sealed class SegmentFigures
{
    private const int FewestPrior = 10;
    private const double DaysPerYear = 365.25;
    private const long MostCac = 100_000_000_000 * (long)Micros.PerUnit; // as in the channel tables

    private readonly SegmentMeasures _sums;
    private readonly double? _lifespan;
    private readonly NewCustomerValue? _newCustomer;

    /// <param name="sums">The segment's.</param>
    /// <param name="hasPriorYear">Whether all of Y1 is known.</param>
    /// <param name="discountRate">d: effective, a year.</param>
    /// <param name="predictions">The models; null where there are none.</param>
    /// <param name="spend">What its customers cost; null where that is not known.</param>
    public SegmentFigures(in SegmentMeasures sums, bool hasPriorYear, double discountRate, Predictions? predictions, long? spend)
    {
        (_sums, Spend) = (sums, spend);
        if (hasPriorYear && Of(SegmentMeasure.PriorCustomers) >= FewestPrior) Retention = (double)Of(SegmentMeasure.ReturningCustomers) / Of(SegmentMeasure.PriorCustomers);
        _lifespan = LifespanChurn ?? LifespanObserved;
        if (Retention is { } kept && 1 + discountRate - kept > 0) ClvRetention = Money(PerRecentCustomer(SegmentMeasure.RecentProfit) * kept / (1 + discountRate - kept));
        _newCustomer = NewCustomerValue.Of((Of(SegmentMeasure.NewProfit), Of(SegmentMeasure.NewCustomers)), Margin ?? 0, predictions);
        ClvNew = predictions is null || _newCustomer is null ? null : Money(_newCustomer.Total);
        if (spend is >= 0 && Of(SegmentMeasure.CoveredCustomers) > 0 && Micros.Divide(spend.Value, Of(SegmentMeasure.CoveredCustomers)) is var cac && cac < MostCac) Cac = (long)cac;
    }

    public long Clv => checked(Of(SegmentMeasure.HistoricProfit) + Of(SegmentMeasure.ExpectedProfit));

    public long? MeanClv => Customers == 0 ? null : (long)Micros.Divide(Clv, Customers);

    public long? AverageOrderValue => Of(SegmentMeasure.RecentOrders) == 0 ? null : (long)Micros.Divide(Of(SegmentMeasure.RecentRevenue), Of(SegmentMeasure.RecentOrders));

    public double? OrdersPerYear => Ratio(SegmentMeasure.RecentOrders, SegmentMeasure.RecentCustomers);

    /// <summary>g. An order has a revenue above 0, so a sum of them has too.</summary>
    public double? Margin => Ratio(SegmentMeasure.RecentProfit, SegmentMeasure.RecentRevenue);

    /// <summary>ρ.</summary>
    public double? Retention { get; }

    public double? Churn => 1 - Retention;

    /// <summary>In years, one-time buyers as 0.</summary>
    public double? LifespanObserved => Ratio(SegmentMeasure.SpanDays, SegmentMeasure.Customers) / DaysPerYear;

    public double? LifespanChurn => Retention is < 1 and { } kept ? 1 / (1 - kept) : null;

    public long? ClvSimpleRevenue => Money(PerRecentCustomer(SegmentMeasure.RecentRevenue) * _lifespan);

    public long? ClvSimpleProfit => Money(PerRecentCustomer(SegmentMeasure.RecentProfit) * _lifespan);

    public long? ClvRetention { get; }

    public long? ClvNew { get; }

    public long? MaxAcquisitionCost => ClvNew is null ? null : Money(_newCustomer!.Total / 3);

    public long? Spend { get; }

    public long? Cac { get; }

    public double? ClvToCac => Spend is > 0 ? (double)Of(SegmentMeasure.CoveredClv) / Spend : null;

    public long? PaybackMonths => Cac is { } cost ? _newCustomer?.PaybackMonths((double)cost / Micros.PerUnit) : null;

    public long Customers => Of(SegmentMeasure.Customers);

    public long Of(SegmentMeasure measure) => _sums[measure];

    // Average order value x orders per year (x margin), in units of the currency: what a customer who bought brought in Y0.
    private double? PerRecentCustomer(SegmentMeasure measure) => Ratio(measure, SegmentMeasure.RecentCustomers) / Micros.PerUnit;

    private double? Ratio(SegmentMeasure part, SegmentMeasure of) => Of(of) == 0 ? null : (double)Of(part) / Of(of);

    private static long? Money(double? amount) => amount is { } units ? Predictions.MicrosOf(units) : null;
}
