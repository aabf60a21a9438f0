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

    public (long Least, long Greatest)? RangeOf(string column) =>
        columns.GetValueOrDefault(column) is LongColumn { Type.Kind: ColumnKind.Timestamp or ColumnKind.Date, Type.Legacy96: false, Values: { Count: > 0 } values } && values.All(value => value is not null)
            ? (values.Min()!.Value, values.Max()!.Value)
            : null;

    /// <summary>Whether anybody looked at its rows.</summary>
    public bool WasOpened { get; private set; }

    public ColumnCursor Open(string column)
    {
        WasOpened = true;
        return columns[column].Open();
    }
}
