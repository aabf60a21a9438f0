using System.Globalization;
using ClvPipeline.Tests.Parquet;

namespace ClvPipeline.Tests.Clv;

/// <summary>Reference numbers: plain CSV without quotes.</summary>
internal sealed class Csv
{
    private readonly Dictionary<string, int> _columns;
    private readonly string[] _cells;

    private Csv(Dictionary<string, int> columns, string[] cells) => (_columns, _cells) = (columns, cells);

    public double this[string column] => double.Parse(_cells[_columns[column]], CultureInfo.InvariantCulture);

    public string Text(string column) => _cells[_columns[column]];

    public override string ToString() => string.Join(',', _cells);

    /// <summary>The rows of a file under <c>Reference/clv</c>.</summary>
    public static IReadOnlyList<Csv> Vectors(string name) => Read(Path.Combine(AppContext.BaseDirectory, "Reference", "clv", name));

    /// <summary>The rows of a file of the shared reference folder.</summary>
    public static IReadOnlyList<Csv> Shared(params string[] path) => Read(Path.Combine([ReferenceFiles.Shared!, .. path]));

    private static List<Csv> Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var columns = lines[0].Split(',').Index().ToDictionary(column => column.Item, column => column.Index);
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(line => new Csv(columns, line.Split(',')))];
    }
}
