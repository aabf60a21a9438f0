using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ClvPipeline;

/// <summary>
/// One thread's rows, split into buckets as they come. A bucket is a chain of chunks within large slabs: nothing is ever copied to grow.
/// What memory has no room for goes to a spill file, all buckets at once, and its slabs go back to the pool. Buckets that lie side by side share
/// slabs with no others, so that theirs go back too when all of them have had their last visit.
/// </summary>
/// <remarks>
/// The slabs are pinned, so that a bucket's place is one pointer and adding a row one write: this is done once for every row of the input.
/// </remarks>
/// <param name="buckets">The number of buckets.</param>
/// <param name="pool">Where slabs come from and go back to.</param>
internal sealed unsafe class RowStore<T>(int buckets, SlabPool pool) where T : unmanaged
{
    private const int ChunkBits = 7, ChunkRows = 1 << ChunkBits;

    /// <summary>How many buckets share slabs, as a power of two.</summary>
    public const int GroupBits = 6;

    private static readonly int SlabChunks = SlabPool.SlabBytes / (sizeof(T) << ChunkBits);

    private readonly Place[] _places = new Place[buckets];
    private readonly int[] _first = Filled(buckets);     // chain of chunks, by bucket
    private readonly int[] _last = Filled(buckets);
    private readonly int[] _chunks = new int[buckets];
    private readonly List<int> _chain = [];              // by chunk: the next one of the same bucket
    private readonly List<byte[]?> _slabs = [];
    private readonly List<int> _groupOf = [];            // by slab
    private readonly int[] _next = new int[Groups(buckets)], _end = new int[Groups(buckets)]; // by group: chunks of its last slab that are still to be used
    private int _used;
    private readonly List<(ISpillFile File, long Offset, int[] Starts)> _spills = [];

    /// <summary>Where the next row of a bucket goes, and where its last chunk ends; equal if a new chunk is needed.</summary>
    private struct Place
    {
        public T* Next, End;
    }

    /// <summary>Bytes that the rows in memory take, begun chunks as whole ones.</summary>
    public long Bytes => (long)_used * sizeof(T) << ChunkBits;

    /// <summary>The number of rows in a bucket.</summary>
    public int Count(int bucket)
    {
        var count = InMemory(bucket);
        foreach (var (_, _, starts) in _spills) count += starts[bucket + 1] - starts[bucket];
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int bucket, in T row)
    {
        ref var place = ref _places[bucket];
        if (place.Next == place.End) NewChunk(bucket);
        *place.Next++ = row;
    }

    /// <summary>Copies the rows of a bucket, in order of arrival, and returns how many there are.</summary>
    public int CopyTo(int bucket, Span<T> into)
    {
        var done = 0;
        foreach (var (file, offset, starts) in _spills)
        {
            var rows = starts[bucket + 1] - starts[bucket];
            if (rows > 0) file.Read(offset + (long)starts[bucket] * sizeof(T), MemoryMarshal.AsBytes(into.Slice(done, rows)));
            done += rows;
        }

        for (int chunk = _first[bucket], left = InMemory(bucket); chunk >= 0; chunk = _chain[chunk])
        {
            var rows = Math.Min(left, ChunkRows);
            Chunk(chunk, rows).CopyTo(into[done..]);
            (left, done) = (left - rows, done + rows);
        }

        return done;
    }

    /// <summary>Writes everything that is in memory to a file, bucket after bucket, and begins anew.</summary>
    public void Spill(ISpillFile file)
    {
        if (_used == 0) return;
        var starts = new int[buckets + 1];
        for (var bucket = 0; bucket < buckets; bucket++) starts[bucket + 1] = starts[bucket] + InMemory(bucket);
        var offset = file.Length;
        var block = new T[Math.Max(ChunkRows, (1 << 20) / sizeof(T))];
        var used = 0;
        for (var bucket = 0; bucket < buckets; bucket++)
        {
            for (int chunk = _first[bucket], left = InMemory(bucket); chunk >= 0; chunk = _chain[chunk])
            {
                var rows = Math.Min(left, ChunkRows);
                left -= rows;
                if (used + rows > block.Length)
                {
                    file.Append(MemoryMarshal.AsBytes(block.AsSpan(0, used)));
                    used = 0;
                }

                Chunk(chunk, rows).CopyTo(block.AsSpan(used));
                used += rows;
            }
        }

        file.Append(MemoryMarshal.AsBytes(block.AsSpan(0, used)));
        _spills.Add((file, offset, starts));
        Array.Clear(_places);
        Array.Clear(_chunks);
        Array.Fill(_first, -1);
        Array.Fill(_last, -1);
        Array.Clear(_next);
        Array.Clear(_end);
        _chain.Clear();
        pool.Return(_slabs.OfType<byte[]>());
        _slabs.Clear();
        _groupOf.Clear();
        _used = 0;
    }

    /// <summary>Gives back what the rows of a group of buckets take in memory; they must not be asked for again.</summary>
    public void Release(int group)
    {
        List<byte[]> slabs = [];
        for (var slab = 0; slab < _slabs.Count; slab++)
        {
            if (_groupOf[slab] != group || _slabs[slab] is not { } bytes) continue;
            slabs.Add(bytes);
            _slabs[slab] = null;
        }

        pool.Return(slabs);
    }

    private int InMemory(int bucket) => (_chunks[bucket] << ChunkBits) - (int)(_places[bucket].End - _places[bucket].Next);

    private Span<T> Chunk(int chunk, int rows) => MemoryMarshal.Cast<byte, T>(_slabs[chunk / SlabChunks]!.AsSpan()).Slice(chunk % SlabChunks << ChunkBits, rows);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void NewChunk(int bucket)
    {
        var group = bucket >> GroupBits;
        if (_next[group] == _end[group]) NewSlab(group);
        var chunk = _next[group]++;
        if (_last[bucket] < 0) _first[bucket] = chunk; else _chain[_last[bucket]] = chunk;
        _last[bucket] = chunk;
        _chunks[bucket]++;
        _used++;
        var begin = (T*)Unsafe.AsPointer(ref _slabs[chunk / SlabChunks]![0]) + (chunk % SlabChunks << ChunkBits);
        _places[bucket] = new Place { Next = begin, End = begin + ChunkRows };
    }

    private void NewSlab(int group)
    {
        (_next[group], _end[group]) = (_chain.Count, _chain.Count + SlabChunks);
        _slabs.Add(pool.Rent());
        _groupOf.Add(group);
        CollectionsMarshal.SetCount(_chain, _chain.Count + SlabChunks);
        CollectionsMarshal.AsSpan(_chain)[^SlabChunks..].Fill(-1);
    }

    private static int Groups(int buckets) => (buckets - 1 >> GroupBits) + 1;

    private static int[] Filled(int n)
    {
        var array = new int[n];
        Array.Fill(array, -1);
        return array;
    }
}
