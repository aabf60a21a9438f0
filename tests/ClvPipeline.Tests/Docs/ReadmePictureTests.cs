using System.Buffers.Binary;
using System.Text.RegularExpressions;
using ClvPipeline.Tests.Architecture;
using Xunit;

namespace ClvPipeline.Tests.Docs;

/// <summary>The pictures of the README are there, and small enough to be fetched by anybody.</summary>
public sealed partial class ReadmePictureTests
{
    [Fact]
    public void Every_picture_is_a_png_that_is_there_and_says_what_it_shows()
    {
        var pictures = Picture().Matches(Readme.Text);
        Assert.Equal(6, pictures.Count);
        Assert.All(pictures, picture =>
        {
            var bytes = File.ReadAllBytes(Path.Combine(Repository.Root, picture.Groups[2].Value));
            Assert.InRange(bytes.Length, 5_000, 150_000);
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], bytes[..4]);
            Assert.InRange(BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)), 300, 1600);
            Assert.True(picture.Groups[1].Value.Length > 20);
        });
    }

    [Fact]
    public void No_picture_is_left_over() =>
        Assert.Equal(Picture().Matches(Readme.Text).Select(picture => picture.Groups[2].Value).Order(StringComparer.Ordinal), Repository.With(".png").Order(StringComparer.Ordinal));

    [GeneratedRegex(@"!\[([^\]]*)\]\(([^)]*)\)")]
    private static partial Regex Picture();
}
