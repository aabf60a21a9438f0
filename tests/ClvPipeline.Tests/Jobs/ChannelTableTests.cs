using ClvPipeline.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Jobs;

public sealed class ChannelTableTests
{
    private static readonly string[] SixModels = ["first_touch", "last_touch", "last_non_direct", "linear", "time_decay", "position_based"];

    [Fact]
    public void Amounts_stand_right_with_separators_and_the_total_is_the_sum()
    {
        var results = FixedResults.Of(
        [
            ("order", "linear", "(unattributed)", 250), ("order", "linear", "email", 123_456_789), ("order", "linear", "paid search", -50_001),
            ("order", "last_touch", "(unattributed)", 250), ("order", "last_touch", "email", 123_406_788),
        ]);
        Assert.Equal("""
            CLV by channel and model, EUR

            order (window of 30 days, restart)
            channel               linear    last_touch
            --------------  ------------  ------------
            email           1,234,567.89  1,234,067.88
            paid search          -500.01          0.00
            (unattributed)          2.50          2.50
            total           1,234,070.38  1,234,070.38

            """, Print(results, 120));
    }

    [Theory]
    [InlineData(80, 2)]
    [InlineData(120, 1)]
    [InlineData(50, 3)]
    public void Models_that_do_not_fit_stand_below_one_another(int width, int blocks)
    {
        var text = Print(FixedResults.Of(FixedResults.Grid(["acquisition", "order"], SixModels, ["paid search", "email", "(unattributed)"])), width);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= width, line));
        Assert.Equal(2 * blocks, text.Split('\n').Count(line => line.StartsWith("channel ", StringComparison.Ordinal)));
        Assert.Equal(2 * blocks, text.Split('\n').Count(line => line.StartsWith("total ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Many_channels_are_added_up_in_a_row_of_their_own()
    {
        var channels = Enumerable.Range(0, 100).Select(i => $"channel {i}").Append("(unattributed)").ToArray();
        var lines = Print(FixedResults.Of([.. channels.Select(channel => ("lifetime", "linear", channel, 100L))]), 80).Split('\n');
        Assert.Single(lines, line => line.StartsWith("(71 other channels)", StringComparison.Ordinal) && line.EndsWith(" 71.00", StringComparison.Ordinal));
        Assert.Single(lines, line => line.StartsWith("total", StringComparison.Ordinal) && line.EndsWith(" 101.00", StringComparison.Ordinal));
        Assert.StartsWith("(unattributed)", lines[^3]);
    }

    [Fact]
    public void Names_cannot_speak_to_the_terminal_nor_push_numbers_off_it()
    {
        var text = Print(FixedResults.Of([("lifetime", "linear", "\u001b[31mred\n", 100), ("lifetime", "linear", new string('x', 200), 100)]), 80);
        Assert.Contains("?[31mred?", text);
        Assert.DoesNotContain("\u001b", text);
        Assert.Contains(new string('x', 27) + "…", text);
    }

    [Theory]
    [InlineData(0, "0.00", "0.000000")]
    [InlineData(5_000, "0.00", "0.005000")]
    [InlineData(15_000, "0.02", "0.015000")]
    [InlineData(-4_999, "0.00", "-0.004999")]
    [InlineData(-1_234_567_890, "-1,234.57", "-1234.567890")]
    public void Money_is_rounded_for_people_and_exact_for_programs(long micros, string rounded, string exact) => Assert.Equal((rounded, exact), (Money.Rounded(micros), Money.Exact(micros)));

    private static string Print(RunResults results, int width)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        new ChannelTable(ChannelTotals.Of(results), new RunSettings(), width).Write(writer);
        return writer.ToString();
    }
}
