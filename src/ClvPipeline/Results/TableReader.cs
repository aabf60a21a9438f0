using System.Text;

namespace ClvPipeline;

/// <summary>Reads the columns of a result table by name.</summary>
internal readonly struct TableReader(ResultTable table)
{
    public int Rows => table.Rows;

    public long[] Longs(string column) => ((ResultColumn.Longs)Column(column)).Values;

    public double[] Reals(string column) => ((ResultColumn.Reals)Column(column)).Values;

    /// <summary>The text of each row of a column without nulls.</summary>
    public string[] Texts(string column)
    {
        var (codes, values) = Text(column);
        return Array.ConvertAll(codes, code => values[code]);
    }

    /// <summary>The codes of a text column, and what they stand for.</summary>
    public (int[] Codes, string[] Values) Text(string column)
    {
        var text = (ResultColumn.Text)Column(column);
        var values = new string[text.Offsets.Length - 1];
        for (var i = 0; i < values.Length; i++) values[i] = Encoding.UTF8.GetString(text.Data.AsSpan(text.Offsets[i]..text.Offsets[i + 1]));
        return (text.Codes, values);
    }

    private ResultColumn Column(string name)
    {
        for (var i = 0; i < table.Spec.Columns.Count; i++)
            if (table.Spec.Columns[i].Name == name) return table.Columns[i];
        throw new ArgumentException($"{table.Spec.Name} has no column {name}");
    }
}
