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
        if ((long)PlainLengths.Bytes * count > _left.Length) throw Short();
        into.AddPlain(_left, count, out var read, out var damaged);
        if (read < 0) throw damaged is { } length ? Place.Error($"a page is damaged: a value of {length} bytes goes past its end") : Short();
        _left = _left.From(read);
    }
}
