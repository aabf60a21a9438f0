namespace ClvPipeline;

/// <summary>An invariant or gate: what was measured, what is allowed, and whether it held. One row of <c>run_check</c>.</summary>
public sealed record RunCheck(string Name, bool Passed, double Measured, double Threshold)
{
    /// <summary>A check that passes when the measured value is at most the threshold.</summary>
    public static RunCheck AtMost(string name, double measured, double threshold) => new(name, measured <= threshold, measured, threshold);

    /// <summary>A check that passes when the measured value is at least the threshold.</summary>
    public static RunCheck AtLeast(string name, double measured, double threshold) => new(name, measured >= threshold, measured, threshold);
}

/// <summary>The sums of a run. Money in micro-units.</summary>
public sealed record RunTotals
{
    /// <summary>Customers with an order.</summary>
    public required long Customers { get; init; }

    /// <summary>Orders with a net revenue above 0.</summary>
    public required long Orders { get; init; }

    /// <summary>Touchpoints that were used.</summary>
    public required long Touchpoints { get; init; }

    /// <summary>Net revenue of customers with an order.</summary>
    public required Int128 Revenue { get; init; }

    /// <summary>Historic profit of customers with an order.</summary>
    public required Int128 HistoricProfit { get; init; }

    /// <summary>Expected profit of customers with an order.</summary>
    public required Int128 ExpectedProfit { get; init; }

    /// <summary>Sum of <c>clv</c>.</summary>
    public Int128 Clv => HistoricProfit + ExpectedProfit;

    /// <summary>What no touchpoint may claim of <see cref="Clv"/>, in the first mode of the run (alike for all models).</summary>
    public required Int128 Unattributed { get; init; }

    /// <summary>Profit of ids without an order.</summary>
    public required Int128 ProfitWithoutPurchase { get; init; }
}

/// <summary>What the engine hands over: every table but <c>run</c> and <c>run_check</c>, the ledger to check them against, and the totals.</summary>
public sealed record RunResults(IReadOnlyList<ResultTable> Tables, Ledger Ledger, RunTotals Totals)
{
    /// <summary>What readers should know about these results that no table says, each a sentence.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>The table of that name.</summary>
    public ResultTable Table(string name) => Tables.First(table => table.Spec.Name == name);

    /// <summary>The invariants and gates, measured on the tables as they are.</summary>
    public IReadOnlyList<RunCheck> Check() => Reconciliation.Check(this);
}
