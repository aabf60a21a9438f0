namespace ClvPipeline.Jobs;

/// <summary>What became of the rows that were read.</summary>
internal static class RowsRead
{
    /// <summary>The lines of a run, in the order of the table.</summary>
    public static IReadOnlyList<CountedRows> Of(RunResults results)
    {
        var view = new TableView(results.Table("intake_count"));
        var (datasets, outcomes, reasons, rows) = (view.Texts("dataset"), view.Texts("outcome"), view.Texts("reason"), view.Longs("rows"));
        return [.. Enumerable.Range(0, view.Rows).Select(row => new CountedRows(datasets(row)!, outcomes(row)!, reasons(row) ?? "", rows[row]))];
    }

    /// <summary>How many rows of orders there were up to the as-of date, good or bad.</summary>
    public static long OrderRows(RunResults results) => Of(results).Where(count => count is { Dataset: "orders", Outcome: not "not_visible" }).Sum(count => count.Rows);
}
