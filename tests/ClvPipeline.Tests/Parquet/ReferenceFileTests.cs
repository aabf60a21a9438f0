using ClvPipeline.Parquet;
using Xunit;

namespace ClvPipeline.Tests.Parquet;

public class ReferenceFileTests
{
    public static TheoryData<string> Readable => ReferenceFiles.Readable;

    [Theory]
    [MemberData(nameof(Readable))]
    public void Every_value_of_every_column_equals_the_expected_one(string name)
    {
        var lines = File.ReadAllLines(ReferenceFiles.DuckDb("expected.csv"));
        var names = lines[0].Split(',');
        foreach (var block in new[] { 1000, 7, 8192 })
        {
            var columns = Printing.Read(ReferenceFiles.DuckDb(name), block);
            Assert.Equal(names, columns.Keys);
            for (var row = 1; row < lines.Length; row++)
            {
                var expected = lines[row].Split(',');
                for (var c = 0; c < names.Length; c++) Assert.True(expected[c] == columns[names[c]][row - 1], $"row {row}, {names[c]}: expected {expected[c]}, found {columns[names[c]][row - 1]}");
            }
        }
    }

    [Fact]
    public void Columns_say_what_they_hold()
    {
        using var file = ParquetFile.Open(ReferenceFiles.DuckDb("snappy_V2.parquet"));
        Assert.Equal(3000, file.RowCount);
        Assert.Equal(new FileInfo(file.Path).Length, file.Length);
        Assert.StartsWith("DuckDB", file.CreatedBy, StringComparison.Ordinal);
        string Of(string name) => file.Find(name)!.TypeName;
        Assert.Equal("INT64 (INT_64)", Of("i64"));
        Assert.Equal("INT32 (INT_16)", Of("i16"));
        Assert.Equal("BOOLEAN", Of("flag"));
        Assert.Equal("INT64 (DECIMAL 12,2)", Of("dec64"));
        Assert.Equal("FIXED_LEN_BYTE_ARRAY[16] (DECIMAL 30,4)", Of("dec128"));
        Assert.Equal("INT64 (TIMESTAMP micros, local)", Of("ts_us"));
        Assert.Equal("INT64 (TIMESTAMP micros, UTC)", Of("tstz"));
        Assert.Equal("INT64 (TIMESTAMP nanos, local)", Of("ts_ns"));
        Assert.Equal("BYTE_ARRAY (STRING)", Of("channel"));
        Assert.Equal(16, file.Find("i16")!.BitWidth);
        Assert.True(file.Find("dec128")!.Wide);
        Assert.Null(file.Find("I64"));
    }

    [Fact]
    public void A_file_without_rows_is_read()
    {
        Assert.All(Printing.Read(ReferenceFiles.DuckDb("empty.parquet")).Values, Assert.Empty);
    }

    [Fact]
    public void Odd_column_names_are_names()
    {
        var columns = Printing.Read(ReferenceFiles.DuckDb("odd_names.parquet"));
        Assert.Equal(["order", "weird name; drop table x", "kanaal Ω"], columns.Keys);
        Assert.Equal(["ünï", "ünï", "ünï"], columns["kanaal Ω"]);
    }

    [Fact]
    public void Codes_of_a_dictionary_keep_their_meaning_through_the_chunk()
    {
        using var file = ParquetFile.Open(ReferenceFiles.DuckDb("snappy_V1.parquet"));
        using var reader = file.OpenColumn(0, file.Find("channel")!);
        var codes = new int[500];
        reader.ReadCodes(codes);
        var generation = reader.Generation;
        while (reader.RowsLeft > 0) Assert.Equal(500, reader.ReadCodes(codes));
        Assert.Equal(generation, reader.Generation);
        Assert.True(reader.Values.Count < 10);
    }
}
