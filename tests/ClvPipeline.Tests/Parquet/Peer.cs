using System.Globalization;
using System.Text.Json;
using ClvPipeline.Parquet;

namespace ClvPipeline.Tests.Parquet;

/// <summary>Compares our reading of a file with DuckDB's, value by value.</summary>
internal static class Peer
{
    /// <summary>Null where every column that we open reads as DuckDB reads it, or what differs. <paramref name="refused"/> collects what we refuse, and why.</summary>
    public static string? Difference(string path, List<string> refused)
    {
        using var file = ParquetFile.Open(path);
        List<(ParquetColumn Column, List<string?> Ours)> read = [];
        foreach (var column in file.Columns)
        {
            // Nothing is opened of a file without row groups, so nothing refuses either.
            if (column.Kind == ParquetKind.Nested && file.RowGroupCount == 0)
            {
                refused.Add(column.TypeName);
                continue;
            }

            try
            {
                List<string?> values = [];
                for (var g = 0; g < file.RowGroupCount; g++)
                {
                    using var reader = file.OpenColumn(g, column);
                    Canonical.Read(reader, values);
                }
                read.Add((column, values));
            }
            catch (ParquetException e)
            {
                refused.Add(e.Message);
            }
        }
        if (read.Count == 0) return null;
        var rows = DuckDb.Query(path, $"select {string.Join(", ", read.Select((r, i) => $"{Expression(r.Column)} as c{i}"))} from t");
        if (rows.Count != file.RowCount) return $"{file.RowCount} rows, DuckDB finds {rows.Count}";
        for (var i = 0; i < read.Count; i++)
        {
            for (var row = 0; row < rows.Count; row++)
            {
                var theirs = Theirs(rows[row].GetProperty($"c{i}"), read[i].Column);
                if (theirs != read[i].Ours[row]) return $"{read[i].Column.Name} ({read[i].Column.TypeName}), row {row}: '{read[i].Ours[row]}', DuckDB reads '{theirs}'";
            }
        }
        return null;
    }

    private static string Expression(ParquetColumn column)
    {
        var name = string.Join('.', column.Name.Split('.').Select(part => $"\"{part.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        return column.Kind switch
        {
            ParquetKind.Text or ParquetKind.Binary => $"hex({name})",
            ParquetKind.Date => $"({name} - date '1970-01-01')::varchar",
            ParquetKind.Timestamp => $"{(column.TicksPerSecond == 1_000_000_000 ? "epoch_ns" : column.TicksPerSecond == 1000 ? "epoch_ms" : "epoch_us")}({name})::varchar",
            ParquetKind.Time => $"{(column.TicksPerSecond == 1_000_000_000 ? "epoch_ns" : column.TicksPerSecond == 1000 ? "epoch_ms" : "epoch_us")}({name})::varchar",
            ParquetKind.Real => $"{name}::double::varchar",
            _ => $"{name}::varchar",
        };
    }

    private static string? Theirs(JsonElement value, ParquetColumn column)
    {
        if (value.ValueKind == JsonValueKind.Null) return null;
        var text = value.ToString();
        return column.Kind == ParquetKind.Real ? Canonical.Real(text is "inf" or "-inf" ? double.Parse(text.Replace("inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture) : double.Parse(text, CultureInfo.InvariantCulture)) : text;
    }
}
