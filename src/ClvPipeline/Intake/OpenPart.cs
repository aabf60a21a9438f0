namespace ClvPipeline;

/// <summary>A part that is being read: it remembers what was opened of it, and closes that when it is done with.</summary>
internal sealed class OpenPart(IPart part) : IPart, IDisposable
{
    private readonly List<ColumnCursor> _open = [];
    private readonly IRowStream? _stream = part.Streamed ? part.Stream() : null;
    private int _done;

    public string Source => part.Source;

    public long FirstRow => part.FirstRow;

    public int Rows => part.Rows;

    public ColumnType? TypeOf(string column) => part.TypeOf(column);

    public ColumnCursor Open(string column)
    {
        var cursor = _stream is null ? part.Open(column) : _stream.Open(column);
        _open.Add(cursor);
        return cursor;
    }

    /// <summary>The number of rows of the next block, of at most <paramref name="most"/>; 0 at the end.</summary>
    public int Next(int most)
    {
        var n = _stream is null ? Math.Min(most, part.Rows - _done) : _stream.Next(most);
        _done += n;
        return n;
    }

    /// <summary>Called from another thread: nobody needs the rest.</summary>
    public void Stop() => _stream?.Stop();

    /// <summary>A row for messages: <paramref name="row"/> counts from 0 within the part, and what streams cannot know before their end is left out.</summary>
    public string Place(long row) => _stream is null ? $"{Source}, row {FirstRow + row}," : $"a row of {Source}";

    public void Dispose()
    {
        _open.ForEach(cursor => cursor.Dispose());
        _stream?.Dispose();
    }
}
