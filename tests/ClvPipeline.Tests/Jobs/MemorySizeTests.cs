using ClvPipeline.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Jobs;

public class MemorySizeTests
{
    [Theory]
    [InlineData("8GB", 8L << 30)]
    [InlineData("1.5 gb", 3L << 29)]
    [InlineData("512MB", 512L << 20)]
    [InlineData("4096KB", 4L << 20)]
    [InlineData("2TB", 2L << 40)]
    public void An_amount_of_memory_is_a_number_and_a_unit(string text, long bytes) => Assert.Equal(bytes, MemorySize.Parse(text));

    [Theory]
    [InlineData("8")]
    [InlineData("GB")]
    [InlineData("8 apples")]
    [InlineData("-1GB")]
    [InlineData("1e3GB")]
    [InlineData("99999999999GB")]
    public void Anything_else_is_none(string text) => Assert.Null(MemorySize.Parse(text));

    [Fact]
    public void The_default_leaves_a_quarter_of_the_memory_to_others() => Assert.InRange(MemorySize.Default, MemorySize.Smallest, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
}
