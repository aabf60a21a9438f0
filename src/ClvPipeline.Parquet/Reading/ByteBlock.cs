using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

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

    /// <summary>Adds so many values, each behind its length of four bytes; there must be room for them, and the slack behind.</summary>
    /// <param name="bytes">The values.</param>
    /// <param name="count">How many of them.</param>
    /// <param name="read">The bytes that they took; -1 where there are not as many.</param>
    /// <param name="damaged">The length that goes past the end, where it is that.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddPlain(ReadOnlySpan<byte> bytes, int count, out int read, out int? damaged)
    {
        (read, damaged) = (-1, null);
        var (at, end) = (0, Used);
        var offsets = _offsets.AsSpan(Count + 1, count);
        var data = _data.Array.AsSpan();
        for (var i = 0; i < offsets.Length; i++)
        {
            if (bytes.Length - at < 4) return;
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
            at += 4;
            if ((uint)length > (uint)(bytes.Length - at))
            {
                damaged = length;
                return;
            }

            bytes.Slice(at, length).CopyTo(data[end..]);
            at += length;
            offsets[i] = end += length;
        }

        Count += count;
        read = at;
    }

    public void Dispose()
    {
        _data.Dispose();
        if (_offsets.Length > 0) ArrayPool<int>.Shared.Return(_offsets);
        _offsets = [];
        Count = 0;
    }
}
