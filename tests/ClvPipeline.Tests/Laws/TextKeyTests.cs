using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace ClvPipeline.Tests.Laws;

/// <summary>Keys of text ids: what is written differently is another customer.</summary>
public class TextKeyTests
{
    private const string Uuid = "0f9a7c31-58be-4d62-b3e0-96afc2d174e8";

    private static readonly Regex Canonical = new("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    [Fact]
    public void A_text_is_a_uuid_where_each_of_its_characters_says_so_and_one_more_character_makes_another_key()
    {
        HashSet<WideKey> keys = [TextKey.Of(Encoding.Latin1.GetBytes(Uuid))];
        for (var place = 0; place < Uuid.Length; place++)
        {
            for (var other = 0; other < 256; other++)
            {
                if (other == Uuid[place]) continue;
                var text = Uuid[..place] + (char)other + Uuid[(place + 1)..];
                var bytes = Encoding.Latin1.GetBytes(text);
                Assert.Equal(Canonical.IsMatch(text) && other != '\n', TextKey.IsUuid(bytes, out _));
                Assert.True(keys.Add(TextKey.Of(bytes)), $"'{text}' has the key of another text");
            }
        }
    }

    [Fact]
    public void A_uuids_key_holds_its_digits()
    {
        var random = new Random(20261122);
        var bytes = new byte[16];
        for (var i = 0; i < 1_000; i++)
        {
            random.NextBytes(bytes);
            var text = new Guid(bytes, bigEndian: true).ToString("D");
            Assert.True(TextKey.IsUuid(Encoding.ASCII.GetBytes(text), out var key));
            // The first sixteen digits are the upper halves of the key's bytes, the others the lower ones.
            var digits = text.Replace("-", "", StringComparison.Ordinal);
            var held = BitConverter.GetBytes(key.High).Concat(BitConverter.GetBytes(key.Low)).ToArray();
            Assert.Equal(digits, string.Concat(held.Select(b => (b >> 4).ToString("x", null))) + string.Concat(held.Select(b => (b & 15).ToString("x", null))));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("0f9a7c31-58be-4d62-b3e0-96afc2d174e")]
    [InlineData("0f9a7c31-58be-4d62-b3e0-96afc2d174e80")]
    [InlineData("0f9a7c3158be4d62b3e096afc2d174e8")]
    [InlineData("0F9A7C31-58BE-4D62-B3E0-96AFC2D174E8")]
    public void Other_ways_to_write_a_uuid_are_other_ids(string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        Assert.False(TextKey.IsUuid(bytes, out _));
        Assert.Equal(TextHash.Of(bytes), TextKey.Of(bytes));
        Assert.NotEqual(TextKey.Of(Encoding.ASCII.GetBytes(Uuid)), TextKey.Of(bytes));
    }
}
