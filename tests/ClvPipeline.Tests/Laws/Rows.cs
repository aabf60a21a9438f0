using System.Globalization;
using System.Text;

namespace ClvPipeline.Tests.Laws;

/// <summary>Reads result tables row by row, as text.</summary>
public static class Rows
{
    /// <summary>Every row as a dictionary from column to text; null is null. Money stays in micro-units.</summary>
    public static IEnumerable<Dictionary<string, string?>> Of(ResultTable table)
    {
        for (var row = 0; row < table.Rows; row++)
            yield return table.Spec.Columns.Index().ToDictionary(column => column.Item.Name, column => Value(table.Columns[column.Index], row));
    }

    /// <summary>All that a run's results say, in order, but for what became of which input row.</summary>
    public static string Everything(RunResults results)
    {
        var text = new StringBuilder();
        foreach (var table in results.Tables.Where(table => table.Spec.Name is not ("intake_count" or "rejected_row"))) text.AppendLine(table.Spec.Name).Append(Text(table));
        return text.ToString();
    }

    /// <summary>A table of a run's results, a line a row.</summary>
    public static string Text(RunResults results, string table) => Text(results.Tables.Single(t => t.Spec.Name == table));

    private static string Text(ResultTable table)
    {
        var text = new StringBuilder();
        for (var row = 0; row < table.Rows; row++) text.AppendLine(string.Join('|', table.Columns.Select(column => Value(column, row) ?? "∅")));
        return text.ToString();
    }

    /// <summary>A day in days since 1970 as text.</summary>
    public static DateOnly Day(string days) => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(int.Parse(days, CultureInfo.InvariantCulture));

    private static string? Value(ResultColumn column, int row) => column switch
    {
        ResultColumn.Longs c => c.Valid is { } valid && valid[row] == 0 ? null : c.Values[row].ToString(CultureInfo.InvariantCulture),
        ResultColumn.Wide c => c.Valid is { } valid && valid[row] == 0 ? null : c.Values[row].ToString(CultureInfo.InvariantCulture),
        ResultColumn.Reals c => c.Valid is { } valid && valid[row] == 0 ? null : c.Values[row].ToString("R", CultureInfo.InvariantCulture),
        ResultColumn.Text c => c.Codes[row] < 0 ? null : Encoding.UTF8.GetString(c.Data, c.Offsets[c.Codes[row]], c.Offsets[c.Codes[row] + 1] - c.Offsets[c.Codes[row]]),
        _ => throw new InvalidOperationException(),
    };
}
