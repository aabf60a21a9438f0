namespace ClvPipeline;

/// <summary>
/// One thread's rows, split into buckets as they come. A bucket is a chain of chunks within large slabs: nothing is ever copied to grow,
/// and a bucket is read back in order of arrival.
/// </summary>
internal sealed class RowStore<T>(int buckets) where T : unmanaged
{
    private const int ChunkBits = 7, SlabBits = 15, ChunkRows = 1 << ChunkBits, SlabMask = (1 << SlabBits) - 1;

    private readonly int[] _next = new int[buckets];     // where the next row goes; a multiple of ChunkRows means: a new chunk
    private readonly int[] _first = Filled(buckets);     // chain of chunks, by bucket
    private readonly int[] _last = Filled(buckets);
    private readonly int[] _count = new int[buckets];
    private readonly List<int> _chain = [];              // by chunk: the next one of the same bucket
    private T[]?[] _slabs = [];

    /// <summary>The number of rows in a bucket.</summary>
    public int Count(int bucket) => _count[bucket];

    public void Add(int bucket, in T row)
    {
        var at = _next[bucket];
        if ((at & (ChunkRows - 1)) == 0) at = NewChunk(bucket);
        _slabs[at >> SlabBits]![at & SlabMask] = row;
        _next[bucket] = at + 1;
        _count[bucket]++;
    }

    /// <summary>The chunks of a bucket, in order of arrival.</summary>
    public IEnumerable<ReadOnlyMemory<T>> Chunks(int bucket)
    {
        var left = _count[bucket];
        for (var chunk = _first[bucket]; chunk >= 0; chunk = _chain[chunk])
        {
            var rows = Math.Min(left, ChunkRows);
            left -= rows;
            yield return _slabs[chunk >> (SlabBits - ChunkBits)].AsMemory((chunk << ChunkBits) & SlabMask, rows);
        }
    }

    private int NewChunk(int bucket)
    {
        var chunk = _chain.Count;
        _chain.Add(-1);
        if (_last[bucket] < 0) _first[bucket] = chunk; else _chain[_last[bucket]] = chunk;
        _last[bucket] = chunk;
        var slab = chunk >> (SlabBits - ChunkBits);
        if (slab == _slabs.Length) Array.Resize(ref _slabs, Math.Max(4, slab * 2));
        _slabs[slab] ??= GC.AllocateUninitializedArray<T>(1 << SlabBits);
        return chunk << ChunkBits;
    }

    private static int[] Filled(int n)
    {
        var array = new int[n];
        Array.Fill(array, -1);
        return array;
    }
}
