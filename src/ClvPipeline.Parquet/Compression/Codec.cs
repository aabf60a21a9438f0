using ClvPipeline.Parquet.Compression.Zstd;
using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Compression;

/// <summary>Undoes a page's compression. A declared size is held against what the compressed bytes can hold at most before any memory is taken for it.</summary>
internal static class Codec
{
    public const int Uncompressed = 0, SnappyCodec = 1, GzipCodec = 2, BrotliCodec = 4, Lz4Framed = 5, ZstdCodec = 6, Lz4Raw = 7;

    [ThreadStatic]
    private static ZstdDecoder? _zstd;

    /// <summary>Why a chunk with this codec cannot be read, or null.</summary>
    public static string? Refusal(int codec) => codec is Uncompressed or SnappyCodec or GzipCodec or BrotliCodec or Lz4Framed or ZstdCodec or Lz4Raw
        ? null
        : $"it is compressed with {Names.OfCodec(codec)}, which is not supported: UNCOMPRESSED, SNAPPY, GZIP, BROTLI, ZSTD, LZ4 and LZ4_RAW are";

    /// <summary>Decodes <paramref name="length"/> bytes into <paramref name="target"/>. The source has the slack behind its end.</summary>
    public static Slice Decode(int codec, Slice source, PooledBytes target, int length, Place place)
    {
        if (length == 0 && source.Length == 0) return new Slice(target.Room(0), 0, 0);
        if (length > MostOutput(codec, source, length)) throw place.Error($"a page is damaged: {source.Length} bytes of {Names.OfCodec(codec)} data cannot hold the {length} bytes that it declares");
        // These two do not tell beforehand what they hold, so the buffer grows with what really comes out.
        if (codec == GzipCodec) return Gzip.Decode(source, target, length, place);
        if (codec == BrotliCodec) return Brotli.Decode(source, target, length, place);
        var room = target.Room(length);
        var good = codec switch
        {
            SnappyCodec => Snappy.TryDecode(source, room, length),
            ZstdCodec => (_zstd ??= new ZstdDecoder()).TryDecode(source, room, length),
            Lz4Raw => Lz4.TryDecode(source, room, length),
            Lz4Framed => Lz4.TryDecodeFramed(source, room, length),
            _ => length == source.Length,
        };
        if (!good) throw place.Error($"a page is damaged: its {Names.OfCodec(codec)} data cannot be decoded to the {length} bytes that it declares");
        if (codec == Uncompressed) source.Span.CopyTo(room);
        return new Slice(room, 0, length);
    }

    private static long MostOutput(int codec, Slice source, int length) => codec switch
    {
        Uncompressed => source.Length,
        SnappyCodec => (long)source.Length * Snappy.MostExpansion,
        GzipCodec => (long)source.Length * Gzip.MostExpansion,
        ZstdCodec => ZstdDecoder.MostOutput(source.Span),
        // Looking through the tokens takes a while, and is only worth it where a declared size is a strange one.
        Lz4Raw when length > 16L * source.Length => Lz4.MostOutput(source.Span),
        Lz4Raw or Lz4Framed => (long)source.Length * Lz4.MostExpansion,
        _ => long.MaxValue,
    };
}
