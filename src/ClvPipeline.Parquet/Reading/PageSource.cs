using ClvPipeline.Parquet.Compression;
using ClvPipeline.Parquet.Format;

namespace ClvPipeline.Parquet.Reading;

/// <summary>Hands out the pages of a column chunk one by one: header read, checksum checked, compression undone.</summary>
internal sealed class PageSource(FileBytes file, ColumnChunk chunk, Place place) : IDisposable
{
    private const int HeaderGuess = 4 << 10;
    private const int LongestHeader = 16 << 20;
    private readonly ChunkWindow _window = new(file, chunk.Start, chunk.CompressedBytes, place);
    private readonly PooledBytes _plain = new();

    public Place Place => place;

    public PageHeader Header;

    /// <summary>Data page v2: the definition levels. Otherwise empty, and they stand before the values in <see cref="Body"/>.</summary>
    public Slice Levels { get; private set; }

    /// <summary>The page's plain bytes, good until the next page.</summary>
    public Slice Body { get; private set; }

    /// <summary>Called when the last row is out: a page of another version of the file must not go unnoticed.</summary>
    public void End()
    {
        (place.Page, place.Offset) = (-1, -1);
        file.DemandUnchanged(place);
    }

    /// <summary>Steps to the next page; false behind the last.</summary>
    public bool Next()
    {
        do
        {
            place.Offset = _window.Offset;
            if (_window.Left == 0) return false;
            place.Page++;
            Header = ReadHeader();
            if (Header.CompressedBytes > _window.Left) throw place.Error($"a page of {Header.CompressedBytes} bytes goes past the end of its column chunk");
            var bytes = _window.Peek(Header.CompressedBytes);
            if (Header.Checksum is { } expected && Crc32.Of(bytes.Span) != expected) throw place.Error("a page is damaged: its checksum does not match");
            Unpack(bytes);
            _window.Advance(Header.CompressedBytes);
        }
        while (Header.Type == PageType.Index);
        return true;
    }

    /// <summary>Reads all bytes and looks at none.</summary>
    public void SkipAll() => _window.SkipAll();

    private PageHeader ReadHeader()
    {
        for (var guess = HeaderGuess; ; guess *= 4)
        {
            var peeked = (int)Math.Min(guess, _window.Left);
            try
            {
                var r = new ThriftReader(_window.Peek(peeked).Span, place);
                var header = PageHeader.Read(ref r, place);
                _window.Advance(r.At);
                return header;
            }
            catch (ParquetException) when (peeked < _window.Left && guess < LongestHeader)
            {
                // Statistics of long texts stand in the header: it may be longer than the guess.
            }
        }
    }

    private void Unpack(Slice bytes)
    {
        Levels = default;
        if (Header.Type == PageType.Index) return;
        var codec = chunk.Codec;
        if (Header.Type == PageType.DataV2)
        {
            // Flat columns need no repetition levels, but some writers write a run of zeros.
            var levels = (long)Header.RepetitionBytes + Header.DefinitionBytes;
            if (levels > bytes.Length || levels > Header.UncompressedBytes) throw place.Error("a page is damaged: its levels are longer than the page");
            Levels = bytes.Part(Header.RepetitionBytes, Header.DefinitionBytes);
            bytes = bytes.From((int)levels);
            if (!Header.Compressed) codec = Codec.Uncompressed;
        }
        var length = Header.UncompressedBytes - (Header.Type == PageType.DataV2 ? Header.RepetitionBytes + Header.DefinitionBytes : 0);
        Body = codec == Codec.Uncompressed && length == bytes.Length ? bytes : Codec.Decode(codec, bytes, _plain, length, place);
    }

    public void Dispose()
    {
        _window.Dispose();
        _plain.Dispose();
    }
}
