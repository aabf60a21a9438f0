using ClvPipeline.Parquet;
using ClvPipeline.Storage;
using Xunit;

namespace ClvPipeline.Tests.Storage;

public sealed class TimeRangeTests : IDisposable
{
    private const long Day = 86_400_000_000;
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Row_groups_outside_the_time_that_is_asked_for_are_left_out()
    {
        object?[] at = [.. Enumerable.Range(0, 6).Select(day => (object?)SmallFile.Noon.AddDays(day))];
        at[5] = null;
        SmallFile.Write(_temp["orders.parquet"], 1, ("order_id", ["a", "b", "c", "d", "e", "f"]), ("customer_id", [1L, 2L, 3L, 4L, 5L, 6L]), ("ordered_at", at), ("revenue", [1m, 1m, 1m, 1m, 1m, 1m]));
        using var orders = _temp.Orders("orders.parquet");
        long Micros(int day) => (SmallFile.Noon.AddDays(day) - DateTimeOffset.UnixEpoch).Ticks / 10;
        string Within(long from, long to) => string.Join(' ', orders.PartsWithin("ordered_at", from, to).Select(part => part.FirstRow));
        // The last row's time is null: it is a bad row, and has to be told of.
        Assert.Equal("2 3 6", Within(Micros(1), Micros(2)));
        Assert.Equal("6", Within(Micros(10), Micros(11)));
        Assert.Equal("1 2 3 4 5 6", Within(long.MinValue, long.MaxValue));
        Assert.Equal("1 2 3 4 5 6", string.Join(' ', orders.PartsWithin("order_id", 0, 0).Select(part => part.FirstRow)));
        Assert.Equal("1 2 3 4 5 6", string.Join(' ', orders.PartsWithin("no such", 0, 0).Select(part => part.FirstRow)));
    }

    [Theory]
    [InlineData(1_000_000, true, 0, 10)]
    [InlineData(1_000, true, 0, 10)]
    [InlineData(1_000_000_000, true, 0, 10)]
    [InlineData(1_000_000, false, 1, 10)]
    public void Every_unit_is_understood_and_local_readings_get_a_margin(long ticksPerSecond, bool utc, int margin, int days)
    {
        var column = new ParquetColumn("at", 0, ParquetKind.Timestamp, "") { TicksPerSecond = ticksPerSecond, IsUtc = utc };
        var known = new ParquetStatistics(0, 100 * 86_400 * ticksPerSecond, (100 + days) * 86_400 * ticksPerSecond);
        Assert.True(TimeRange.MayHold(column, known, 105 * Day, 106 * Day));
        Assert.Equal(margin > 0, TimeRange.MayHold(column, known, (100 + days) * Day + Day / 2, 200 * Day));
        Assert.Equal(margin > 0, TimeRange.MayHold(column, known, 0, 100 * Day - Day / 2));
        Assert.False(TimeRange.MayHold(column, known, (100 + days + margin) * Day + Day / 2, 200 * Day));
        Assert.True(TimeRange.MayHold(column, known with { Min = null, Max = null }, 0, 1));
        Assert.True(TimeRange.MayHold(column, known with { Nulls = null }, 0, 1));
        Assert.True(TimeRange.MayHold(column with { IsInt96 = true }, known, 0, 1));
    }
}
