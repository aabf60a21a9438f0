using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes.</summary>
internal sealed class DeltaLengthBytes(ParquetColumn column, Place place) : ByteStrings(column, place)
{
    private readonly DeltaNumbers _lengths = new(place);
    private Slice _data;

    public override void Start(Slice bytes, int most)
    {
        _lengths.Start(bytes, most);
        _data = bytes.From(_lengths.End() - bytes.Start);
    }

    public override void Read(int count, ByteBlock into)
    {
        Span<long> lengths = stackalloc long[256];
        var data = _data.Span;
        var at = 0;
        while (count > 0)
        {
            var some = lengths[..Math.Min(lengths.Length, count)];
            _lengths.Read(some);
            into.Room(some.Length, data.Length - at);
            foreach (var length in some)
            {
                if ((ulong)length > (ulong)(data.Length - at)) throw Place.Error($"a page is damaged: a value of {length} bytes goes past its end");
                into.Add(data.Slice(at, (int)length));
                at += (int)length;
            }
            count -= some.Length;
        }
        _data = _data.From(at);
    }
}
