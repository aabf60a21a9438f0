namespace ClvPipeline.Jobs.Generate;

/// <summary>
/// 64-bit rows kept by UTC day, in chunks that grow: filled by one thread, taken by day afterwards. Large chunks lie on the large-object heap, where
/// nothing copies them.
/// </summary>
internal sealed class DayRows(int days)
{
    private const int LargestChunk = 12_288;
    private readonly List<ulong[]>?[] _chunks = new List<ulong[]>?[days];
    private readonly int[] _rows = new int[days];
    private readonly int[] _free = new int[days];

    public int Days => days;

    /// <summary>The number of rows of a day.</summary>
    public int Rows(int day) => _rows[day];

    public void Add(int day, ulong row)
    {
        if (_free[day] == 0)
        {
            var chunks = _chunks[day] ??= [];
            var size = chunks.Count == 0 ? 48 : Math.Min(LargestChunk, 4 * chunks[^1].Length);
            chunks.Add(GC.AllocateUninitializedArray<ulong>(size));
            _free[day] = size;
        }
        var last = _chunks[day]![^1];
        last[^_free[day]--] = row;
        _rows[day]++;
    }

    /// <summary>Copies the rows of a day in the order they came and forgets them.</summary>
    public void Take(int day, Span<ulong> into)
    {
        foreach (var chunk in _chunks[day] ?? [])
        {
            var count = Math.Min(chunk.Length, into.Length);
            chunk.AsSpan(0, count).CopyTo(into);
            into = into[count..];
        }
        _chunks[day] = null;
    }
}
