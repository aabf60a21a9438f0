namespace ClvPipeline;

/// <summary>What is expected of one customer, in numbers that are never NaN. Money in micro-units.</summary>
internal readonly record struct Prediction
{
    /// <summary>The models of the customer's segment.</summary>
    public CustomerModels Models { get; init; }

    /// <summary>The place of the customer's triplet in their table.</summary>
    public int Place { get; init; }

    /// <summary>That the customer has not left: Pareto/NBD's, else MBG/NBD's.</summary>
    public double ProbabilityAlive { get; init; }

    /// <summary>Purchase occasions over the horizon.</summary>
    public double ExpectedPurchases { get; init; }

    /// <summary>The same, discounted month by month.</summary>
    public double DiscountedPurchases { get; init; }

    /// <summary>Revenue per occasion, in units of the currency.</summary>
    public double ExpectedSpend { get; init; }

    /// <summary>Profit per unit of revenue.</summary>
    public double MarginRate { get; init; }

    public long ExpectedRevenue { get; init; }

    public long ExpectedProfit { get; init; }

    /// <summary>(1 − p)·V, V being the expected profit if it were certain that the customer has not left.</summary>
    public long ValueAtRisk { get; init; }

    /// <summary>What may be spent to keep the customer.</summary>
    public long MaxRetentionSpend { get; init; }

    /// <summary>q: the chance that the next purchase would have come by now; 0 for customers with one purchase, who have no gap to go by.</summary>
    public double ProbabilityOver { get; init; }

    public CustomerStatus Status { get; init; }

    /// <summary>The median of the next purchase's local day, in days since 1970; null past 2199.</summary>
    public int? ExpectedNextPurchase { get; init; }

    /// <summary>Days since the day by which nine of ten such customers would have bought again; 0 if that is still to come.</summary>
    public int DaysOverdue { get; init; }

    /// <summary>By number of <see cref="CustomerStatus"/>: its word in results.</summary>
    public static readonly string[] StatusWords = ["lost", "at_risk", "slipping", "new", "active"];

    public static string Word(CustomerStatus status) => StatusWords[(int)status];
}

/// <summary>How a customer stands (contract §3.6): the first that fits.</summary>
internal enum CustomerStatus
{
    Lost, AtRisk, Slipping, New, Active,
}
