using System.Globalization;

namespace ClvPipeline.Jobs;

/// <summary>Prints the segments of the customers side by side, the one with the most value first.</summary>
internal sealed class SegmentTableText(ResultTable table, RunSettings settings, int width)
{
    private const string Dimension = "segment", All = "(all)";
    private const int MostSegments = 20;

    /// <summary>Prints it; nothing where customers have no segments.</summary>
    public void Write(TextWriter to)
    {
        var view = new TableView(table);
        var (dimensions, names, clv) = (view.Texts("dimension"), view.Texts("segment"), view.Longs("clv"));
        var rows = Enumerable.Range(0, table.Rows).Where(row => dimensions(row) == Dimension).OrderByDescending(row => clv[row]).ToList();
        if (rows.Count == 0 || (rows.Count == 1 && names(rows[0]) == All)) return;
        var left = rows.Count - MostSegments;
        if (left > 1) rows = rows[..MostSegments];
        rows.Insert(0, Enumerable.Range(0, table.Rows).First(row => dimensions(row) == All));
        to.WriteLine();
        to.WriteLine($"Customers by segment, {settings.Currency}");
        PrintedTable.Write(to, width, [PrintedColumn.Names("segment", rows.Select(row => PrintedColumn.Legible(names(row)!)))],
        [
            new("customers", rows.ConvertAll(row => Count(view.Longs("customers")[row]))),
            new("active", rows.ConvertAll(row => Count(view.Longs("active_customers")[row]))),
            new("clv", rows.ConvertAll(row => Money.Rounded(clv[row]))),
            Amounts("mean", "clv_mean"),
            Amounts("median", "clv_median"),
            Shares("top 20 %", "top_20_share"),
            Shares("retention", "retention"),
            Amounts("worth of a new one", "clv_new"),
            Amounts("may cost", "max_acquisition_cost"),
        ]);
        if (left > 1) to.WriteLine($"… and {Count(left)} more segments in segment_value");

        PrintedColumn Amounts(string head, string column)
        {
            var values = view.LongsOrNull(column);
            return new(head, rows.ConvertAll(row => values(row) is { } amount ? Money.Rounded(amount) : "-"));
        }

        PrintedColumn Shares(string head, string column)
        {
            var values = view.RealsOrNull(column);
            return new(head, rows.ConvertAll(row => values(row) is { } share ? share.ToString("0.0 %", CultureInfo.InvariantCulture) : "-"));
        }
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
