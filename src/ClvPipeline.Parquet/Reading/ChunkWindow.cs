using ClvPipeline.Parquet.Format;

namespace ClvPipeline.Parquet.Reading;

/// <summary>A window that moves over the bytes of one column chunk, from its first to its last.</summary>
internal sealed class ChunkWindow(FileBytes file, long start, long length, Place place) : IDisposable
{
    private const int Block = 256 << 10;
    private readonly PooledBytes _buffer = new();
    private readonly long _end = start + length;
    private int _at;
    private int _filled;

    /// <summary>Where in the file the window stands.</summary>
    public long Offset { get; private set; } = start;

    /// <summary>Bytes from there to the end of the chunk.</summary>
    public long Left => _end - Offset;

    /// <summary>The next <paramref name="count"/> bytes (no more than <see cref="Left"/>), good until the next call.</summary>
    public Slice Peek(int count)
    {
        if (_filled - _at < count)
        {
            // Small chunks are not worth a large buffer, and no read goes past the chunk.
            var want = (int)Math.Min(Math.Max(count, Block), Left);
            var kept = _filled - _at;
            if (kept > 0 && _at > PooledBytes.Lead) _buffer.Array.AsSpan(_at, kept).CopyTo(_buffer.Array.AsSpan(PooledBytes.Lead));
            _buffer.Room(PooledBytes.Lead + want, kept == 0 ? 0 : PooledBytes.Lead + kept);
            (_at, _filled) = (PooledBytes.Lead, PooledBytes.Lead + kept);
            want += PooledBytes.Lead;
            file.Read(_buffer.Array.AsSpan(_filled, want - _filled), Offset + _filled - PooledBytes.Lead, place);
            _filled = want;
        }
        return new Slice(_buffer.Array, _at, count);
    }

    /// <summary>Reads what is left a block at a time.</summary>
    public void SkipAll()
    {
        for (int some; (some = (int)Math.Min(Block, Left)) > 0;)
        {
            Peek(some);
            Advance(some);
        }
    }

    public void Advance(int count)
    {
        _at += count;
        Offset += count;
    }

    public void Dispose() => _buffer.Dispose();
}
