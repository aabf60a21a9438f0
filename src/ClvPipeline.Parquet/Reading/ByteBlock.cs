using System.Buffers;
using ClvPipeline.Parquet.Encodings;

namespace ClvPipeline.Parquet.Reading;

/// <summary>Byte strings laid end to end in pooled buffers that are used again, or left where they were found.</summary>
internal sealed class ByteBlock : IDisposable
{
    private readonly PooledBytes _data = new();
    private int[] _offsets = [];
    private Slice? _page;

    public int Count { get; private set; }

    public int Used => Count == 0 ? 0 : _offsets[Count];

    /// <summary>Whether PLAIN values are not copied: whoever looks at them does so before the next page comes, and clears the block before the next values.</summary>
    public bool Borrows { get; init; }

    public ByteValues Values => Count == 0 ? default
        : _page is { } page ? new(page.Span, _offsets.AsSpan(0, Count + 1), PlainLengths.Bytes)
        : new(_data.Array.AsSpan(0, Used), _offsets.AsSpan(0, Count + 1));

    public void Clear() => (Count, _page) = (0, null);

    /// <summary>Room for so many more values, and for so many more bytes of them.</summary>
    public void Room(int values, int bytes)
    {
        var need = Count + values + 1;
        if (_offsets.Length < need)
        {
            var larger = ArrayPool<int>.Shared.Rent(Math.Max(need, 2 * _offsets.Length));
            if (Count > 0) _offsets.AsSpan(0, Count + 1).CopyTo(larger);
            else larger[0] = 0;
            if (_offsets.Length > 0) ArrayPool<int>.Shared.Return(_offsets);
            _offsets = larger;
        }
        _offsets[0] = 0;
        var used = Used;
        if (used + bytes + PooledBytes.Slack > _data.Array.Length) _data.Room(Math.Max(used + bytes, (int)Math.Min(2L * used, 1 << 30)), used);
    }

    /// <summary>Adds a value; there must be room.</summary>
    public void Add(ReadOnlySpan<byte> value)
    {
        var start = Used;
        value.CopyTo(_data.Array.AsSpan(start));
        _offsets[++Count] = start + value.Length;
    }

    /// <summary>Adds so many values, each behind its length of four bytes.</summary>
    /// <param name="bytes">The values, and what follows them on their page.</param>
    /// <param name="count">How many of them.</param>
    /// <param name="read">The bytes that they took; -1 where there are not as many.</param>
    /// <param name="damaged">The length that goes past the end, where it is that.</param>
    public void AddPlain(Slice bytes, int count, out int read, out int? damaged)
    {
        if (Borrows && Count > 0) throw new InvalidOperationException("a block that was not cleared");
        // The page's own length bounds what the values take.
        Room(count, Borrows ? 0 : bytes.Length - PlainLengths.Bytes * count);
        var start = Used;
        var offsets = _offsets.AsSpan(Count, count + 1);
        read = PlainLengths.Find(bytes.Span, offsets, out damaged);
        if (read < 0) return;
        if (Borrows) _page = bytes;
        else Copy(bytes.Span, offsets, start);
        Count += count;
    }

    // Closes the gaps; the places are those of the copies afterwards.
    private void Copy(ReadOnlySpan<byte> bytes, Span<int> offsets, int start)
    {
        for (var i = 0; i < offsets.Length - 1; i++)
        {
            var value = bytes[offsets[i]..(offsets[i + 1] - PlainLengths.Bytes)];
            value.CopyTo(_data.Array.AsSpan(start));
            offsets[i] = start;
            start += value.Length;
        }
        offsets[^1] = start;
    }

    public void Dispose()
    {
        _data.Dispose();
        if (_offsets.Length > 0) ArrayPool<int>.Shared.Return(_offsets);
        _offsets = [];
        Count = 0;
    }
}
