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
            Assert.True(Snappy.TryDecode(new Slice(packed, 0, length), back, plain.Length));
            Assert.True(plain.AsSpan().SequenceEqual(back.AsSpan(0, plain.Length)));
        }
    }

    [Theory]
    [InlineData("08 00 61")]
    [InlineData("FF FF FF FF FF 01")]
    [InlineData("04 01 01")]
    [InlineData("04 00 61 09 00")]
    [InlineData("04 00 61 09 02")]
    [InlineData("04 F0")]
    [InlineData("04 00 61 02")]
    [InlineData("04 0C 61 62")]
    [InlineData("04 00 61")]
    public void Damaged_Snappy_is_refused(string hex)
    {
        Assert.False(Snappy.TryDecode(SampleBytes.Slice(hex), new byte[4 + PooledBytes.Slack], 4));
    }

    // Blocks written by hand: a token of literals and match, its literals, the distance.
    [Theory]
    [InlineData("50 6162636465", "6162636465")]
    [InlineData("12 61 0100 10 62", "6161616161616162")]
    [InlineData("3F 616263 0300 00 10 78", "61626361626361626361626361626361626361626361" + "78")]
    [InlineData("F000 616263646566676869707172737475", "616263646566676869707172737475")]
    public void Lz4_blocks_are_read_bare_and_in_frames(string hex, string plain)
    {
        var bare = SampleBytes.Slice(hex);
        Assert.Equal(plain, Unpack(bare, plain.Length / 2, framed: false));
        Assert.Equal(plain, Unpack(bare, plain.Length / 2, framed: true));
        Assert.Equal(plain.Length / 2, Lz4.MostOutput(bare.Span));
        var block = $"{plain.Length / 2:X8} {bare.Length:X8} {hex}";
        Assert.Equal(plain + plain, Unpack(SampleBytes.Slice(block + block), plain.Length, framed: true));
        Assert.Equal(plain + plain, Unpack(SampleBytes.Slice($"{plain.Length:X8} {bare.Length:X8} {hex} {bare.Length:X8} {hex}"), plain.Length, framed: true));
    }

    [Theory]
    [InlineData("50 61626364")]
    [InlineData("12 61 0000 10 62")]
    [InlineData("12 61 0200 10 62")]
    [InlineData("12 61 01")]
    [InlineData("F0")]
    [InlineData("F0 FF")]
    [InlineData("1F 61 0100")]
    [InlineData("10 61")]
    [InlineData("00000008 00000010 80")]
    public void Damaged_Lz4_is_refused(string hex)
    {
        Assert.Null(Unpack(SampleBytes.Slice(hex), 8, framed: false));
        Assert.Null(Unpack(SampleBytes.Slice(hex), 8, framed: true));
    }

    [Fact]
    public void A_declared_size_beyond_what_the_bytes_can_hold_takes_no_memory()
    {
        foreach (var codec in new[] { Codec.Uncompressed, Codec.SnappyCodec, Codec.GzipCodec, Codec.BrotliCodec, Codec.ZstdCodec, Codec.Lz4Raw, Codec.Lz4Framed })
        {
            // Of this thread alone: other tests allocate at the same time.
            var before = GC.GetAllocatedBytesForCurrentThread();
            using var target = new PooledBytes();
            Assert.Throws<ParquetException>(() => Codec.Decode(codec, SampleBytes.Slice("28B52FFD 20 01 090000 61"), target, 1 << 30, new Place("file")));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        }
    }

    private static string? Unpack(Slice source, int length, bool framed)
    {
        var target = new byte[length + PooledBytes.Slack];
        var good = framed ? Lz4.TryDecodeFramed(source, target, length) : Lz4.TryDecode(source, target, length);
        return good ? Convert.ToHexString(target.AsSpan(0, length)) : null;
    }
}
