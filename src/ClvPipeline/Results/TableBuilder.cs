using System.Text;

namespace ClvPipeline;

/// <summary>Fills a result table column by column, in the order of its spec.</summary>
internal sealed class TableBuilder(TableSpec spec, int rows)
{
    private readonly List<ResultColumn> _columns = [];

    /// <summary>A table without rows.</summary>
    public static ResultTable Empty(TableSpec spec) => new(spec, 0, [.. spec.Columns.Select(column => (ResultColumn)(column.Kind switch
    {
        ResultKind.Text => new ResultColumn.Text([], [], [0]),
        ResultKind.Real => new ResultColumn.Reals([]),
        ResultKind.WideMoney => new ResultColumn.Wide([]),
        _ => new ResultColumn.Longs([]),
    }))]);

    public TableBuilder Constant(string text) => Text(new int[rows], [text]);

    public TableBuilder Constant(long value)
    {
        var values = new long[rows];
        Array.Fill(values, value);
        return Longs(values);
    }

    public TableBuilder Longs(long[] values, byte[]? valid = null) => Add(new ResultColumn.Longs(values, valid), values.Length);

    public TableBuilder Reals(double[] values, byte[]? valid = null) => Add(new ResultColumn.Reals(values, valid), values.Length);

    /// <summary>Whole numbers row by row; null is null.</summary>
    public TableBuilder Longs(IEnumerable<long?> values)
    {
        var all = values.ToArray();
        return Longs(Array.ConvertAll(all, value => value ?? 0), Valid(all));
    }

    /// <summary>Reals row by row; null is null.</summary>
    public TableBuilder Reals(IEnumerable<double?> values)
    {
        var all = values.ToArray();
        return Reals(Array.ConvertAll(all, value => value ?? 0), Valid(all));
    }

    /// <summary>Text by codes into a list; -1 is null.</summary>
    public TableBuilder Text(int[] codes, IReadOnlyList<string> values)
    {
        var offsets = new int[values.Count + 1];
        for (var i = 0; i < values.Count; i++) offsets[i + 1] = offsets[i] + Encoding.UTF8.GetByteCount(values[i]);
        var data = new byte[offsets[^1]];
        for (var i = 0; i < values.Count; i++) Encoding.UTF8.GetBytes(values[i], data.AsSpan(offsets[i]));
        return Text(codes, data, offsets);
    }

    public TableBuilder Text(int[] codes, byte[] data, int[] offsets) => Add(new ResultColumn.Text(codes, data, offsets), codes.Length);

    /// <summary>Text row by row; null is null.</summary>
    public TableBuilder Text(IEnumerable<string?> values)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var codes = new List<int>(rows);
        foreach (var value in values)
        {
            if (value is null) { codes.Add(-1); continue; }
            if (!known.TryGetValue(value, out var code)) known.Add(value, code = known.Count);
            codes.Add(code);
        }

        return Text([.. codes], [.. known.Keys]);
    }

    public ResultTable Build() => _columns.Count == spec.Columns.Count
        ? new ResultTable(spec, rows, _columns)
        : throw new InvalidOperationException($"{spec.Name} has {spec.Columns.Count} columns, {_columns.Count} were filled");

    private static byte[]? Valid<T>(T?[] values) where T : struct => Array.TrueForAll(values, value => value is not null) ? null : Array.ConvertAll(values, value => (byte)(value is null ? 0 : 1));

    private TableBuilder Add(ResultColumn column, int length)
    {
        if (length != rows) throw new InvalidOperationException($"{spec.Name}.{spec.Columns[_columns.Count].Name} has {length} values for {rows} rows");
        _columns.Add(column);
        return this;
    }
}
