using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>PLAIN booleans: bits, lowest first.</summary>
internal sealed class PlainBooleans(Place place) : PageValues
{
    private Slice _bytes;
    private long _index;

    public override void Start(Slice bytes, int most) => (_bytes, _index) = (bytes, 0);

    public override void Read(Span<long> into)
    {
        if (_index + into.Length > 8L * _bytes.Length) throw place.Error("a page is damaged: it has fewer values than it says");
        Widening.Fill(into, (at, some) => Bits.Unpack(_bytes.Array, _bytes.Start, _index + at, some));
        _index += into.Length;
    }
}
