using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>Values that are byte strings; decimals among them are read as numbers.</summary>
internal abstract class ByteStrings(ParquetColumn column, Place place) : PageValues
{
    /// <summary>No block of values that is read at once may be larger: it would be no honest file's.</summary>
    protected const int MostBytes = 1 << 28;
    private readonly ByteBlock _block = new() { Borrows = true };

    protected Place Place => place;

    private readonly DecimalBytes _numbers = new(column, place);

    public override void Read(Span<long> into)
    {
        var values = Next(into.Length);
        for (var i = 0; i < into.Length; i++) into[i] = _numbers.ToLong(values[i]);
    }

    public override void Read(Span<Int128> into)
    {
        var values = Next(into.Length);
        for (var i = 0; i < into.Length; i++) into[i] = _numbers.ToInt128(values[i]);
    }

    public override void Dispose()
    {
        _block.Dispose();
        base.Dispose();
    }

    protected ParquetException Short() => place.Error("a page is damaged: it has fewer values than it says");

    private ByteValues Next(int count)
    {
        _block.Clear();
        Read(count, _block);
        return _block.Values;
    }
}
