using System.Globalization;
using ClvPipeline.Tests.Laws;
using ClvPipeline.Tests.Postgres;
using Npgsql;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>Result tables as text, a line a row, from Postgres and from what was sent there: money in micro-units, days and microseconds since 1970.</summary>
internal static class WarehouseRows
{
    /// <summary>A table's rows of a run, in order of their text.</summary>
    public static List<string> Of(PostgresDatabase database, TableSpec spec, string runId, string? view = null)
    {
        using var connection = database.Open();
        using var command = new NpgsqlCommand($"select {string.Join(", ", spec.Columns.Select(Text))} from clv.\"{view ?? spec.Name}\" where run_id = '{runId}'", connection) { CommandTimeout = 120 };
        using var reader = command.ExecuteReader();
        List<string> lines = [];
        while (reader.Read()) lines.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => Value(reader, column))));
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    /// <summary>The same of a table that was sent.</summary>
    public static List<string> Of(ResultTable table)
    {
        var lines = Rows.Of(table).Select(row => string.Join('|', table.Spec.Columns.Select(column => row[column.Name]?.Replace('\0', '\u2400') ?? "∅"))).ToList();
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static string Value(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? "∅" : reader.GetValue(column) switch
    {
        double real => real.ToString("R", CultureInfo.InvariantCulture),
        var other => (string)other,
    };

    private static string Text(ColumnSpec column) => column.Kind switch
    {
        ResultKind.Money or ResultKind.WideMoney => $"trunc({Name(column)} * 1000000)::text",
        ResultKind.Date => $"({Name(column)} - date '1970-01-01')::text",
        ResultKind.Instant => $"trunc(extract(epoch from {Name(column)}) * 1000000)::text",
        ResultKind.Boolean => $"{Name(column)}::int::text",
        ResultKind.Integer => $"{Name(column)}::text",
        _ => Name(column),
    };

    private static string Name(ColumnSpec column) => $"\"{column.Name}\"";
}
