namespace ClvPipeline.Tests.Oracle;

/// <summary>What a run should find; money in micro-units.</summary>
public sealed class OracleResult
{
    /// <summary>The buyers, by id.</summary>
    public required IReadOnlyList<Buyer> Customers { get; init; }

    public required IReadOnlyDictionary<CellKey, Cell> Cells { get; init; }

    public required IReadOnlyDictionary<(string Mode, string Path), PathCell> Paths { get; init; }

    /// <summary>Rows by dataset and outcome; pairs without rows are left out.</summary>
    public required IReadOnlyDictionary<(string Dataset, Outcome Outcome), int> Intake { get; init; }

    /// <summary>Profit of ids without an order.</summary>
    public required long ProfitWithoutPurchase { get; init; }
}
