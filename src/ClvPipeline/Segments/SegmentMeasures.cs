using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ClvPipeline;

/// <summary>What a segment sums over its customers as whole numbers. Money in micro-units.</summary>
internal enum SegmentMeasure
{
    Customers, Orders, Revenue, HistoricProfit, ExpectedProfit,

    /// <summary>Customers, orders, revenue and profit of Y0, the 365 local days that end with the as-of date.</summary>
    RecentCustomers, RecentOrders, RecentRevenue, RecentProfit,

    /// <summary>Customers with an order in Y1, the 365 days before, and those of them with one in Y0 too.</summary>
    PriorCustomers, ReturningCustomers,

    SpanDays,

    /// <summary>Customers whose first order lies in Y0, and the profit of those orders.</summary>
    NewCustomers, NewProfit,

    /// <summary>Customers of the months that spend has rows for, and their lifetime value.</summary>
    CoveredCustomers, CoveredClv,
}

/// <summary>A number for each <see cref="SegmentMeasure"/>: four vectors, so that a customer is added to a segment by four additions.</summary>
[InlineArray(Length)]
internal struct SegmentMeasures
{
    public const int Length = 16;

    private long _first;

    public readonly long this[SegmentMeasure measure] => this[(int)measure];

    /// <summary>Makes these those of one customer. They are written and read as the same four vectors: any other size would have to wait for what was written before.</summary>
    /// <param name="customer">What is kept of the customer.</param>
    /// <param name="expectedProfit">In micro-units.</param>
    /// <param name="covered">Whether spend has rows for the month of the first order.</param>
    public void Set(in SegmentCustomer customer, long expectedProfit, bool covered)
    {
        long recent = customer.RecentOrders > 0 ? 1 : 0, prior = customer.IsPrior ? 1 : 0;
        // In the order of SegmentMeasure.
        ref var to = ref Unsafe.As<SegmentMeasures, long>(ref this);
        Vector256.Create(1, customer.Orders, customer.Revenue, customer.HistoricProfit).StoreUnsafe(ref to);
        Vector256.Create(expectedProfit, recent, customer.RecentOrders, customer.RecentRevenue).StoreUnsafe(ref to, 4);
        Vector256.Create(customer.RecentProfit, prior, recent & prior, customer.SpanDays).StoreUnsafe(ref to, 8);
        Vector256.Create(customer.IsNew ? 1L : 0, customer.NewProfit, covered ? 1 : 0, covered ? customer.HistoricProfit + expectedProfit : 0).StoreUnsafe(ref to, 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in SegmentMeasures other)
    {
        ref var to = ref Unsafe.As<SegmentMeasures, long>(ref this);
        ref var from = ref Unsafe.As<SegmentMeasures, long>(ref Unsafe.AsRef(in other));
        for (nuint i = 0; i < Length; i += 4) (Vector256.LoadUnsafe(ref to, i) + Vector256.LoadUnsafe(ref from, i)).StoreUnsafe(ref to, i);
    }
}

/// <summary>What a segment sums besides where there is a model: fixed-point numbers, which do not depend on the order either.</summary>
internal struct FutureTerms
{
    public OutlookSums Profit;

    /// <summary>The number of the models that <see cref="Profit"/> is by.</summary>
    public int Models;

    public FixedSum Alive, WithinYear;
}
