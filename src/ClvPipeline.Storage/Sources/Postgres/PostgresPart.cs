namespace ClvPipeline.Storage;

/// <summary>A part of a table (a range of its pages) or the whole of a query.</summary>
internal sealed class PostgresPart(PostgresDataset dataset, PostgresPart? before, string? condition, int expected) : IPart
{
    private long _first;

    public string Source => dataset.Place;

    // Right once all the parts before it were read; nobody asks earlier.
    public long FirstRow => _first > 0 ? _first : before is null ? 1 : !before.Ended ? before.FirstRow + before.Rows : _first = before.FirstRow + before.Rows;

    public int Rows { get; private set; } = expected;

    /// <summary>Whether it was read to its end.</summary>
    public bool Ended { get; private set; }

    public bool Streamed => true;

    public ColumnType? TypeOf(string column) => dataset.Column(column) is { } found ? PostgresTypes.Of(found.Wire, found.TypeName, column) : null;

    public ColumnCursor Open(string column) => throw new NotSupportedException($"{Source} is streamed");

    public IRowStream Stream() => new PostgresStream(dataset, this, condition);

    /// <summary>It was read to its end, and had so many rows.</summary>
    public void End(int rows) => (Rows, Ended) = (rows, true);
}
