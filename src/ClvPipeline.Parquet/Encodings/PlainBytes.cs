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
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            if (bytes.Length - at < 4) throw Short();
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
            at += 4;
            if ((uint)length > (uint)(bytes.Length - at)) throw Place.Error($"a page is damaged: a value of {length} bytes goes past its end");
            into.Add(bytes.Slice(at, length));
            at += length;
        }
        _left = _left.From(at);
    }
}
