using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ClvPipeline;

/// <summary>
/// One thread's rows, split into buckets as they come. A bucket is a chain of chunks within large slabs: nothing is ever copied to grow.
/// What memory has no room for goes to a spill file, all buckets at once, and its slabs are used again.
/// </summary>
internal sealed class RowStore<T>(int buckets) where T : unmanaged
{
    private const int ChunkBits = 7, SlabBits = 15, ChunkRows = 1 << ChunkBits, SlabMask = (1 << SlabBits) - 1;

    private readonly int[] _next = new int[buckets];     // where the next row goes; a multiple of ChunkRows means: a new chunk
    private readonly int[] _first = Filled(buckets);     // chain of chunks, by bucket
    private readonly int[] _last = Filled(buckets);
    private readonly int[] _inMemory = new int[buckets];
    private readonly List<int> _chain = [];              // by chunk: the next one of the same bucket
    private readonly List<(ISpillFile File, long Offset, int[] Starts)> _spills = [];
    private T[]?[] _slabs = [];

    /// <summary>Bytes that the rows in memory take, begun chunks as whole ones.</summary>
    public long Bytes => (long)_chain.Count * Unsafe.SizeOf<T>() << ChunkBits;

    /// <summary>The number of rows in a bucket.</summary>
    public int Count(int bucket)
    {
        var count = _inMemory[bucket];
        foreach (var (_, _, starts) in _spills) count += starts[bucket + 1] - starts[bucket];
        return count;
    }

    public void Add(int bucket, in T row)
    {
        var at = _next[bucket];
        if ((at & (ChunkRows - 1)) == 0) at = NewChunk(bucket);
        _slabs[at >> SlabBits]![at & SlabMask] = row;
        _next[bucket] = at + 1;
        _inMemory[bucket]++;
    }

    /// <summary>Copies the rows of a bucket, in order of arrival, and returns how many there are.</summary>
    public int CopyTo(int bucket, Span<T> into)
    {
        var done = 0;
        foreach (var (file, offset, starts) in _spills)
        {
            var rows = starts[bucket + 1] - starts[bucket];
            if (rows > 0) file.Read(offset + (long)starts[bucket] * Unsafe.SizeOf<T>(), MemoryMarshal.AsBytes(into.Slice(done, rows)));
            done += rows;
        }

        return done + CopyMemory(bucket, into[done..]);
    }

    /// <summary>Writes everything that is in memory to a file, bucket after bucket, and begins anew with the slabs that are there.</summary>
    public void Spill(ISpillFile file)
    {
        if (_chain.Count == 0) return;
        var starts = new int[buckets + 1];
        for (var bucket = 0; bucket < buckets; bucket++) starts[bucket + 1] = starts[bucket] + _inMemory[bucket];
        var offset = file.Length;
        var block = new T[Math.Max(ChunkRows, (1 << 20) / Unsafe.SizeOf<T>())];
        var used = 0;
        for (var bucket = 0; bucket < buckets; bucket++)
        {
            for (int chunk = _first[bucket], left = _inMemory[bucket]; chunk >= 0; chunk = _chain[chunk])
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
        Array.Clear(_next);
        Array.Clear(_inMemory);
        Array.Fill(_first, -1);
        Array.Fill(_last, -1);
        _chain.Clear();
    }

    private int CopyMemory(int bucket, Span<T> into)
    {
        var done = 0;
        for (var chunk = _first[bucket]; chunk >= 0; chunk = _chain[chunk])
        {
            var rows = Math.Min(_inMemory[bucket] - done, ChunkRows);
            Chunk(chunk, rows).CopyTo(into[done..]);
            done += rows;
        }

        return done;
    }

    private Span<T> Chunk(int chunk, int rows) => _slabs[chunk >> (SlabBits - ChunkBits)].AsSpan((chunk << ChunkBits) & SlabMask, rows);

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
