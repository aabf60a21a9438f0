using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>Asks the database itself whether it holds what was sent: every row once, and the law of sums.</summary>
internal static class PartCheck
{
    private static readonly string[] Sums = ["customers", "orders", "revenue", "historic_profit", "expected_profit", "clv"];

    /// <summary>What is wrong with a loaded part, or null.</summary>
    public static string? Problem(NpgsqlConnection connection, RunPart part, ResultTable table, TableLayout layout, RunTotals totals)
    {
        var key = layout.Key;
        // Names may be longer than an index holds, so not every key can be a constraint.
        var alike = key is null || layout.IsUnique ? "false" : $"exists (select from {part.Name} group by {key} having count(*) > 1)";
        // Money goes over as whole micro-units in text: totals may have more digits than any type of ours that the driver knows.
        var (rows, twice, unlawful) = connection.QuerySingle<(long, bool, bool)>($"select (select count(*) from {part.Name}), {alike}, {Unlawful(part, table, totals)}",
            new { totals.Customers, totals.Orders, Revenue = $"{totals.Revenue}", HistoricProfit = $"{totals.HistoricProfit}", ExpectedProfit = $"{totals.ExpectedProfit}", Clv = $"{totals.Clv}" });
        return rows != table.Rows ? $"{part.Table} holds {rows} rows in the database; {table.Rows} were sent"
            : twice ? $"{part.Table} has rows alike in {key}"
            : unlawful ? $"{part.Table} does not add up to the customers in the database" : null;
    }

    private static string Unlawful(RunPart part, ResultTable table, RunTotals totals)
    {
        var names = table.Spec.Columns.Select(column => column.Name).ToHashSet();
        string sums, group;
        if (names.IsSupersetOf([.. Sums, "mode", "model"])) (sums, group) = (string.Join(", ", Sums.Select(name => $"sum({name})")), "group by mode, model");
        // The customers are all there unless the settings leave some out.
        else if (part.Table == "customer_value" && table.Rows == totals.Customers && table.Rows > 0) (sums, group) = ($"count(*), {string.Join(", ", Sums[1..].Select(name => $"sum({name})"))}", "");
        else return "false";
        return $"""
            exists (select from {part.Name} {group} having ({sums}) is distinct from
                (@Customers, @Orders, @Revenue::numeric * 0.000001, @HistoricProfit::numeric * 0.000001, @ExpectedProfit::numeric * 0.000001, @Clv::numeric * 0.000001))
            """;
    }
}
