using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>PLAIN values of a fixed number of bytes.</summary>
internal sealed class PlainFixed(FixedValues values, Place place) : PageValues
{
    private Slice _left;

    public override void Start(Slice bytes, int most) => _left = bytes;

    public override void Read(Span<long> into) => values.Convert(Take(into.Length), into);

    public override void Read(Span<double> into) => values.Convert(Take(into.Length), into);

    public override void Read(Span<Int128> into) => values.Convert(Take(into.Length), into);

    public override void Read(int count, ByteBlock into)
    {
        var bytes = Take(count);
        into.Room(count, bytes.Length);
        for (var i = 0; i < count; i++) into.Add(bytes.Slice(i * values.Width, values.Width));
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var length = (long)count * values.Width;
        if (length > _left.Length) throw place.Error("a page is damaged: it has fewer values than it says");
        var taken = _left.Part(0, (int)length);
        _left = _left.From((int)length);
        return taken.Span;
    }
}
