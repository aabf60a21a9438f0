using System.Buffers.Binary;
using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>PLAIN byte strings: each behind its length of four bytes.</summary>
internal sealed class PlainBytes(ParquetColumn column, Place place) : ByteStrings(column, place)
{
    private Slice _left;

    public override void Start(Slice bytes, int most) => _left = bytes;

    public override void Read(int count, ByteBlock into)
    {
        if (4L * count > _left.Length) throw Short();
        var bytes = _left.Span;
        // The page's own length bounds what the values take.
        into.Room(count, bytes.Length - 4 * count);
        into.AddPlain(bytes, count, out var at, out var damaged);
        if (at < 0) throw damaged is { } length ? Place.Error($"a page is damaged: a value of {length} bytes goes past its end") : Short();
        _left = _left.From(at);
    }
}
