using ClvPipeline.Parquet;
using Xunit;

namespace ClvPipeline.Tests.Parquet;

public class DamageTests
{
    public static TheoryData<string> Readable => ReferenceFiles.Readable;

    [Theory]
    [MemberData(nameof(Readable))]
    public void A_file_cut_short_anywhere_is_refused(string name)
    {
        using var folder = new ScratchFolder();
        var whole = File.ReadAllBytes(ReferenceFiles.DuckDb(name));
        for (var cut = 0; cut < 50; cut++)
        {
            var path = folder.Write("cut.parquet", whole[..(int)((long)whole.Length * cut / 50)]);
            var error = Assert.Throws<ParquetException>(() => Printing.Read(path));
            Assert.Equal(path, error.File);
        }
        Assert.Throws<ParquetException>(() => Printing.Read(folder.Write("cut.parquet", whole[..^1])));
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task A_flipped_byte_gives_a_result_or_one_kind_of_error(string name)
    {
        using var folder = new ScratchFolder();
        var whole = File.ReadAllBytes(ReferenceFiles.DuckDb(name));
        var random = new Random(20260101);
        for (var flip = 0; flip < 200; flip++)
        {
            // Every second flip hits the footer, which is small and dense.
            var at = flip % 2 == 0 ? random.Next(whole.Length) : random.Next(whole.Length - 1800, whole.Length);
            var damaged = whole.ToArray();
            damaged[at] ^= (byte)random.Next(1, 256);
            var path = folder.Write("flip.parquet", damaged);
            var reading = Task.Run(() => Drain(path));
            await reading.WaitAsync(TimeSpan.FromSeconds(20));
            Assert.True(await reading is null or ParquetException, $"byte {at}: {await reading}");
        }
    }

    [Fact]
    public void A_flipped_byte_in_a_page_with_a_checksum_is_found()
    {
        using var folder = new ScratchFolder();
        var whole = SampleTable.Write([.. Enumerable.Range(0, 5000).Select(i => i * 7L)], ParquetCodec.Uncompressed);
        whole[2000] ^= 64;
        var error = Assert.Throws<ParquetException>(() => Printing.Read(folder.Write("flip.parquet", whole)));
        Assert.Contains("checksum", error.Message, StringComparison.Ordinal);
        Assert.Equal(("n", 0, 0, 4L), (error.Column, error.RowGroup, error.Page, error.Offset));
    }

    [Fact]
    public void No_flipped_byte_of_a_page_of_ours_gives_other_values()
    {
        using var folder = new ScratchFolder();
        using var output = new MemoryStream();
        new SampleTable().Write(output, 3, [800, 700], 0.2, new WriteOptions { PageRows = 300 });
        var whole = output.ToArray();
        var expected = Printing.Read(folder.Write("whole.parquet", whole));
        var random = new Random(17);
        var footer = whole.Length - 8 - BitConverter.ToInt32(whole, whole.Length - 8);
        var refused = 0;
        for (var flip = 0; flip < 400; flip++)
        {
            var damaged = whole.ToArray();
            damaged[random.Next(4, footer)] ^= (byte)(1 << random.Next(8));
            try
            {
                // Page headers carry fields that nobody reads: a flip there may do no harm, but never another value.
                Assert.Equal(expected, Printing.Read(folder.Write("flip.parquet", damaged)));
            }
            catch (ParquetException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 380, 400);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("PAR1PAR1", "only 8 bytes")]
    [InlineData("<html>nothing here</html>", "does not begin with PAR1")]
    [InlineData("PAR1and then nothing more", "does not end with PAR1")]
    [InlineData("PARE00000000000PARE", "encrypted")]
    [InlineData("PAR1\u0015\u0000\u0000\u0000\u007F\u0000\u0000\u0000PAR1", "does not fit")]
    public void What_is_no_Parquet_file_is_said_to_be_none(string content, string says)
    {
        using var folder = new ScratchFolder();
        var error = Assert.Throws<ParquetException>(() => ParquetFile.Open(folder.Write("x.parquet", System.Text.Encoding.ASCII.GetBytes(content))));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_said_to_be_so()
    {
        using var folder = new ScratchFolder();
        Assert.Contains("no such file", Assert.Throws<ParquetException>(() => ParquetFile.Open(folder.Path("none.parquet"))).Message, StringComparison.Ordinal);
        Assert.Contains("folder", Assert.Throws<ParquetException>(() => ParquetFile.Open(folder.Path("."))).Message, StringComparison.Ordinal);
    }

    // Reads whatever can still be read; returns the error, whatever its kind.
    private static Exception? Drain(string path)
    {
        try
        {
            using var file = ParquetFile.Open(path);
            foreach (var column in file.Columns)
            {
                for (var g = 0; g < file.RowGroupCount; g++)
                {
                    using var reader = file.OpenColumn(g, column);
                    Drain(reader);
                }
            }
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private static void Drain(ColumnReader reader)
    {
        // A damaged footer may promise any number of rows: what is asked here is only that each step returns.
        const int Steps = 200;
        var (longs, doubles, wides, codes, valid) = (new long[512], new double[512], new Int128[512], new int[512], new byte[512]);
        for (var step = 0; step < Steps && reader.RowsLeft > 0; step++)
        {
            var n = reader.Column.Kind switch
            {
                ParquetKind.Text or ParquetKind.Binary => reader.ReadCodes(codes),
                ParquetKind.Real => reader.Read(doubles, valid),
                ParquetKind.Uuid => reader.Read(wides, valid),
                _ => reader.Column.Wide ? reader.Read(wides, valid) : reader.Read(longs, valid),
            };
            Assert.True(n > 0);
        }
    }
}
