using ClvPipeline.Parquet;
using ClvPipeline.Parquet.Encodings;
using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Writing;
using Xunit;

namespace ClvPipeline.Tests.Parquet;

public class ThriftTests
{
    [Fact]
    public void Written_fields_are_read_and_unknown_ones_skipped()
    {
        var sink = new ByteSink();
        var w = new ThriftWriter(sink);
        w.Begin();
        w.I32(1, -7);
        w.Bool(2, true);
        w.Begin(3);
        w.Text(1, "inner");
        w.List(40, ThriftType.I32, 20);
        for (var i = 0; i < 20; i++) w.Element(i * 1000);
        w.End();
        w.I64(300, long.MinValue);
        w.I8(301, 64);
        w.End();
        var r = new ThriftReader(sink.Span, new Place("x"));
        List<string> found = [];
        var id = 0;
        while (r.Next(ref id, out var type))
        {
            if (id == 1) found.Add($"{r.I32(type)}");
            else if (id == 300) found.Add($"{r.I64(type)}");
            else r.Skip(type);
        }
        Assert.Equal(["-7", "-9223372036854775808"], found);
        Assert.Equal(sink.Length, r.At);
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        // Each byte 0x1C opens a structure in field 1; each 0x19 0x19 a list of a list.
        Assert.Contains("nested too deeply", Refuse([.. Enumerable.Repeat((byte)0x1C, 100_000)]), StringComparison.Ordinal);
        Assert.Contains("nested too deeply", Refuse([.. Enumerable.Repeat((byte)0x19, 100_000)]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("18 FF FF FF FF 0F")]
    [InlineData("19 FC FF FF FF FF 07")]
    [InlineData("1B FF FF FF FF 07 55")]
    [InlineData("16 FF FF FF FF FF FF FF FF FF FF FF FF 01")]
    [InlineData("1E")]
    [InlineData("16")]
    public void Lengths_that_are_not_there_are_refused(string hex) => Refuse(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

    [Fact]
    public void Decimals_are_read_from_bytes_of_any_length()
    {
        var column = new ParquetColumn("d", 0, ParquetKind.Decimal, "DECIMAL") { Precision = 38 };
        var bytes = new DecimalBytes(column, new Place("x"));
        Assert.Equal(0, bytes.ToInt128([]));
        Assert.Equal(-1, bytes.ToInt128([255]));
        Assert.Equal(258, bytes.ToInt128([1, 2]));
        Assert.Equal(-254, bytes.ToInt128([255, 255, 2]));
        Assert.Equal(System.Int128.MinValue, bytes.ToInt128([255, 0x80, .. new byte[15]]));
        Assert.Equal(System.Int128.MaxValue, bytes.ToInt128([0, 0x7F, .. Enumerable.Repeat((byte)255, 15)]));
        Assert.Throws<ParquetException>(() => bytes.ToInt128([0, 0x80, .. new byte[15]]));
        Assert.Throws<ParquetException>(() => bytes.ToLong([1, .. new byte[8]]));
    }

    private static string Refuse(byte[] bytes) => Assert.Throws<ParquetException>(() =>
    {
        var r = new ThriftReader(bytes, new Place("x"));
        var id = 0;
        while (r.Next(ref id, out var type)) r.Skip(type);
    }).Message;
}
