using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>The values of a chunk's dictionary page, decoded once into the reading of the column.</summary>
internal sealed class ValueDictionary(ParquetColumn column, Place place) : IDisposable
{
    private readonly ByteBlock _bytes = new();

    public int Count { get; private set; }

    public long[] Longs { get; private set; } = [];

    public double[] Doubles { get; private set; } = [];

    public Int128[] Wides { get; private set; } = [];

    public ByteValues Bytes => _bytes.Values;

    public void Fill(PageValues plain, Slice body, int count)
    {
        // Every value takes at least a bit of the page (a boolean), mostly bytes: the count cannot be larger than what is there.
        if (count > 8L * body.Length) throw place.Error($"a dictionary is damaged: {body.Length} bytes cannot hold its {count} values");
        plain.Start(body, count);
        Count = count;
        switch (column.Kind)
        {
            case ParquetKind.Text or ParquetKind.Binary: _bytes.Clear(); plain.Read(count, _bytes); break;
            case ParquetKind.Real: plain.Read(Doubles = new double[count]); break;
            case ParquetKind.Uuid: plain.Read(Wides = new Int128[count]); break;
            default:
                if (column.Wide) plain.Read(Wides = new Int128[count]);
                else plain.Read(Longs = new long[count]);
                break;
        }
    }

    public void Dispose() => _bytes.Dispose();
}

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
