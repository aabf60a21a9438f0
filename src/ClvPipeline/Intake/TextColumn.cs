namespace ClvPipeline;

/// <summary>
/// Turns a text column into numbers, one a row: each distinct value of a dictionary is worked out once, values without a dictionary one by one.
/// </summary>
internal abstract class TextColumn<T>(ColumnCursor cursor) where T : struct
{
    private readonly int[] _codes = new int[RowBlock.Capacity];
    private (T Value, string? Problem)[] _map = [];
    private bool[] _known = [];
    private int _generation = -1;

    /// <summary>The column's name, for rejects.</summary>
    public abstract string Column { get; }

    /// <summary>What a value means, or why it is bad.</summary>
    protected abstract (T Value, string? Problem) Map(ReadOnlySpan<byte> text);

    /// <summary>What a null means; <paramref name="problem"/> set if it may not be null.</summary>
    protected abstract T Null(out string? problem);

    /// <summary>Reads as many rows as <paramref name="into"/> has.</summary>
    public void Read(Span<T> into, RowBlock block)
    {
        var done = 0;
        while (done < into.Length)
        {
            var n = cursor.ReadCodes(_codes.AsSpan(0, into.Length - done), out var values);
            if (n <= 0) throw new InvalidOperationException($"{Column}: the source ended early");
            if (cursor.Generation != _generation || _map.Length < values.Count)
            {
                _generation = cursor.Generation;
                if (_map.Length < values.Count) (_map, _known) = (new (T, string?)[values.Count * 2], new bool[values.Count * 2]);
                else Array.Clear(_known, 0, values.Count);
            }

            for (var i = 0; i < n; i++)
            {
                var code = _codes[i];
                if (code < 0)
                {
                    into[done + i] = Null(out var missing);
                    if (missing is not null) block.Reject(done + i, Column, missing, (string?)null);
                    continue;
                }

                if (!_known[code])
                {
                    _map[code] = Map(values[code]);
                    _known[code] = true;
                }

                into[done + i] = _map[code].Value;
                if (_map[code].Problem is { } problem) block.Reject(done + i, Column, problem, values[code]);
            }

            done += n;
        }
    }
}
