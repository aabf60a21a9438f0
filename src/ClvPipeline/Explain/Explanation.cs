namespace ClvPipeline;

/// <summary>Everything that a run knows of one customer, line by line; the credits add up to the customer's part of <c>channel_value</c>. Money in micro-units.</summary>
public sealed record Explanation
{
    /// <summary>The id, as text.</summary>
    public required string CustomerId { get; init; }

    /// <summary>The segment.</summary>
    public required string Segment { get; init; }

    /// <summary>First day of the local month of the first order, in days since 1970; null without an order.</summary>
    public required int? CohortDay { get; init; }

    /// <summary>Touchpoints in the order of the journeys, then those that count for nothing, with the reason.</summary>
    public required IReadOnlyList<ExplainedTouch> Touches { get; init; }

    /// <summary>Order rows and what became of them.</summary>
    public required IReadOnlyList<ExplainedSale> OrderRows { get; init; }

    /// <summary>Orders with a net revenue above 0, by time.</summary>
    public required IReadOnlyList<ExplainedOrder> Orders { get; init; }

    /// <summary>Revenue and profit of rows that are no order (unlinked or full refunds, orders of nothing).</summary>
    public required (long Revenue, long Profit) NotOrders { get; init; }

    /// <summary>Rejected rows of the customer.</summary>
    public required IReadOnlyList<RejectedRow> Rejected { get; init; }

    /// <summary>Net revenue of all rows.</summary>
    public required long Revenue { get; init; }

    /// <summary>Profit of all rows.</summary>
    public required long HistoricProfit { get; init; }

    /// <summary>Expected discounted profit.</summary>
    public required long ExpectedProfit { get; init; }

    /// <summary>Where that comes from; null without an order or a model.</summary>
    public required ExplainedForecast? Forecast { get; init; }

    /// <summary>historic + expected profit.</summary>
    public long Clv => HistoricProfit + ExpectedProfit;

    /// <summary>The journeys of every mode of the run.</summary>
    public required IReadOnlyList<ExplainedJourney> Journeys { get; init; }
}

/// <summary>A touchpoint. <paramref name="Number"/> counts those that are used from 1, oldest first; it is null where <paramref name="Outcome"/> is not <c>used</c>.</summary>
public sealed record ExplainedTouch(int? Number, long At, string Channel, string Campaign, string? TouchId, string Outcome);

/// <summary>An order row and what became of it: used (with <paramref name="Reason"/> refund or unlinked refund), repeated or not_visible.</summary>
public sealed record ExplainedSale(string OrderId, long At, long Revenue, long? Cogs, string Outcome, string Reason);

/// <summary>An order after its refunds.</summary>
public sealed record ExplainedOrder(string OrderId, long At, long Revenue, long Profit);

/// <summary>What is expected of a customer, and of what it is made: expected profit = margin rate × expected spend × discounted purchases.</summary>
public sealed record ExplainedForecast
{
    /// <summary>The model of purchases, and how its fit came about.</summary>
    public required (string Name, string Fit) Model { get; init; }

    /// <summary>The model that says who has left.</summary>
    public required string AliveModel { get; init; }

    /// <summary>x: days with an order after the first such day.</summary>
    public required int Repeats { get; init; }

    /// <summary>t_x: days from the first such day to the last.</summary>
    public required int AgeAtLastPurchaseDays { get; init; }

    /// <summary>T: days from the first such day to the as-of date.</summary>
    public required int AgeDays { get; init; }

    /// <summary>m: mean net revenue of those x days, in the currency; 0 for x = 0.</summary>
    public required double MeanSpend { get; init; }

    /// <summary>That the customer has not left.</summary>
    public required double ProbabilityAlive { get; init; }

    /// <summary>Days with a purchase, over the horizon.</summary>
    public required double ExpectedPurchases { get; init; }

    /// <summary>The same, discounted month by month.</summary>
    public required double DiscountedPurchases { get; init; }

    /// <summary>Net revenue of such a day, in the currency.</summary>
    public required double ExpectedSpend { get; init; }

    /// <summary>Profit per unit of revenue.</summary>
    public required double MarginRate { get; init; }

    /// <summary>Expected spend × discounted purchases, in micro-units.</summary>
    public required long ExpectedRevenue { get; init; }

    /// <summary>The 90 % interval of the CLV, in micro-units.</summary>
    public required (long Low, long High) Clv { get; init; }

    /// <summary>lost, at_risk, slipping, new or active.</summary>
    public required string Status { get; init; }

    /// <summary>What it goes by, in words.</summary>
    public required string StatusReason { get; init; }

    /// <summary>Median of the next purchase's local day, in days since 1970; null past 2199.</summary>
    public required int? ExpectedNextPurchase { get; init; }

    /// <summary>Days since nine of ten such customers would have bought again; 0 if that is to come.</summary>
    public required int DaysOverdue { get; init; }

    /// <summary>Expected profit that is lost if the customer has left, in micro-units.</summary>
    public required long ValueAtRisk { get; init; }

    /// <summary>What may be spent to keep the customer, in micro-units.</summary>
    public required long MaxRetentionSpend { get; init; }
}

/// <summary>One value and the touchpoints that may claim it.</summary>
/// <param name="Mode">The mode.</param>
/// <param name="Of">What the value is: <c>customer</c>, <c>order ID</c>, or <c>residual</c> (what is no order's own).</param>
/// <param name="From">Touchpoints count from this instant; null for unlimited, and for the residual, which has no window of its own.</param>
/// <param name="To">Touchpoints count up to this instant, the reference.</param>
/// <param name="After">The earlier order after which touchpoints count, where that is later than the window's begin.</param>
/// <param name="Values">What is spread: the credits of each model add up to it.</param>
/// <param name="NotCounted">Used touchpoints that are not in this journey, with the reason.</param>
/// <param name="Credits">What each touchpoint earns by each model.</param>
public sealed record ExplainedJourney(string Mode, string Of, long? From, long To, long? After, ExplainedAmounts Values, IReadOnlyList<(int Touch, string Reason)> NotCounted, IReadOnlyList<ExplainedCredit> Credits);

/// <summary>What one touchpoint earns of one value by one model; without a <paramref name="Touch"/> it is (unattributed). Counts in millionths.</summary>
public sealed record ExplainedCredit(string Model, int? Touch, string Channel, string Campaign, double Share, ExplainedAmounts Credit);

/// <summary>The measures of a credit. Money in micro-units, counts in millionths.</summary>
public readonly record struct ExplainedAmounts(long Revenue, long HistoricProfit, long ExpectedProfit, long Clv, long Customers, long Orders)
{
    /// <summary>The part of each measure that falls to a share, given as the running sums before and after it.</summary>
    internal ExplainedAmounts Part(double before, double after) => new(
        Between(Revenue, before, after), Between(HistoricProfit, before, after), Between(ExpectedProfit, before, after),
        Between(Clv, before, after), Between(Customers, before, after), Between(Orders, before, after));

    private static long Between(long value, double before, double after) => ClvPipeline.Credit.UpTo(value, after) - ClvPipeline.Credit.UpTo(value, before);
}
