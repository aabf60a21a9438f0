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
