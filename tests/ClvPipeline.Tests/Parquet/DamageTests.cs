using ClvPipeline.Parquet;
using Xunit;

namespace ClvPipeline.Tests.Parquet;

public class DamageTests
{
    [Fact]
    public void A_flipped_byte_in_a_page_with_a_checksum_is_found()
    {
        using var folder = new ScratchFolder();
        var random = new Random(2);
        var whole = SampleTable.Write([.. Enumerable.Range(0, 5000).Select(_ => random.NextInt64())], ParquetCodec.Uncompressed);
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
        var flips = Fuzz.Safety.Cases(400, 4000);
        for (var flip = 0; flip < flips; flip++)
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
        Assert.InRange(refused, flips * 19 / 20, flips);
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
}
