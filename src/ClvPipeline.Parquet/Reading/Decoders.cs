using ClvPipeline.Parquet.Encodings;
using ClvPipeline.Parquet.Format;

namespace ClvPipeline.Parquet.Reading;

/// <summary>The decoders of one column chunk, made when a page first asks for them and used again for the next.</summary>
internal sealed class Decoders(ParquetColumn column, Place place) : IDisposable
{
    private readonly Dictionary<Encoding, PageValues> _made = [];
    private bool _hasDictionary;

    public ValueDictionary Dictionary { get; } = new(column, place);

    /// <summary>Takes in the chunk's dictionary page.</summary>
    public void Fill(in PageHeader header, Slice body)
    {
        if (header.Encoding is not (Encoding.Plain or Encoding.PlainDictionary)) throw place.Error($"a dictionary in the encoding {Names.Of(header.Encoding)} is not supported");
        if (_hasDictionary) throw place.Error("the column chunk is damaged: it has two dictionaries");
        Dictionary.Fill(For(Encoding.Plain), body, header.Values);
        _hasDictionary = true;
    }

    /// <summary>The decoder for a data page.</summary>
    public PageValues For(Encoding encoding)
    {
        if (encoding == Encoding.PlainDictionary) encoding = Encoding.RleDictionary;
        if (_made.TryGetValue(encoding, out var made)) return made;
        return _made[encoding] = Make(encoding);
    }

    /// <summary>The decoder for a data page without a single byte of values.</summary>
    public static PageValues Nothing(Place place) => new NoValues(place);

    public void Dispose()
    {
        foreach (var decoder in _made.Values) decoder.Dispose();
        Dictionary.Dispose();
    }

    private PageValues Make(Encoding encoding) => (encoding, column.Physical) switch
    {
        (Encoding.RleDictionary, _) => _hasDictionary ? new DictionaryValues(Dictionary, place) : throw place.Error("a page refers to a dictionary that the column chunk does not have"),
        (Encoding.Plain, PhysicalType.Boolean) => new PlainBooleans(place),
        (Encoding.Plain, PhysicalType.ByteArray) => new PlainBytes(column, place),
        (Encoding.Plain, _) => new PlainFixed(Fixed(), place),
        (Encoding.Rle, PhysicalType.Boolean) => new RleBooleans(place),
        (Encoding.DeltaBinaryPacked, PhysicalType.Int32 or PhysicalType.Int64) => new DeltaBinaryPacked(column, place),
        (Encoding.DeltaLengthByteArray, PhysicalType.ByteArray) => new DeltaLengthBytes(column, place),
        (Encoding.DeltaByteArray, PhysicalType.ByteArray) => new DeltaBytes(column, place),
        (Encoding.DeltaByteArray, PhysicalType.FixedLenByteArray) => new DeltaFixed(new DeltaBytes(column, place), Fixed(), place),
        (Encoding.ByteStreamSplit, PhysicalType.Int32 or PhysicalType.Int64 or PhysicalType.Float or PhysicalType.Double or PhysicalType.FixedLenByteArray) => new ByteStreamSplit(Fixed(), place),
        _ => throw place.Error($"the encoding {Names.Of(encoding)} is not supported for {column.TypeName}"),
    };

    private FixedValues Fixed() => new(column, place);
}
