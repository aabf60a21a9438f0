using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>Codes into the chunk's dictionary: a byte with their width, then the hybrid.</summary>
internal sealed class DictionaryValues(ValueDictionary dictionary, Place place) : PageValues
{
    private readonly Hybrid _codes = new(place);
    private int _width;

    public override void Start(Slice bytes, int most)
    {
        _width = bytes.Span[0];
        _codes.Start(bytes.From(1), _width);
    }

    /// <summary>Reads codes, each of them less than the number of values.</summary>
    public void Read(Span<int> into)
    {
        _codes.Read(into);
        // Where every number of this width is a code there is nothing to check.
        if (_width < 31 && 1L << _width <= dictionary.Count || into.Length == 0) return;
        var largest = Hybrid.Largest(into);
        if (largest >= (uint)dictionary.Count) throw place.Error($"a page is damaged: it refers to value {largest} of a dictionary of {dictionary.Count}");
    }

    public override void Read(Span<long> into) => Read(into, dictionary.Longs);

    public override void Read(Span<double> into) => Read(into, dictionary.Doubles);

    public override void Read(Span<Int128> into) => Read(into, dictionary.Wides);

    private void Read<T>(Span<T> into, T[] values)
    {
        Span<int> codes = stackalloc int[512];
        while (into.Length > 0)
        {
            var some = codes[..Math.Min(codes.Length, into.Length)];
            Read(some);
            for (var i = 0; i < some.Length; i++) into[i] = values[some[i]];
            into = into[some.Length..];
        }
    }
}
