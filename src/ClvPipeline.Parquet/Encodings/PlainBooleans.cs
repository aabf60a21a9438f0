using System.Runtime.InteropServices;
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

/// <summary>Bytes of 0 and 1 to longs.</summary>
internal static class Widening
{
    public delegate int Source(int at, Span<byte> some);

    public static void Fill(Span<long> into, Source source)
    {
        Span<byte> bytes = stackalloc byte[512];
        for (var at = 0; at < into.Length; at += bytes.Length)
        {
            var some = bytes[..Math.Min(bytes.Length, into.Length - at)];
            source(at, some);
            for (var i = 0; i < some.Length; i++) into[at + i] = some[i];
        }
    }
}
