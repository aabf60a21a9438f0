using System.Buffers.Binary;
using ClvPipeline.Parquet.Compression;
using ClvPipeline.Parquet.Reading;
using Xunit;

namespace ClvPipeline.Tests.Parquet;

/// <summary>Codec LZ4 has two framings in the wild: Hadoop's, with big-endian sizes before each piece, and the bare block.</summary>
public class Lz4FramingTests
{
    // "0123456789" and then its last four bytes three times over: ten literals, a match of twelve at distance four, and five literals to end with.
    private static readonly byte[] Plain = [.. "0123456789678967896789xxxxx"u8];
    private static readonly byte[] Block = [0xA8, .. "0123456789"u8, 4, 0, 0x50, .. "xxxxx"u8];

    [Fact]
    public void The_bare_block_is_read() => Assert.Equal(Plain, Decoded(Block)!);

    [Fact]
    public void The_block_in_a_frame_is_read() => Assert.Equal(Plain, Decoded([.. Size(Plain.Length), .. Size(Block.Length), .. Block])!);

    [Fact]
    public void Several_pieces_in_one_frame_are_read_one_behind_the_other() =>
        Assert.Equal([.. Plain, .. Plain], Decoded([.. Size(2 * Plain.Length), .. Size(Block.Length), .. Block, .. Size(Block.Length), .. Block], 2 * Plain.Length)!);

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(11)]
    public void A_frame_that_is_cut_short_is_refused(int bytes) => Assert.Null(Decoded([.. Size(Plain.Length), .. Size(Block.Length), .. Block[..bytes]]));

    private static byte[] Size(int size)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, size);
        return bytes;
    }

    private static byte[]? Decoded(byte[] packed, int length = 27)
    {
        var target = new byte[length + PooledBytes.Slack];
        var source = new byte[packed.Length + PooledBytes.Slack];
        packed.CopyTo(source, 0);
        return Lz4.TryDecodeFramed(new Slice(source, 0, packed.Length), target, length) ? target[..length] : null;
    }
}
