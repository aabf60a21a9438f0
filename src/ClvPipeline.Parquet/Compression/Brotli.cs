using System.Buffers;
using System.IO.Compression;
using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Compression;

/// <summary>Decodes Brotli.</summary>
internal static class Brotli
{
    public static Slice Decode(Slice source, PooledBytes target, int length, Place place)
    {
        using var decoder = new BrotliDecoder();
        var from = source.Span;
        var done = 0;
        for (var status = OperationStatus.DestinationTooSmall; status != OperationStatus.Done;)
        {
            // A byte more than declared shows whether the data holds more.
            var step = (int)Math.Min(length + 1L - done, Math.Max(1 << 20, done));
            target.Room(done + step, done);
            status = decoder.Decompress(from, target.Array.AsSpan(done, step), out var taken, out var written);
            from = from[taken..];
            done += written;
            if (status is OperationStatus.InvalidData or OperationStatus.NeedMoreData) throw place.Error($"a page is damaged: its BROTLI data cannot be decoded ({status} after {done} of {length} bytes)");
            if (done > length) throw place.Error($"a page is damaged: its BROTLI data holds more than the {length} bytes that it declares");
        }
        if (done < length || from.Length > 0) throw place.Error($"a page is damaged: its BROTLI data ends after {done} of {length} bytes");
        return new Slice(target.Array, 0, length);
    }
}
