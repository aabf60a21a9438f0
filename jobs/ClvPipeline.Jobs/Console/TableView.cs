using System.Text;

namespace ClvPipeline.Jobs;

/// <summary>Reads a result table by column names.</summary>
internal sealed class TableView(ResultTable table)
{
    /// <summary>The number of rows.</summary>
    public int Rows => table.Rows;

    /// <summary>A text column: a text a row, null where it is null.</summary>
    public Func<int, string?> Texts(string column)
    {
        var text = (ResultColumn.Text)Column(column);
        var values = Values(text);
        return row => text.Codes[row] < 0 ? null : values[text.Codes[row]];
    }

    /// <summary>A text column as codes and what they stand for; -1 is null.</summary>
    public (int[] Codes, string[] Values) Codes(string column)
    {
        var text = (ResultColumn.Text)Column(column);
        return (text.Codes, Values(text));
    }

    /// <summary>A column of whole numbers or money in micro-units.</summary>
    public long[] Longs(string column) => ((ResultColumn.Longs)Column(column)).Values;

    /// <summary>The same, null where it is null.</summary>
    public Func<int, long?> LongsOrNull(string column)
    {
        var longs = (ResultColumn.Longs)Column(column);
        return row => longs.Valid?[row] == 0 ? null : longs.Values[row];
    }

    /// <summary>A column of totals in micro-units.</summary>
    public Int128[] Wide(string column) => ((ResultColumn.Wide)Column(column)).Values;

    /// <summary>A column of reals, null where it is null.</summary>
    public Func<int, double?> RealsOrNull(string column)
    {
        var reals = (ResultColumn.Reals)Column(column);
        return row => reals.Valid?[row] == 0 ? null : reals.Values[row];
    }

    private static string[] Values(ResultColumn.Text text)
    {
        var values = new string[Math.Max(0, text.Offsets.Length - 1)];
        for (var i = 0; i < values.Length; i++) values[i] = Encoding.UTF8.GetString(text.Data.AsSpan(text.Offsets[i]..text.Offsets[i + 1]));
        return values;
    }

    private ResultColumn Column(string name)
    {
        for (var i = 0; i < table.Spec.Columns.Count; i++)
            if (table.Spec.Columns[i].Name == name) return table.Columns[i];
        throw new ArgumentException($"table {table.Spec.Name} has no column {name}", nameof(name));
    }
}
