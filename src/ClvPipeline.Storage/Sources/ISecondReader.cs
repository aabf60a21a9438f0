namespace ClvPipeline.Storage;

/// <summary>Another reader of Parquet files, for what our codec lists and does not read: columns inside lists and maps. A build has one where its package feed serves it.</summary>
public interface ISecondReader
{
    /// <summary>What it is, with its version: it is written down with what a run has read.</summary>
    string Name { get; }

    /// <summary>Looks at a file for these columns.</summary>
    /// <param name="path">The file. Our codec has read and checked its footer.</param>
    /// <param name="columns">Their names of the columns that are wanted and that the file has.</param>
    /// <exception cref="BadInputException">It cannot read them either; the message says why and begins with the file.</exception>
    ISecondFile Open(string path, IReadOnlyList<string> columns);
}

/// <summary>A file as a second reader sees it. Where columns lie in a list, a row is an element of the list. Used from several threads.</summary>
public interface ISecondFile
{
    /// <summary>The number of rows of each row group.</summary>
    IReadOnlyList<long> Groups { get; }

    /// <summary>What a column holds.</summary>
    ColumnType TypeOf(string column);

    /// <summary>Opens a column of a row group.</summary>
    /// <exception cref="BadInputException">Its data cannot be read.</exception>
    ColumnCursor Open(int group, string column);
}
