using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>DELTA_BYTE_ARRAY of values that all have the same number of bytes, as Java's writers of version 2 pages make it.</summary>
internal sealed class DeltaFixed(DeltaBytes bytes, FixedValues values, Place place) : PageValues
{
    private readonly ByteBlock _block = new();

    public override void Start(Slice slice, int most) => bytes.Start(slice, most);

    public override void Read(Span<long> into) => values.Convert(Take(into.Length), into);

    public override void Read(Span<double> into) => values.Convert(Take(into.Length), into);

    public override void Read(Span<Int128> into) => values.Convert(Take(into.Length), into);

    public override void Read(int count, ByteBlock into)
    {
        var first = into.Count;
        bytes.Read(count, into);
        Check(into.Values, first);
    }

    public override void Dispose()
    {
        bytes.Dispose();
        _block.Dispose();
        base.Dispose();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        _block.Clear();
        Read(count, _block);
        return _block.Values.Data;
    }

    private void Check(ByteValues found, int first)
    {
        for (var i = first; i < found.Count; i++)
        {
            if (found[i].Length != values.Width) throw place.Error($"a page is damaged: a value of {found[i].Length} bytes in a column of {values.Width}");
        }
    }
}
