using System.IO.Compression;
using ClvPipeline.Parquet.Compression;
using ClvPipeline.Parquet.Compression.Zstd;
using ClvPipeline.Parquet.Format;

namespace ClvPipeline.Parquet.Writing;

/// <summary>Writes the pages of one chunk after another to a stream: levels, compression, checksum, header.</summary>
internal sealed class ChunkWriter(Stream output, ParquetCodec codec)
{
    private readonly ByteSink _stored = new();
    private readonly ByteSink _header = new();
    private readonly SnappyEncoder _snappy = new();
    private int[] _levels = [];
    private Encoding _encoding;
    private long _dictionary, _data, _values, _plain, _storedTotal;

    /// <summary>Bytes written to the stream so far.</summary>
    public long Position { get; private set; }

    /// <summary>The page that is being filled.</summary>
    public ByteSink Page { get; } = new();

    public void Write(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        Position += bytes.Length;
    }

    /// <summary>Leaves a hole in a stream that can seek, for tests of large files.</summary>
    internal void Skip(long bytes)
    {
        output.Seek(bytes, SeekOrigin.Current);
        Position += bytes;
    }

    public void Begin() => (_dictionary, _data, _values, _plain, _storedTotal) = (0, 0, 0, 0, 0);

    public WrittenChunk End(ColumnStatistics statistics) => new(_dictionary, _data > 0 ? _data : Position, _values, _plain, _storedTotal, _encoding, statistics);

    /// <summary>Puts the definition levels of an optional column's page in front of its values.</summary>
    public void Levels(ReadOnlySpan<byte> valid, int rows)
    {
        var start = Page.Length;
        Page.I32(0);
        if (valid.IsEmpty || !valid.Contains((byte)0))
        {
            HybridWriter.Run(1, rows, 1, Page);
        }
        else
        {
            if (_levels.Length < rows) _levels = new int[rows];
            for (var i = 0; i < rows; i++) _levels[i] = valid[i];
            HybridWriter.Write(_levels.AsSpan(0, rows), 1, Page);
        }
        BitConverter.TryWriteBytes(Page.Array.AsSpan(start), Page.Length - start - 4);
    }

    public void EndDictionaryPage(int count)
    {
        _dictionary = Position;
        EndPage(PageType.Dictionary, count, Encoding.Plain);
    }

    public void EndDataPage(int rows, Encoding encoding)
    {
        if (_data == 0) _data = Position;
        _values += rows;
        _encoding = encoding;
        EndPage(PageType.Data, rows, encoding);
    }

    private void EndPage(PageType type, int count, Encoding encoding)
    {
        var stored = Compress();
        _header.Clear();
        var w = new ThriftWriter(_header);
        w.Begin();
        w.I32(1, (int)type);
        w.I32(2, Page.Length);
        w.I32(3, stored.Length);
        w.I32(4, (int)Crc32.Of(stored));
        w.Begin(type == PageType.Dictionary ? 7 : 5);
        w.I32(1, count);
        w.I32(2, (int)encoding);
        if (type == PageType.Data)
        {
            w.I32(3, (int)Encoding.Rle);
            w.I32(4, (int)Encoding.Rle);
        }
        w.End();
        w.End();
        Write(_header.Span);
        Write(stored);
        _plain += _header.Length + Page.Length;
        _storedTotal += _header.Length + stored.Length;
        Page.Clear();
    }

    private ReadOnlySpan<byte> Compress()
    {
        if (codec == ParquetCodec.Uncompressed) return Page.Span;
        _stored.Clear();
        if (codec == ParquetCodec.Snappy)
        {
            _stored.Shorten(_snappy.Encode(Page.Span, _stored.Take(SnappyEncoder.MostBytes(Page.Length))));
            return _stored.Span;
        }
        if (codec == ParquetCodec.Zstd)
        {
            _stored.Shorten(ZstdLibrary.Compress(Page.Span, _stored.Take(ZstdLibrary.MostBytes(Page.Length))));
            return _stored.Span;
        }
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(Page.Span);
        _stored.Bytes(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        return _stored.Span;
    }
}
