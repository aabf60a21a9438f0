using System.Buffers;

namespace ClvPipeline.Parquet.Reading;

/// <summary>Byte strings laid end to end in pooled buffers that are used again.</summary>
internal sealed class ByteBlock : IDisposable
{
    private readonly PooledBytes _data = new();
    private int[] _offsets = [];

    public int Count { get; private set; }

    public int Used => Count == 0 ? 0 : _offsets[Count];

    public ByteValues Values => Count == 0 ? default : new(_data.Array.AsSpan(0, Used), _offsets.AsSpan(0, Count + 1));

    public void Clear() => Count = 0;

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

    public void Dispose()
    {
        _data.Dispose();
        if (_offsets.Length > 0) ArrayPool<int>.Shared.Return(_offsets);
        _offsets = [];
        Count = 0;
    }
}
