using System.Globalization;
using System.Text.Json;
using ClvPipeline.Parquet;
using Xunit;

namespace ClvPipeline.Tests.Parquet;

public class DuckDbTests
{
    [NodeFact]
    public void DuckDB_finds_the_types_that_were_written()
    {
        using var folder = new ScratchFolder();
        Write(folder, ParquetCodec.Snappy, [10]);
        var types = DuckDb.Query(folder.Path("t.parquet"), "describe t").ToDictionary(row => Text(row, "column_name")!, row => Text(row, "column_type")!);
        var expected = new Dictionary<string, string>
        {
            ["id"] = "BIGINT", ["few"] = "BIGINT", ["small"] = "INTEGER", ["real"] = "DOUBLE", ["flag"] = "BOOLEAN", ["day"] = "DATE", ["at"] = "TIMESTAMP WITH TIME ZONE", ["amount"] = "DECIMAL(18,6)",
            ["wide"] = "DECIMAL(38,10)", ["channel"] = "VARCHAR", ["name"] = "VARCHAR", ["key"] = "UUID", ["sorted"] = "TIMESTAMP WITH TIME ZONE", ["counter"] = "INTEGER", ["always"] = "VARCHAR", ["never"] = "BIGINT",
        };
        Assert.Equal(expected, types);
        var optional = DuckDb.Query(folder.Path("t.parquet"), "select name, repetition_type r from parquet_schema($FILE) where name in ('id', 'few')");
        Assert.Equal(["REQUIRED", "OPTIONAL"], optional.Select(row => Text(row, "r")));
    }

    [NodeFact]
    public void DuckDB_reads_every_value_that_was_written()
    {
        using var folder = new ScratchFolder();
        foreach (var codec in Enum.GetValues<ParquetCodec>())
        {
            var table = Write(folder, codec, [3000, 0, 1, 45_000]);
            // Values as numbers and texts that both sides print alike.
            var rows = DuckDb.Query(folder.Path("t.parquet"), """
                select id, few, small, real, flag, day - date '1970-01-01' as day, epoch_us("at") as "at", amount, wide, channel, name, key, epoch_us(sorted) as sorted, counter, "always", never
                from t where file_row_number % 97 = 0 or file_row_number < 100
                """.Replace("from t", "from read_parquet($FILE, file_row_number = true)", StringComparison.Ordinal));
            var taken = Enumerable.Range(0, table.Values["id"].Count).Where(row => row % 97 == 0 || row < 100).ToList();
            Assert.Equal(taken.Count, rows.Count);
            for (var i = 0; i < rows.Count; i++)
            {
                foreach (var column in SampleTable.Columns) Assert.Equal(Print(table.Values[column.Name][taken[i]], column), Found(rows[i], column));
            }
        }
    }

    [NodeFact]
    public void DuckDB_counts_and_sums_as_we_do()
    {
        using var folder = new ScratchFolder();
        var table = Write(folder, ParquetCodec.Snappy, [45_000, 20_000]);
        var row = DuckDb.Query(folder.Path("t.parquet"), "select count(*) n, sum(few) few, sum(small) small, count(channel) channels, count(distinct channel) kinds, sum(wide)::varchar wide, count(never) never, bool_and(\"always\" = 'x') same from t")[0];
        Assert.Equal("65000", Text(row, "n"));
        Assert.Equal(table.Values["few"].OfType<long>().Sum().ToString(CultureInfo.InvariantCulture), Text(row, "few"));
        Assert.Equal(table.Values["small"].OfType<long>().Sum().ToString(CultureInfo.InvariantCulture), Text(row, "small"));
        Assert.Equal(table.Values["channel"].OfType<string>().Count().ToString(CultureInfo.InvariantCulture), Text(row, "channels"));
        Assert.Equal("9", Text(row, "kinds"));
        Assert.Equal(table.Values["wide"].OfType<System.Int128>().Aggregate((a, b) => a + b), System.Int128.Parse(Text(row, "wide")!.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
        Assert.Equal("0", Text(row, "never"));
        Assert.True(row.GetProperty("same").GetBoolean());
    }

    [NodeFact]
    public void DuckDB_finds_rows_by_our_statistics()
    {
        using var folder = new ScratchFolder();
        var table = Write(folder, ParquetCodec.Snappy, [2000, 2000, 2000]);
        var file = folder.Path("t.parquet");
        // A filter is answered from the statistics where they exclude a row group: wrong ones would lose rows.
        long Count(string where) => long.Parse(Text(DuckDb.Query(file, $"select count(*) n from t where {where}")[0], "n")!, CultureInfo.InvariantCulture);
        long Ours<T>(string column, Func<T, bool> test) => table.Values[column].OfType<T>().LongCount(test);
        Assert.Equal(Ours<long>("few", v => v <= -149), Count("few <= -149"));
        Assert.Equal(Ours<long>("day", v => v >= 19_900), Count("day >= date '1970-01-01' + 19900"));
        Assert.Equal(Ours<long>("amount", v => v < -990_000_000_000_000_000), Count("amount < -990000000000"));
        Assert.Equal(Ours<string>("channel", v => v == "channel 8 é"), Count("channel = 'channel 8 é'"));
        Assert.Equal(Ours<System.Int128>("wide", v => v > 0), Count("wide > 0"));
        Assert.Equal(Ours<long>("sorted", v => v <= 1_700_000_500_000_000), Count("sorted <= make_timestamptz(1700000500000000)"));
        var known = DuckDb.Query(file, "select path_in_schema p, stats_null_count missing, stats_min_value low, stats_max_value high from parquet_metadata($FILE) where row_group_id = 1 and path_in_schema in ('channel', 'real', 'never') order by p");
        Assert.Equal("channel 0 é", Text(known[0], "low"));
        Assert.Equal("channel 8 é", Text(known[0], "high"));
        Assert.Equal("2000", Text(known[1], "missing"));
        Assert.Null(Text(known[2], "low"));
    }

    private static SampleTable Write(ScratchFolder folder, ParquetCodec codec, int[] groups)
    {
        var table = new SampleTable();
        using var output = File.Create(folder.Path("t.parquet"));
        table.Write(output, 11, groups, 0.2, new WriteOptions { Codec = codec });
        return table;
    }

    private static string? Print(object? value, WriteColumn column) => (value, column.Type) switch
    {
        (null, _) => null,
        (long v, WriteType.Boolean) => v == 1 ? "true" : "false",
        (System.Int128 v, WriteType.Uuid) => new Guid(((UInt128)v).ToString("x32", CultureInfo.InvariantCulture)).ToString(),
        (double v, _) => v.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static string? Found(JsonElement row, WriteColumn column)
    {
        var text = Text(row, column.Name);
        if (text is null) return null;
        return column.Type switch
        {
            WriteType.Decimal => System.Int128.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
            WriteType.Double => double.Parse(text, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
            _ => text,
        };
    }

    private static string? Text(JsonElement row, string name) => row.GetProperty(name) switch
    {
        { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        var value => value.GetRawText(),
    };
}
