using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>DELTA_BYTE_ARRAY: each value shares so many first bytes with the one before it, and goes on with bytes of its own.</summary>
internal sealed class DeltaBytes(ParquetColumn column, Place place) : ByteStrings(column, place)
{
    private readonly DeltaNumbers _prefixes = new(place);
    private readonly DeltaNumbers _lengths = new(place);
    private readonly PooledBytes _last = new();
    private int _lastLength;
    private Slice _data;

    public override void Start(Slice bytes, int most)
    {
        _prefixes.Start(bytes, most);
        var rest = bytes.From(_prefixes.End() - bytes.Start);
        _lengths.Start(rest, most);
        _data = rest.From(_lengths.End() - rest.Start);
        _lastLength = 0;
    }

    public override void Read(int count, ByteBlock into)
    {
        Span<long> prefix = stackalloc long[1], suffix = stackalloc long[1];
        for (var i = 0; i < count; i++)
        {
            _prefixes.Read(prefix);
            _lengths.Read(suffix);
            if ((ulong)prefix[0] > (ulong)_lastLength || (ulong)suffix[0] > (ulong)_data.Length) throw Place.Error("a page is damaged: a value goes past its end");
            var length = (int)prefix[0] + (int)suffix[0];
            // Shared beginnings let few bytes stand for many.
            if (length < 0 || (long)into.Used + length > MostBytes) throw Place.Error($"a page expands to more than {MostBytes >> 20} MB of values");
            var value = _last.Room(length, (int)prefix[0]);
            _data.Span[..(int)suffix[0]].CopyTo(value.AsSpan((int)prefix[0]));
            _lastLength = length;
            into.Room(1, length);
            into.Add(value.AsSpan(0, length));
            _data = _data.From((int)suffix[0]);
        }
    }

    public override void Dispose()
    {
        _last.Dispose();
        base.Dispose();
    }
}
