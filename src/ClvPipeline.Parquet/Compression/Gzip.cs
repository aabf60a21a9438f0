using System.IO.Compression;
using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Compression;

/// <summary>Decodes gzip, of several members too.</summary>
internal static class Gzip
{
    /// <summary>Deflate codes 258 bytes in two bits at best.</summary>
    public const int MostExpansion = 1032;

    public static Slice Decode(Slice source, PooledBytes target, int length, Place place)
    {
        using var bytes = new MemoryStream(source.Array, source.Start, source.Length, writable: false);
        using var gzip = new GZipStream(bytes, CompressionMode.Decompress);
        var done = 0;
        try
        {
            while (done < length)
            {
                var step = Math.Min(length - done, Math.Max(1 << 20, done));
                target.Room(done + step, done);
                for (var goal = done + step; done < goal;)
                {
                    var read = gzip.Read(target.Array, done, goal - done);
                    if (read == 0) throw place.Error($"a page is damaged: its GZIP data ends after {done} of {length} bytes");
                    done += read;
                }
            }
            if (gzip.ReadByte() >= 0) throw place.Error($"a page is damaged: its GZIP data holds more than the {length} bytes that it declares");
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw place.Error($"a page is damaged: its GZIP data cannot be decoded ({e.Message})", e);
        }
        return new Slice(target.Room(length, length), 0, length);
    }
}
