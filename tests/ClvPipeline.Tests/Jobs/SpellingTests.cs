using ClvPipeline.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Jobs;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("models", "modles", 1)]
    [InlineData("window", "windows", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("same", "same", 0)]
    public void Distance_counts_slips(string a, string b, int slips) => Assert.Equal(slips, Spelling.Distance(a, b));

    [Theory]
    [InlineData("TIMEZONE", "timeZone")]
    [InlineData("curency", "currency")]
    [InlineData("banana", null)]
    public void The_nearest_word_is_near(string word, string? expected) => Assert.Equal(expected, Spelling.Nearest(word, ["timeZone", "currency", "clv"]));
}
