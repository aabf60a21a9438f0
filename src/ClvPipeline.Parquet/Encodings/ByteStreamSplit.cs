using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>BYTE_STREAM_SPLIT: all first bytes, then all second bytes, and so on.</summary>
internal sealed class ByteStreamSplit(FixedValues values, Place place) : PageValues
{
    private readonly PooledBytes _joined = new();
    private Slice _bytes;
    private int _count;
    private int _at;

    public override void Start(Slice bytes, int most)
    {
        if (bytes.Length % values.Width != 0) throw place.Error($"a page is damaged: {bytes.Length} bytes are no whole number of values of {values.Width} bytes");
        (_bytes, _count, _at) = (bytes, bytes.Length / values.Width, 0);
    }

    public override void Read(Span<long> into) => values.Convert(Take(into.Length), into);

    public override void Read(Span<double> into) => values.Convert(Take(into.Length), into);

    public override void Read(Span<Int128> into) => values.Convert(Take(into.Length), into);

    public override void Read(int count, ByteBlock into)
    {
        var bytes = Take(count);
        into.Room(count, bytes.Length);
        for (var i = 0; i < count; i++) into.Add(bytes.Slice(i * values.Width, values.Width));
    }

    public override void Dispose()
    {
        _joined.Dispose();
        base.Dispose();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _count - _at) throw place.Error("a page is damaged: it has fewer values than it says");
        var width = values.Width;
        var joined = _joined.Room(count * width).AsSpan(0, count * width);
        var from = _bytes.Span;
        for (var b = 0; b < width; b++)
        {
            var stream = from.Slice(b * _count + _at, count);
            for (var i = 0; i < stream.Length; i++) joined[i * width + b] = stream[i];
        }
        _at += count;
        return joined;
    }
}
