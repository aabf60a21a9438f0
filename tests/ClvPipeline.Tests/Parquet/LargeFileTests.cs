using ClvPipeline.Parquet;
using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Writing;
using Xunit;

namespace ClvPipeline.Tests.Parquet;

/// <summary>What is larger, longer or emptier than usual.</summary>
public class LargeFileTests
{
    [Fact]
    public void Chunks_beyond_four_gigabytes_are_found()
    {
        using var folder = new ScratchFolder();
        var path = folder.Path("large.parquet");
        using (var output = File.Create(path))
        {
            var chunks = new ChunkWriter(output, ParquetCodec.Uncompressed);
            chunks.Write("PAR1"u8);
            // A hole takes no room on the disk.
            chunks.Skip(5L << 30);
            chunks.Begin();
            chunks.Page.Bytes([7, 0, 0, 0, 0, 0, 0, 0]);
            chunks.EndDataPage(1, Encoding.Plain);
            var footer = new ByteSink();
            FooterWriter.Write(footer, [new("n", WriteType.Int64)], [(1, [chunks.End(new ColumnStatistics(0))])], new WriteOptions { Codec = ParquetCodec.Uncompressed });
            var length = footer.Length;
            footer.I32(length);
            footer.Bytes("PAR1"u8);
            chunks.Write(footer.Span);
        }
        Assert.Equal(["7"], Printing.Read(path)["n"]);
    }

    [Fact]
    public void A_chunk_may_have_more_pages_than_16_bits_count()
    {
        using var folder = new ScratchFolder();
        using var output = new MemoryStream();
        using (var writer = new ParquetWriter(output, [new("n", WriteType.Int64, true)], new WriteOptions { PageRows = 1, Codec = ParquetCodec.Uncompressed }))
        {
            writer.BeginRowGroup(70_000);
            writer.Write([.. Enumerable.Range(0, 70_000).Select(i => i * 1_000_003L % 999_983)], [.. Enumerable.Range(0, 70_000).Select(i => (byte)(i % 3 == 0 ? 0 : 1))]);
            writer.Close();
        }
        var values = Printing.Read(folder.Write("pages.parquet", output.ToArray()))["n"];
        Assert.Equal(70_000, values.Count);
        for (var i = 0; i < values.Count; i++) Assert.Equal(i % 3 == 0 ? "" : (i * 1_000_003L % 999_983).ToString(System.Globalization.CultureInfo.InvariantCulture), values[i]);
    }

    [Fact]
    public void A_file_that_is_written_to_while_it_is_read_is_noticed()
    {
        using var folder = new ScratchFolder();
        var bytes = SampleTable.Write([.. Enumerable.Range(0, 100_000).Select(i => i * 7919L % 100_003)], ParquetCodec.Uncompressed);
        var path = folder.Write("t.parquet", bytes);
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        using var file = ParquetFile.Open(path);
        using var reader = file.OpenColumn(0, file.Columns[0]);
        var (values, valid) = (new long[60_000], new byte[60_000]);
        Assert.Equal(60_000, reader.Read(values, valid));
        Assert.False(file.Changed);
        // The same bytes again: what counts is that somebody wrote.
        using (var writer = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) writer.Write(bytes);
        Assert.True(file.Changed);
        var error = Assert.Throws<ParquetException>(() => reader.Read(values, valid));
        Assert.Contains("changed while it was read", error.Message, StringComparison.Ordinal);
        Assert.Equal("n", error.Column);
    }
}
