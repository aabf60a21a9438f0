using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>The values of a page that has none: every wish for one is a fault of the page.</summary>
internal sealed class NoValues(Place place) : PageValues
{
    public override void Start(Slice bytes, int most) { }

    public override void Read(Span<long> into) => Refuse(into.Length);

    public override void Read(Span<double> into) => Refuse(into.Length);

    public override void Read(Span<Int128> into) => Refuse(into.Length);

    public override void Read(int count, ByteBlock into) => Refuse(count);

    private void Refuse(int count)
    {
        if (count > 0) throw place.Error("a page is damaged: it has fewer values than it says");
    }
}
