namespace ClvPipeline.Jobs.Report;

/// <summary>The result tables of a run that a report is made of, and the run before it.</summary>
/// <param name="All">The tables. Those that a run has not may be missing: each section says what it lacks.</param>
/// <param name="Previous">The run that readers saw before; null if there was none.</param>
internal sealed record RunTables(IReadOnlyList<ResultTable> All, PreviousRun? Previous)
{
    /// <summary>What is read of tables with a row a customer; the rest of their columns may be large.</summary>
    private static readonly Dictionary<string, string[]> Columns = new()
    {
        ["customer_value"] = ["run_id", "segment", "clv", "status", "value_at_risk"],
        ["channel_month"] = ["run_id", "mode", "model", "channel", "cohort_month", "customers", "historic_profit", "expected_profit", "clv", "spend", "new_customers", "cac"],
    };

    private static readonly string[] NotRead = ["channel_value", "campaign_summary", "rejected_row"];

    /// <summary>The tables that a report reads of a kept run, with the columns that it needs.</summary>
    public static IEnumerable<TableSpec> Needed => Tables.All.Append(RunCheckTable.Spec).Append(RunTable.Spec)
        .Where(spec => !NotRead.Contains(spec.Name))
        .Select(spec => Columns.TryGetValue(spec.Name, out var columns) ? spec with { Columns = [.. spec.Columns.Where(column => columns.Contains(column.Name))] } : spec);

    /// <summary>The table of that name; null if the run has none.</summary>
    public TableView? Find(string name) => All.FirstOrDefault(table => table.Spec.Name == name) is { } table ? new TableView(table) : null;
}

/// <summary>The run that readers saw before.</summary>
/// <param name="Run">Its row of the table <c>run</c>.</param>
internal sealed record PreviousRun(ResultTable Run);
