using ClvPipeline.Parquet;
using ClvPipeline.Parquet.Encodings;
using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;
using ClvPipeline.Parquet.Writing;
using Xunit;

namespace ClvPipeline.Tests.Parquet;

/// <summary>Files of single hand-made pages, as other writers make them or as no writer should.</summary>
public class PageTests
{
    [Fact]
    public void Codes_stop_where_a_chunk_turns_from_its_dictionary_to_plain_pages()
    {
        using var folder = new ScratchFolder();
        var path = Write(folder, new("t", WriteType.Text), 7, chunk =>
        {
            Texts(chunk.Page, "red", "blue");
            chunk.EndDictionaryPage(2);
            chunk.Page.U8(1);
            HybridWriter.Write([1, 0, 0], 1, chunk.Page);
            chunk.EndDataPage(3, Encoding.RleDictionary);
            Texts(chunk.Page, "green", "red");
            chunk.EndDataPage(2, Encoding.Plain);
            Texts(chunk.Page, "", "violet");
            chunk.EndDataPage(2, Encoding.Plain);
        });
        using var file = ParquetFile.Open(path);
        using var reader = file.OpenColumn(0, file.Columns[0]);
        var codes = new int[10];
        List<string> blocks = [];
        HashSet<int> generations = [];
        for (int n; (n = reader.ReadCodes(codes)) > 0;)
        {
            var words = new List<string>();
            for (var i = 0; i < n; i++) words.Add(System.Text.Encoding.UTF8.GetString(reader.Values[codes[i]]));
            blocks.Add(string.Join(' ', words));
            Assert.True(generations.Add(reader.Generation));
        }
        Assert.Equal(["blue red red", "green red", " violet"], blocks);
    }

    [Fact]
    public void A_code_beyond_the_dictionary_is_refused()
    {
        using var folder = new ScratchFolder();
        var path = Write(folder, new("n", WriteType.Int64), 9, chunk =>
        {
            chunk.Page.Bytes(new byte[24]);
            chunk.EndDictionaryPage(3);
            chunk.Page.U8(2);
            HybridWriter.Write([0, 1, 2, 0, 1, 2, 0, 1, 3], 2, chunk.Page);
            chunk.EndDataPage(9, Encoding.RleDictionary);
        });
        Assert.Contains("value 3 of a dictionary of 3", Assert.Throws<ParquetException>(() => Printing.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Encoding.RleDictionary, "dictionary that the column chunk does not have")]
    [InlineData(Encoding.DeltaLengthByteArray, "DELTA_LENGTH_BYTE_ARRAY is not supported for INT64")]
    [InlineData(Encoding.BitPacked, "BIT_PACKED")]
    [InlineData((Encoding)77, "number 77")]
    [InlineData(Encoding.Plain, "fewer values")]
    [InlineData(Encoding.DeltaBinaryPacked, "delta")]
    [InlineData(Encoding.ByteStreamSplit, "no whole number of values")]
    internal void A_page_that_cannot_be_read_is_refused_by_name(Encoding encoding, string says)
    {
        using var folder = new ScratchFolder();
        var path = Write(folder, new("n", WriteType.Int64), 3, chunk =>
        {
            chunk.Page.Bytes([1, 2, 3, 4, 5]);
            chunk.EndDataPage(3, encoding);
        });
        Assert.Contains(says, Assert.Throws<ParquetException>(() => Printing.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_and_too_many_rows_are_refused()
    {
        using var folder = new ScratchFolder();
        string Rows(int stated, int there) => Write(folder, new("n", WriteType.Int64), stated, chunk =>
        {
            chunk.Page.Bytes(new byte[8 * there]);
            chunk.EndDataPage(there, Encoding.Plain);
        });
        Assert.Equal(4, Printing.Read(Rows(4, 4))["n"].Count);
        Assert.Throws<ParquetException>(() => Printing.Read(Rows(4, 3)));
        Assert.Throws<ParquetException>(() => Printing.Read(Rows(4, 5)));
    }

    [Fact]
    public void Long_texts_are_cut_into_pages_of_a_megabyte()
    {
        using var folder = new ScratchFolder();
        var texts = Enumerable.Range(0, 500).Select(i => (string?)new string((char)('a' + i % 26), 10_000 + i)).ToArray();
        using (var output = File.Create(folder.Path("t.parquet")))
        using (var writer = new ParquetWriter(output, [new("t", WriteType.Text)], new WriteOptions { Codec = ParquetCodec.Uncompressed }))
        {
            writer.BeginRowGroup(texts.Length);
            writer.Write(texts);
            writer.Close();
        }
        Assert.Equal(texts, Printing.Read(folder.Path("t.parquet"), 5000)["t"]);
    }

    [Fact]
    public void Numbers_of_every_width_come_back_from_runs_and_groups()
    {
        var random = new Random(8);
        for (var width = 0; width <= 32; width++)
        {
            var numbers = new int[random.Next(1, 3000)];
            for (var i = 0; i < numbers.Length; i++) numbers[i] = i > 0 && random.Next(20) > 0 && i % 500 > 300 ? numbers[i - 1] : width == 0 ? 0 : (int)(random.NextInt64(1L << 32) & ((1L << width) - 1));
            var sink = new ByteSink();
            HybridWriter.Write(numbers, width, sink);
            var length = sink.Length;
            sink.Take(PooledBytes.Slack);
            var hybrid = new Hybrid(new Place("x"));
            hybrid.Start(new Slice(sink.Array, 0, length), width);
            var found = new int[numbers.Length];
            for (var at = 0; at < found.Length;)
            {
                var n = Math.Min(random.Next(1, 100), found.Length - at);
                hybrid.Read(found.AsSpan(at, n));
                at += n;
            }
            Assert.Equal(numbers, found);
            Assert.Equal(numbers.Max(n => (uint)n), Hybrid.Largest(numbers));
        }
    }

    [Fact]
    public void Uuids_that_share_their_beginnings_are_read()
    {
        using var folder = new ScratchFolder();
        var path = Write(folder, new("u", WriteType.Uuid), 3, chunk =>
        {
            DeltaWriter.Write([0, 15, 0], 4, chunk.Page);
            DeltaWriter.Write([16, 1, 16], 4, chunk.Page);
            chunk.Page.Bytes([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 99, .. new byte[16]]);
            chunk.EndDataPage(3, Encoding.DeltaByteArray);
        });
        Assert.Equal(["00010203-0405-0607-0809-0a0b0c0d0e0f", "00010203-0405-0607-0809-0a0b0c0d0e63", "00000000-0000-0000-0000-000000000000"], Printing.Read(path)["u"]);
        var wrong = Write(folder, new("u", WriteType.Uuid), 1, chunk =>
        {
            DeltaWriter.Write([0], 4, chunk.Page);
            DeltaWriter.Write([15], 4, chunk.Page);
            chunk.Page.Bytes(new byte[15]);
            chunk.EndDataPage(1, Encoding.DeltaByteArray);
        });
        Assert.Contains("a value of 15 bytes in a column of 16", Assert.Throws<ParquetException>(() => Printing.Read(wrong)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "B0", new byte[] { 1, 0, 1, 1, 0 })]
    [InlineData(3, "1BC0", new byte[] { 0, 0, 0, 1, 1 })]
    public void Levels_that_are_packed_from_the_highest_bit_are_read(int highest, string hex, byte[] expected)
    {
        using var validity = new Validity(highest, new Place("x"));
        using var lower = new Validity(2, new Place("x"));
        if (highest == 3) Assert.Contains("level 3", Assert.Throws<ParquetException>(() => lower.StartPacked(SampleBytes.Slice(hex), 5)).Message, StringComparison.Ordinal);
        Assert.Equal(highest == 1 ? 1 : 2, validity.StartPacked(SampleBytes.Slice(hex), 5));
        var valid = new byte[5];
        Assert.Equal(expected.Sum(b => b), validity.Read(valid.AsSpan(0, 2)) + validity.Read(valid.AsSpan(2)));
        Assert.Equal(expected, valid);
        Assert.Throws<ParquetException>(() => validity.StartPacked(SampleBytes.Slice(hex), 17));
    }

    private static void Texts(ByteSink page, params string[] texts)
    {
        foreach (var text in texts)
        {
            page.I32(text.Length);
            page.Bytes(System.Text.Encoding.UTF8.GetBytes(text));
        }
    }

    // A file of one column and one row group whose pages are filled by hand.
    private static string Write(ScratchFolder folder, WriteColumn column, int rows, Action<ChunkWriter> fill)
    {
        using var output = new MemoryStream();
        var chunks = new ChunkWriter(output, ParquetCodec.Uncompressed);
        chunks.Write("PAR1"u8);
        chunks.Begin();
        fill(chunks);
        var chunk = chunks.End(new ColumnStatistics(0)) with { Values = rows };
        var footer = new ByteSink();
        FooterWriter.Write(footer, [column], [(rows, [chunk])], new WriteOptions { Codec = ParquetCodec.Uncompressed });
        var length = footer.Length;
        footer.I32(length);
        footer.Bytes("PAR1"u8);
        chunks.Write(footer.Span);
        return folder.Write("page.parquet", output.ToArray());
    }
}
