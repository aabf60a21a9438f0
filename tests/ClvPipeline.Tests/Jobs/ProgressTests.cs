using ClvPipeline.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Jobs;

public sealed class ProgressTests
{
    [Fact]
    public void Plain_progress_is_a_line_when_a_stage_has_ended()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        using (var progress = new PlainProgress(writer))
        {
            progress.Begin("read orders", 2000, "rows");
            Parallel.For(0, 20, _ => progress.Advance(100));
            Assert.Empty(writer.ToString());
            progress.Begin("spread credit", 8, "buckets");
            Assert.Matches(@"\Aread orders +2,000 rows in \d+\.\d s", writer.ToString());
            progress.Advance(8);
        }

        Assert.Matches(@"\nspread credit +in \d+\.\d s\n\z", writer.ToString());
    }

    [Theory]
    [InlineData(1_234_567, 1.2, "      1,234,567 rows in 1.2 s (1,030,000 rows/s)")]
    [InlineData(5, 0, "              5 rows in 0.0 s")]
    [InlineData(600, 61, "            600 rows in 1 min 1 s (10 rows/s)")]
    public void Rates_have_three_digits(long done, double seconds, string expected) => Assert.Equal(expected, Rate.Text(done, "rows", TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Work_under_bars_returns_its_result_and_throws_its_exceptions()
    {
        using var writer = new StringWriter();
        Assert.Equal(7, BarProgress.Watch(writer, progress =>
        {
            progress.Begin("read [orders]", 10, "rows");
            progress.Advance(10);
            progress.Begin("spread", 2, "buckets");
            return 7;
        }));
        Assert.Throws<BadInputException>(() => BarProgress.Watch<int>(writer, progress => throw new BadInputException("no")));
    }
}
