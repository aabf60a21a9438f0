namespace ClvPipeline;

/// <summary>The customers of one cohort and segment together, counted from the customers themselves. Money in micro-units.</summary>
public sealed record LedgerGroup(long CohortDay, string Segment, long Customers, long Orders, Int128 Revenue, Int128 HistoricProfit, Int128 ExpectedProfit, Int128 Clv);

/// <summary>
/// The other side of every sum: what the customers are worth and what came in, added up without any journey, model or cell.
/// The result tables are checked against it.
/// </summary>
public sealed record Ledger
{
    /// <summary>The modes of the run, in the order of the results.</summary>
    public required IReadOnlyList<string> Modes { get; init; }

    /// <summary>The models of the run, in the order of the results.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Customers by cohort and segment.</summary>
    public required IReadOnlyList<LedgerGroup> Groups { get; init; }

    /// <summary>Revenue and profit of every order row that was used.</summary>
    public required (Int128 Revenue, Int128 Profit) In { get; init; }

    /// <summary>Revenue and profit of ids without an order.</summary>
    public required (Int128 Revenue, Int128 Profit) WithoutPurchase { get; init; }

    /// <summary>Revenue and profit of buyers' rows that are no order: unlinked and full refunds.</summary>
    public required (Int128 Revenue, Int128 Profit) NoOrders { get; init; }

    /// <summary>How far the expected part looks ahead, in months; null where nothing is expected.</summary>
    public required int? HorizonMonths { get; init; }

    /// <summary>All that was spent; null where that is not known.</summary>
    public Int128? Spend { get; init; }

    /// <summary>By how much each channel's CLV differs from the run before, by mode and model; null where there is none.</summary>
    public IReadOnlyDictionary<(string Mode, string Model, string Channel), Int128>? Moved { get; init; }

    /// <summary>Rows that the sources have, by dataset.</summary>
    public required IReadOnlyDictionary<string, long> RowsRead { get; init; }

    /// <summary>The largest share of a dataset that may be rejected.</summary>
    public required double MaxRejectedShare { get; init; }

    /// <summary>Whether <c>channel_path</c> was asked for; it has no rows otherwise.</summary>
    public bool HasPaths { get; init; } = true;

    /// <summary>Whether <c>segment_value</c> was asked for; it has no rows otherwise.</summary>
    public bool HasSegments { get; init; } = true;

    /// <summary>Whether <c>customer_value</c> has every customer.</summary>
    public required bool EveryCustomerHasARow { get; init; }
}
