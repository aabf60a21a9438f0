using ClvPipeline.Parquet;
using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Writing;
using Xunit;

namespace ClvPipeline.Tests.Parquet;

public class StatisticsTests
{
    [Fact]
    public void Row_groups_tell_least_and_greatest_and_the_nulls()
    {
        using var folder = new ScratchFolder();
        using var output = new MemoryStream();
        using (var writer = new ParquetWriter(output, [new("at", WriteType.TimestampMicrosUtc, true), new("day", WriteType.Date), new("name", WriteType.Text)]))
        {
            foreach (var start in new[] { 1000L, -5 })
            {
                writer.BeginRowGroup(3);
                writer.Write([start, 0, start + 7], [1, 0, 1]);
                writer.Write([start, start + 1, start - 1]);
                writer.Write(["a", "b", "c"]);
            }
            writer.BeginRowGroup(1);
            writer.Write([0], [0]);
            writer.Write([1L]);
            writer.Write(["a"]);
            writer.Close();
        }
        using var file = ParquetFile.Open(folder.Write("t.parquet", output.ToArray()));
        ParquetStatistics Of(int group, string name) => file.Statistics(group, file.Find(name)!);
        Assert.Equal(new(1, 1000, 1007), Of(0, "at"));
        Assert.Equal(new(1, -5, 2), Of(1, "at"));
        Assert.Equal(new(1, null, null), Of(2, "at"));
        Assert.Equal(new(0, 999, 1001), Of(0, "day"));
        Assert.Equal(new(0, null, null), Of(0, "name"));
    }

    [Fact]
    public void Statistics_of_DuckDB_hold_every_value()
    {
        using var file = ParquetFile.Open(ReferenceFiles.DuckDb("snappy_V1.parquet"));
        foreach (var column in file.Columns.Where(c => c.Kind is ParquetKind.Integer or ParquetKind.Date or ParquetKind.Timestamp && !c.Wide))
        {
            for (var g = 0; g < file.RowGroupCount; g++)
            {
                using var reader = file.OpenColumn(g, column);
                var (values, valid) = (new long[file.RowsIn(g)], new byte[file.RowsIn(g)]);
                reader.Read(values, valid);
                var present = values.Where((_, i) => valid[i] == 1).ToList();
                var known = file.Statistics(g, column);
                Assert.Equal(values.Length - present.Count, known.Nulls ?? values.Length - present.Count);
                Assert.Equal((present.Min(), present.Max()), (known.Min, known.Max));
            }
        }
    }

    // Field 1 and 2: the older greatest and least; 5 and 6: the newer ones.
    [Theory]
    [InlineData(true, 9UL, 1UL, null, null, 1L, 9L)]
    [InlineData(false, 9UL, 1UL, null, null, null, null)]
    [InlineData(false, 9UL, 1UL, 8UL, 2UL, 2L, 8L)]
    [InlineData(true, 1UL, 9UL, null, null, null, null)]
    [InlineData(true, 9UL, null, null, null, null, null)]
    public void Statistics_that_may_be_of_another_order_are_not_believed(bool ordered, ulong? max, ulong? min, ulong? oldMax, ulong? oldMin, long? low, long? high)
    {
        var sink = new ByteSink();
        var w = new ThriftWriter(sink);
        w.Begin();
        if (oldMax is { } a) w.Bytes(1, BitConverter.GetBytes(a));
        if (oldMin is { } b) w.Bytes(2, BitConverter.GetBytes(b));
        w.I64(3, 4);
        if (max is { } c) w.Bytes(5, BitConverter.GetBytes(c));
        if (min is { } d) w.Bytes(6, BitConverter.GetBytes(d));
        w.End();
        var r = new ThriftReader(sink.Span, new Place("x"));
        var stored = StoredStatistics.Read(ref r);
        var column = new ParquetColumn("n", 0, ParquetKind.Integer, "INT64") { Physical = PhysicalType.Int64, BitWidth = 64 };
        Assert.Equal(new(4, low, high), stored.Of(column, 10, ordered));
        Assert.Equal(new(null, low, high), stored.Of(column, 3, ordered));
        Assert.Equal(new(4, null, null), stored.Of(column with { Physical = PhysicalType.Int32 }, 10, ordered));
        Assert.Equal(new(4, null, null), stored.Of(column with { Signed = false }, 10, ordered));
        Assert.Equal(new(4, null, null), stored.Of(column with { Kind = ParquetKind.Timestamp, Physical = PhysicalType.Int96 }, 10, ordered));
    }
}
