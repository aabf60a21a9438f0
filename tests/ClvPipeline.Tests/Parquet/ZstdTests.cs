using ClvPipeline.Parquet.Compression.Zstd;
using ClvPipeline.Parquet.Reading;
using Xunit;

namespace ClvPipeline.Tests.Parquet;

/// <summary>A test that needs libzstd, as an independent compressor.</summary>
internal sealed class ZstdFactAttribute : FactAttribute
{
    public ZstdFactAttribute()
    {
        if (!ZstdLibrary.IsThere) Skip = "there is no libzstd on this machine to compress with (Debian: apt install libzstd1)";
    }
}

public class ZstdTests
{
    [ZstdFact]
    public void Frames_of_the_reference_compressor_come_back()
    {
        var random = new Random(6);
        var decoder = new ZstdDecoder();
        for (var round = 0; round < 600; round++)
        {
            var plain = SampleBytes.Make(random, round % 3 == 0 ? 200 : round % 3 == 1 ? 5_000 : 300_000);
            var packed = Pack(plain, random.Next(5) switch { 0 => -5, 1 => 1, 2 => 3, 3 => 6, _ => 9 });
            Assert.InRange(plain.Length, 0, ZstdDecoder.MostOutput(packed.Span));
            var back = new byte[plain.Length + PooledBytes.Slack];
            Assert.True(decoder.TryDecode(packed, back, plain.Length), $"round {round}");
            Assert.True(plain.AsSpan().SequenceEqual(back.AsSpan(0, plain.Length)), $"round {round}");
            Assert.False(decoder.TryDecode(packed, new byte[plain.Length + 1 + PooledBytes.Slack], plain.Length + 1));
            if (plain.Length > 0) Assert.False(decoder.TryDecode(packed, back, plain.Length - 1));
        }
    }

    [ZstdFact]
    public void Damaged_frames_are_refused_or_decoded_and_nothing_is_written_behind_the_slack()
    {
        var random = new Random(7);
        var decoder = new ZstdDecoder();
        for (var round = 0; round < 100; round++)
        {
            var plain = SampleBytes.Make(random, 20_000);
            var packed = Pack(plain, random.Next(1, 10));
            var back = new byte[plain.Length + 2 * PooledBytes.Slack];
            for (var flip = 0; flip < 40; flip++)
            {
                var damaged = packed with { Array = [.. packed.Array] };
                damaged.Array[PooledBytes.Lead + random.Next(packed.Length)] ^= (byte)(1 << random.Next(8));
                back.AsSpan(plain.Length + PooledBytes.Slack).Fill(0xA5);
                decoder.TryDecode(damaged, back, plain.Length);
                Assert.Equal(-1, back.AsSpan(plain.Length + PooledBytes.Slack).IndexOfAnyExcept((byte)0xA5));
            }
        }
    }

    // Frames written by hand after RFC 8878: magic, descriptor, size; then blocks of three bytes of head.
    [Theory]
    [InlineData("28B52FFD 20 05 290000 6162636465", "6162636465")]
    [InlineData("28B52FFD 20 05 2B0000 78", "7878787878")]
    [InlineData("502A4D18 03000000 010203 28B52FFD 20 02 110000 6162", "6162")]
    [InlineData("28B52FFD 20 01 090000 61 28B52FFD 20 01 090000 62", "6162")]
    [InlineData("28B52FFD 20 00 010000", "")]
    public void Plain_and_run_blocks_skippable_and_several_frames_are_read(string hex, string plain) => Assert.Equal(plain, Decode(hex, plain.Length / 2));

    [Theory]
    [InlineData("28B52FFD 20 05 290000 61626364")]
    [InlineData("28B52FFD 20 05 2F0000 6162636465")]
    [InlineData("28B52FFD 28 05 290000 6162636465")]
    [InlineData("28B52FFD 20 06 290000 6162636465")]
    [InlineData("28B52FFD 21 07 05 290000 6162636465")]
    [InlineData("28B52FFD 24 05 290000 6162636465 00000000")]
    [InlineData("28B52FFD 20 05 FDFFFF 6162636465")]
    [InlineData("28B52FFD 20 05 050000")]
    [InlineData("2AB52FFD 20 05 290000 6162636465")]
    [InlineData("28B52FFD")]
    public void What_is_no_frame_is_refused(string hex) => Assert.Null(Decode(hex, 5));

    [Theory]
    [InlineData("", 0xEF46DB3751D8E999)]
    [InlineData("a", 0xD24EC4F1A98C6E5B)]
    [InlineData("abc", 0x44BC2CF5AD770999)]
    public void The_checksum_of_frames_has_its_published_values(string text, ulong hash) => Assert.Equal(hash, XxHash64.Of(System.Text.Encoding.ASCII.GetBytes(text)));

    private static Slice Pack(byte[] plain, int level)
    {
        var room = ZstdLibrary.MostBytes(plain.Length);
        var packed = new byte[PooledBytes.Lead + room + PooledBytes.Slack];
        return new Slice(packed, PooledBytes.Lead, ZstdLibrary.Compress(plain, packed.AsSpan(PooledBytes.Lead, room), level));
    }

    private static string? Decode(string hex, int length)
    {
        var source = SampleBytes.Slice(hex);
        var target = new byte[length + PooledBytes.Slack];
        return new ZstdDecoder().TryDecode(source, target, length) ? Convert.ToHexString(target.AsSpan(0, length)) : null;
    }
}
