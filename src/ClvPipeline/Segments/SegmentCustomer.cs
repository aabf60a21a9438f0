namespace ClvPipeline;

/// <summary>
/// What is kept of a customer until it is known how many are worth more: all that a segment sums, in 72 bytes, since there are millions of them. Money in micro-units.
/// "Recent" is Y0, the 365 local days that end with the as-of date; "prior" is Y1, the 365 before.
/// </summary>
internal struct SegmentCustomer
{
    private const int SpanBits = 17, CohortBits = 12, FirstCohort = 1970 * 12;

    public long Revenue, HistoricProfit, RecentRevenue, RecentProfit;

    /// <summary>Profit of the first order, where that is recent; else 0.</summary>
    public long NewProfit;

    /// <summary>Gaps between days with an order: as many stand beside it.</summary>
    public int Orders, RecentOrders, Gaps;

    public int Segment, FirstChannel, ChannelUse, SalesChannel;

    private int _bits;

    /// <summary>From the first day with an order to the last.</summary>
    public readonly int SpanDays => _bits & ((1 << SpanBits) - 1);

    /// <summary>Months since January 1970 of the first order.</summary>
    public readonly int Cohort => (_bits >> SpanBits) & ((1 << CohortBits) - 1);

    /// <summary>Whether the first order is recent.</summary>
    public readonly bool IsNew => (_bits & (1 << 29)) != 0;

    /// <summary>Whether there is an order in the year before.</summary>
    public readonly bool IsPrior => (_bits & (1 << 30)) != 0;

    /// <summary>Packs what takes few bits: instants lie between 1970 and 2199.</summary>
    /// <param name="spanDays">From the first day with an order to the last.</param>
    /// <param name="cohort">Months since year 0 of the first order.</param>
    /// <param name="isNew">Whether the first order is recent.</param>
    /// <param name="isPrior">Whether there is an order in the year before.</param>
    public void Pack(int spanDays, int cohort, bool isNew, bool isPrior) => _bits = spanDays | NumberOf(cohort) << SpanBits | (isNew ? 1 << 29 : 0) | (isPrior ? 1 << 30 : 0);

    /// <summary>Months since year 0 of a cohort of that number.</summary>
    public static int MonthOf(int cohort) => FirstCohort + cohort;

    /// <summary>The number of the cohort of a month.</summary>
    public static int NumberOf(int month) => month - FirstCohort;
}

/// <summary>What is kept besides where there is a model.</summary>
/// <param name="ExpectedProfit">In micro-units.</param>
/// <param name="MeanSpend">The customer's own mean per repeat purchase, in units of the currency.</param>
/// <param name="MarginRate">Profit per unit of revenue.</param>
/// <param name="Models">The number of the customer's models.</param>
/// <param name="Place">Of the customer's triplet among theirs.</param>
internal readonly record struct SegmentFuture(long ExpectedProfit, double MeanSpend, double MarginRate, int Models, int Place);
