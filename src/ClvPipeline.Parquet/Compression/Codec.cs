using System.IO.Compression;
using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Compression;

/// <summary>Undoes a page's compression. A declared size is held against what the compressed bytes can hold at most before any memory is taken for it.</summary>
internal static class Codec
{
    public const int Uncompressed = 0, SnappyCodec = 1, Gzip = 2;

    // Deflate codes 258 bytes in two bits at best.
    private const int MostGzipExpansion = 1032;

    /// <summary>Why a chunk with this codec cannot be read, or null.</summary>
    public static string? Refusal(int codec) =>
        codec is Uncompressed or SnappyCodec or Gzip ? null : $"it is compressed with {Names.OfCodec(codec)}, which is not supported: UNCOMPRESSED, SNAPPY and GZIP are";

    /// <summary>Decodes <paramref name="length"/> bytes to <paramref name="start"/> in <paramref name="target"/>, keeping what stands before.</summary>
    public static Slice Decode(int codec, Slice source, PooledBytes target, int start, int length, Place place)
    {
        if (length == 0 && source.Length == 0) return new Slice(target.Room(start, start), start, 0);
        var most = codec switch { SnappyCodec => Snappy.MostExpansion, Gzip => MostGzipExpansion, _ => 1 };
        if (length > (long)source.Length * most || (codec == Uncompressed && length != source.Length))
            throw place.Error($"a page is damaged: {source.Length} bytes of {Names.OfCodec(codec)} data cannot hold the {length} bytes that it declares");
        if (codec == Gzip) return DecodeGzip(source, target, start, length, place);
        var room = target.Room(start + length, start);
        if (codec == SnappyCodec) Snappy.Decode(source, room, start, length, place);
        else source.Span.CopyTo(room.AsSpan(start));
        return new Slice(room, start, length);
    }

    private static Slice DecodeGzip(Slice source, PooledBytes target, int start, int length, Place place)
    {
        using var bytes = new MemoryStream(source.Array, source.Start, source.Length, writable: false);
        using var gzip = new GZipStream(bytes, CompressionMode.Decompress);
        var done = 0;
        try
        {
            while (done < length)
            {
                // The buffer grows with what has really come out.
                var step = Math.Min(length - done, Math.Max(1 << 20, done));
                target.Room(start + done + step, start + done);
                for (var goal = done + step; done < goal;)
                {
                    var read = gzip.Read(target.Array, start + done, goal - done);
                    if (read == 0) throw place.Error($"a page is damaged: its GZIP data ends after {done} of {length} bytes");
                    done += read;
                }
            }
            if (gzip.ReadByte() >= 0) throw place.Error($"a page is damaged: its GZIP data holds more than the {length} bytes that it declares");
        }
        catch (InvalidDataException e)
        {
            throw place.Error($"a page is damaged: its GZIP data cannot be decoded ({e.Message})", e);
        }
        return new Slice(target.Array, start, length);
    }
}
