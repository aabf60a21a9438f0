using ClvPipeline.Parquet;

namespace ClvPipeline.Storage;

/// <summary>A file of a dataset, as its footer describes it.</summary>
internal sealed class SourceFile
{
    private readonly Dictionary<string, SourceColumn> _columns = [];
    private string? _reader;

    /// <summary>Takes down what is needed of an open file, so that it may be closed again.</summary>
    /// <param name="found">Where it is.</param>
    /// <param name="modifiedAt">When it was last written, asked before it was opened.</param>
    /// <param name="file">The open file.</param>
    /// <param name="theirs">Our names of columns to theirs.</param>
    /// <param name="takesFurther">Whether columns that are none of ours are of use, under their own names.</param>
    /// <param name="second">Makes the reader of last resort, or null.</param>
    public SourceFile(FoundFile found, DateTimeOffset modifiedAt, ParquetFile file, IReadOnlyList<KeyValuePair<string, string>> theirs, bool takesFurther, Func<ISecondReader>? second)
    {
        FullPath = found.FullPath;
        ColumnNames = [.. file.Columns.Select(column => column.Name).Concat(found.Partitions.Keys.Where(name => file.Find(name) is null))];
        // A column of theirs that has the name of one of ours, which is another one in this dataset, would be taken for that.
        FurtherColumns = takesFurther ? [.. ColumnNames.Where(name => theirs.All(pair => pair.Key != name && pair.Value != name))] : [];
        foreach (var (ours, name) in theirs.Concat(FurtherColumns.Select(name => KeyValuePair.Create(name, name))))
        {
            // A row knows better than the folder that it was put into.
            if (file.Find(name) is { } column) _columns[ours] = new(ColumnTypes.Of(column), column.Index);
            else if (found.Partitions.TryGetValue(name, out var value)) _columns[ours] = new(ColumnTypes.Partition, -1, value is null ? null : System.Text.Encoding.UTF8.GetBytes(value));
        }

        // One of our own names leads into a list or map: then the rows are those of the list, for all columns of the file.
        if (second is not null && theirs.Any(pair => file.Find(pair.Value) is { Kind: ParquetKind.Nested })) Second = Ask(second(), file, theirs);
        Groups = Second?.Groups ?? [.. Enumerable.Range(0, file.RowGroupCount).Select(file.RowsIn)];
        Fingerprint = new InputFile(found.Name, file.Length, modifiedAt, Second is null ? file.RowCount : Groups.Sum(), file.FooterChecksum) { Reader = _reader };
    }

    /// <summary>Where it is.</summary>
    public string FullPath { get; }

    /// <summary>Its path as the settings would name it.</summary>
    public string Name => Fingerprint.Path;

    /// <summary>What it was when its footer was read.</summary>
    public InputFile Fingerprint { get; }

    /// <summary>The number of rows of each row group.</summary>
    public IReadOnlyList<long> Groups { get; }

    /// <summary>Their names of all columns, those of partition folders included.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>Columns that are none of ours, where such are of use.</summary>
    public IReadOnlyList<string> FurtherColumns { get; }

    /// <summary>What reads it where our codec does not; null where that does.</summary>
    public ISecondFile? Second { get; private set; }

    /// <summary>Where one of our columns is, or null if the file lacks it.</summary>
    public SourceColumn? Column(string ours) => _columns.GetValueOrDefault(ours);

    private ISecondFile Ask(ISecondReader reader, ParquetFile file, IReadOnlyList<KeyValuePair<string, string>> theirs)
    {
        // Further columns inside lists stay what they are: something that nobody can be grouped by.
        var wanted = _columns.Where(pair => file.Find(Theirs(pair.Key)) is { } column && (column.Kind != ParquetKind.Nested || theirs.Any(known => known.Key == pair.Key))).Select(pair => pair.Key).ToList();
        var second = reader.Open(FullPath, [.. wanted.Select(Theirs).Distinct()]);
        foreach (var ours in wanted) _columns[ours] = new SourceColumn(second.TypeOf(Theirs(ours)), -1) { Theirs = Theirs(ours) };
        _reader = reader.Name;
        return second;

        string Theirs(string ours) => theirs.FirstOrDefault(pair => pair.Key == ours).Value ?? ours;
    }
}
