using System.Runtime.InteropServices;
using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>RLE booleans: a length of four bytes, then the hybrid with one bit a value.</summary>
internal sealed class RleBooleans(Place place) : PageValues
{
    private readonly Hybrid _hybrid = new(place);

    public override void Start(Slice bytes, int most)
    {
        var length = bytes.Length < 4 ? -1 : MemoryMarshal.Read<int>(bytes.Span);
        if (length < 0 || length > bytes.Length - 4) throw place.Error("a page is damaged: its booleans are longer than the page");
        _hybrid.Start(bytes.Part(4, length), 1);
    }

    public override void Read(Span<long> into) => Widening.Fill(into, (_, some) => _hybrid.ReadBits(some));
}
