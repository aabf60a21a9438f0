using ClvPipeline.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Jobs;

public sealed class RunSummaryTests
{
    [Fact]
    public void What_was_left_out_is_told_by_dataset_and_reason()
    {
        var results = FixedResults.Of([("order", "linear", "email", 1)],
        [
            ("orders", "used", "", 1000), ("orders", "rejected", "revenue is NaN", 1), ("orders", "rejected", "customer_id is null", 1234), ("orders", "repeated", "", 7),
            ("touchpoints", "used", "", 5), ("touchpoints", "no_consent", "", 2), ("touchpoints", "not_visible", "", 0),
        ]);
        Assert.Equal(
            ["orders: 1,235 rows rejected: revenue is NaN 1, customer_id is null 1,234", "orders: 7 repeated rows counted once", "touchpoints: 2 rows without consent"],
            RunSummary.LeftOut(RowsRead.Of(results)));
    }

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("one two three", 8, "one two\n    three")]
    [InlineData("a-word-too-long-for-any-line b", 10, "a-word-too-long-for-any-line\n    b")]
    public void Long_lines_break_between_words(string line, int width, string expected) => Assert.Equal(expected, RunSummary.Wrapped(line, width));
}
