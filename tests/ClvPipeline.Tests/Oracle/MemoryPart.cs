namespace ClvPipeline.Tests.Oracle;

/// <summary>Some rows of a dataset, column by column, in memory.</summary>
public sealed class MemoryPart(string source, long firstRow, int rows, IReadOnlyDictionary<string, PhysicalColumn> columns) : IPart
{
    public string Source => source;

    public long FirstRow => firstRow;

    public int Rows => rows;

    /// <summary>The columns that the part has.</summary>
    public IReadOnlyDictionary<string, PhysicalColumn> Columns => columns;

    public ColumnType? TypeOf(string column) => columns.GetValueOrDefault(column)?.Type;

    public ColumnCursor Open(string column) => columns[column].Open();
}
