namespace ClvPipeline;

/// <summary>A part that remembers what was opened of it, and closes that when it is done with.</summary>
internal sealed class OpenPart(IPart part) : IPart, IDisposable
{
    private readonly List<ColumnCursor> _open = [];

    public string Source => part.Source;

    public long FirstRow => part.FirstRow;

    public int Rows => part.Rows;

    public ColumnType? TypeOf(string column) => part.TypeOf(column);

    public ColumnCursor Open(string column)
    {
        var cursor = part.Open(column);
        _open.Add(cursor);
        return cursor;
    }

    public void Dispose() => _open.ForEach(cursor => cursor.Dispose());
}
