using ClvPipeline.Parquet;
using ClvPipeline.Parquet.Compression;
using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;
using Xunit;

namespace ClvPipeline.Tests.Parquet;

public class CompressionTests
{
    [Fact]
    public void Crc32_of_the_digits_is_the_published_check_value() => Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));

    [Fact]
    public void Crc32_is_the_same_by_lanes_and_by_bytes()
    {
        var random = new Random(3);
        for (var length = 0; length < 400; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var crc = ~0u;
            foreach (var b in bytes)
            {
                crc ^= b;
                for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
            }
            Assert.Equal(~crc, Crc32.Of(bytes));
        }
    }

    [Fact]
    public void Snappy_gives_back_what_it_was_given()
    {
        var random = new Random(4);
        var encoder = new SnappyEncoder();
        for (var round = 0; round < 400; round++)
        {
            var plain = new byte[random.Next(round < 200 ? 300 : 200_000)];
            // Periods of every length, with some noise, so that copies of every distance occur.
            var period = random.Next(1, 70);
            for (var i = 0; i < plain.Length; i++) plain[i] = i < period || random.Next(40) == 0 ? (byte)random.Next(256) : plain[i - period];
            var packed = new byte[SnappyEncoder.MostBytes(plain.Length) + PooledBytes.Slack];
            var length = encoder.Encode(plain, packed);
            var back = new byte[plain.Length + PooledBytes.Slack];
            Snappy.Decode(new Slice(packed, 0, length), back, 0, plain.Length, new Place("x"));
            Assert.True(plain.AsSpan().SequenceEqual(back.AsSpan(0, plain.Length)));
        }
    }

    [Theory]
    [InlineData("08 00 61", "length")]
    [InlineData("FF FF FF FF FF 01", "length")]
    [InlineData("04 01 01", "decoded")]
    [InlineData("04 00 61 09 00", "decoded")]
    [InlineData("04 00 61 09 02", "decoded")]
    [InlineData("04 F0", "decoded")]
    [InlineData("04 00 61 02", "decoded")]
    [InlineData("04 0C 61 62", "decoded")]
    [InlineData("04 00 61", "decoded")]
    public void Damaged_Snappy_is_refused(string hex, string says)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        var source = new byte[bytes.Length + PooledBytes.Slack];
        bytes.CopyTo(source, 0);
        var error = Assert.Throws<ParquetException>(() => Snappy.Decode(new Slice(source, 0, bytes.Length), new byte[4 + PooledBytes.Slack], 0, 4, new Place("file")));
        Assert.True(error.Message.Contains(says, StringComparison.Ordinal) || says == "length", error.Message);
        Assert.StartsWith("file: ", error.Message, StringComparison.Ordinal);
    }
}
