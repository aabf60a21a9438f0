using System.Collections.Concurrent;
using ClvPipeline.Storage;
using Microsoft.Data.Analysis;

namespace ClvPipeline.DataFrames;

/// <summary>A frame as a dataset of a run: touchpoints, orders, customers or spend. The frame must not change while it is read.</summary>
public sealed class FrameDataset : IDataset
{
    /// <summary>Rows of a part: enough parts for every thread to have one.</summary>
    private const int PartRows = 1 << 16;

    private readonly DataFrame _frame;
    private readonly Dictionary<string, string> _theirs;
    private readonly ConcurrentDictionary<string, Lazy<HeldColumn>> _columns = new();

    /// <summary>Describes it; no value is looked at yet.</summary>
    /// <param name="name"><c>touchpoints</c>, <c>orders</c>, <c>customers</c> or <c>spend</c>.</param>
    /// <param name="frame">The rows.</param>
    /// <param name="columns">Our names of columns to the frame's; a column that is not listed has our name.</param>
    /// <param name="timeZone">IANA zone of times that say nothing of theirs; null for the run's.</param>
    /// <exception cref="BadInputException">A column is missing, or none of ours; a line for each problem.</exception>
    public FrameDataset(string name, DataFrame frame, IReadOnlyDictionary<string, string>? columns = null, string? timeZone = null)
    {
        (Name, _frame, TimeZone) = (name, frame, timeZone);
        var source = new DatasetSource(name, "", columns ?? new Dictionary<string, string>(), timeZone);
        var problems = new ProblemList(name);
        ColumnCheck.Mapping(source, problems);
        _theirs = KnownColumns.Of(name).Select(column => KeyValuePair.Create(column.Name, source.Columns.GetValueOrDefault(column.Name, column.Name))).Where(pair => Has(pair.Value)).ToDictionary();
        foreach (var column in KnownColumns.Of(name).Where(column => !_theirs.ContainsKey(column.Name) && (column.Required || source.Columns.ContainsKey(column.Name))))
            problems.Add($"no column '{source.Columns.GetValueOrDefault(column.Name, column.Name)}' in the frame; it has {string.Join(", ", frame.Columns.Select(each => each.Name))}");
        if (!problems.None) throw new BadInputException(string.Join('\n', problems.Sentences()));
        FurtherColumns = KnownColumns.TakesFurther(name) ? [.. frame.Columns.Select(each => each.Name).Where(each => !_theirs.ContainsKey(each) && !_theirs.ContainsValue(each))] : [];
        Parts = [.. Enumerable.Range(0, checked((int)((frame.Rows.Count + PartRows - 1) / PartRows))).Select(i => new Part(this, i * PartRows, (int)Math.Min(PartRows, frame.Rows.Count - i * (long)PartRows)))];
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public string? TimeZone { get; }

    /// <inheritdoc />
    public IReadOnlyList<IPart> Parts { get; }

    /// <inheritdoc />
    public IReadOnlyList<string> FurtherColumns { get; }

    private bool Has(string theirs) => _frame.Columns.Any(column => column.Name == theirs);

    private HeldColumn? Column(string ours)
    {
        var theirs = _theirs.GetValueOrDefault(ours) ?? (FurtherColumns.Contains(ours) ? ours : null);
        return theirs is null ? null : _columns.GetOrAdd(theirs, name => new Lazy<HeldColumn>(() => Hold(_frame[name]))).Value;
    }

    private HeldColumn Hold(DataFrameColumn column)
    {
        try
        {
            return HeldColumns.Of(column.DataType, checked((int)column.Length), row => column[row]);
        }
        catch (BadInputException e)
        {
            throw new BadInputException($"sources.{Name}: column '{column.Name}': {e.Message}", e);
        }
    }

    private sealed class Part(FrameDataset owner, int first, int rows) : IPart
    {
        public string Source => $"frame {owner.Name}";

        public long FirstRow => first + 1L;

        public int Rows => rows;

        public ColumnType? TypeOf(string column) => owner.Column(column)?.Type;

        public ColumnCursor Open(string column) => owner.Column(column)!.Open(first);
    }
}
