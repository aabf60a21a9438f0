using ClvPipeline.Parquet;

namespace ClvPipeline.Storage;

/// <summary>A file of a dataset, as its footer describes it.</summary>
internal sealed class SourceFile
{
    private readonly Dictionary<string, SourceColumn> _columns = [];

    /// <summary>Takes down what is needed of an open file, so that it may be closed again.</summary>
    /// <param name="found">Where it is.</param>
    /// <param name="modifiedAt">When it was last written, asked before it was opened.</param>
    /// <param name="file">The open file.</param>
    /// <param name="theirs">Our names of columns to theirs.</param>
    /// <param name="takesFurther">Whether columns that are none of ours are of use, under their own names.</param>
    public SourceFile(FoundFile found, DateTimeOffset modifiedAt, ParquetFile file, IReadOnlyList<KeyValuePair<string, string>> theirs, bool takesFurther)
    {
        FullPath = found.FullPath;
        Fingerprint = new InputFile(found.Name, file.Length, modifiedAt, file.RowCount, file.FooterChecksum);
        Groups = [.. Enumerable.Range(0, file.RowGroupCount).Select(file.RowsIn)];
        ColumnNames = [.. file.Columns.Select(column => column.Name).Concat(found.Partitions.Keys.Where(name => file.Find(name) is null))];
        // A column of theirs that has the name of one of ours, which is another one in this dataset, would be taken for that.
        FurtherColumns = takesFurther ? [.. ColumnNames.Where(name => theirs.All(pair => pair.Key != name && pair.Value != name))] : [];
        foreach (var (ours, name) in theirs.Concat(FurtherColumns.Select(name => KeyValuePair.Create(name, name))))
        {
            // A row knows better than the folder that it was put into.
            if (file.Find(name) is { } column) _columns[ours] = new(ColumnTypes.Of(column), column.Index);
            else if (found.Partitions.TryGetValue(name, out var value)) _columns[ours] = new(ColumnTypes.Partition, -1, value is null ? null : System.Text.Encoding.UTF8.GetBytes(value));
        }
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

    /// <summary>Where one of our columns is, or null if the file lacks it.</summary>
    public SourceColumn? Column(string ours) => _columns.GetValueOrDefault(ours);
}
