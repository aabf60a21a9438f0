using ClvPipeline.Parquet;
using ClvPipeline.Storage;
using Xunit;

namespace ClvPipeline.Tests.Storage;

public sealed class ResultTableTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(0), InlineData(1), InlineData(1000), InlineData(262_144), InlineData(300_000)]
    public void A_table_is_read_back_as_it_was_written(int rows)
    {
        var table = Tables.Fill(rows);
        var folder = Write(table);
        var back = ResultReader.Read(folder, Tables.EveryKind);
        Assert.Equal(rows, back.Rows);
        foreach (var (was, now) in table.Columns.Zip(back.Columns)) Assert.Equal(Tables.Show(was), Tables.Show(now));
        Assert.Equal(ResultHash.Of([table]), ResultHash.Of([back]));
    }

    [Fact]
    public void The_files_types_are_those_of_the_contract()
    {
        using var file = ParquetFile.Open(Path.Combine(Write(Tables.Fill(300_000)), "every_kind.parquet"));
        Assert.Equal("r1", file.Metadata["run_id"]);
        Assert.Equal([262_144L, 37_856L], Enumerable.Range(0, file.RowGroupCount).Select(file.RowsIn));
        Assert.Equal([ParquetKind.Text, ParquetKind.Text, ParquetKind.Integer, ParquetKind.Decimal, ParquetKind.Decimal, ParquetKind.Real, ParquetKind.Date, ParquetKind.Timestamp, ParquetKind.Boolean], file.Columns.Select(column => column.Kind));
        Assert.Equal((18, 6, 38, 6), (file.Find("clv")!.Precision, file.Find("clv")!.Scale, file.Find("total")!.Precision, file.Find("total")!.Scale));
    }

    [Fact]
    public void The_same_table_gives_the_same_bytes()
    {
        var one = File.ReadAllBytes(Path.Combine(Write(Tables.Fill(1000)), "every_kind.parquet"));
        Assert.Equal(one, File.ReadAllBytes(Path.Combine(Write(Tables.Fill(1000)), "every_kind.parquet")));
    }

    [Theory]
    [InlineData(1_000_000_000_000_000_000), InlineData(-1_000_000_000_000_000_000), InlineData(long.MaxValue), InlineData(long.MinValue)]
    public void Money_of_more_than_eighteen_digits_is_refused(long micros)
    {
        using var run = RunFolder.Begin(_temp.Path, "r1");
        Assert.Equal($"channel_value.clv: {micros} micro-units does not fit DECIMAL(18,6); look for an amount in the wrong unit", Assert.Throws<BadInputException>(() => run.Write(Tables.OneAmount(micros))).Message);
        Assert.False(File.Exists(Path.Combine(run.CurrentPath, "channel_value.parquet")));
    }

    [Fact]
    public void Wide_money_of_more_than_thirty_eight_digits_is_refused()
    {
        var spec = new TableSpec("run", "One amount.", [new("total_clv", ResultKind.WideMoney, "Money.")]);
        using var run = RunFolder.Begin(_temp.Path, "r1");
        Assert.StartsWith("run.total_clv: ", Assert.Throws<BadInputException>(() => run.Write(new ResultTable(spec, 1, [new ResultColumn.Wide([Int128.MaxValue])]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_is_not_what_it_says_is_a_fault_of_the_program()
    {
        using var run = RunFolder.Begin(_temp.Path, "r1");
        var table = Tables.OneAmount(1);
        Assert.Equal("channel_value has 1 columns; expected 2 (Parameter 'table')", Fault(table with { Columns = [table.Columns[0]] }));
        Assert.Equal("channel_value.run_id has 1 values; expected 2 (Parameter 'table')", Fault(table with { Rows = 2 }));
        Assert.Equal("channel_value.clv has a null; expected none (Parameter 'table')", Fault(table with { Columns = [table.Columns[0], new ResultColumn.Longs([0], [0])] }));
        Assert.Equal("channel_value.clv is Reals; expected Money (Parameter 'table')", Fault(table with { Columns = [table.Columns[0], new ResultColumn.Reals([0])] }));
        var real = new ResultTable(new TableSpec("t", "", [new("share", ResultKind.Real, "")]), 1, [new ResultColumn.Reals([double.NaN])]);
        Assert.Equal("t.share has NaN; expected a number (Parameter 'column')", Fault(real));
        string Fault(ResultTable wrong) => Assert.Throws<ArgumentException>(() => run.Write(wrong)).Message;
    }

    [Fact]
    public void A_table_of_other_columns_is_not_read()
    {
        var folder = Write(Tables.OneAmount(5));
        var renamed = new TableSpec("channel_value", "", [new("profit", ResultKind.Money, "")]);
        var retyped = new TableSpec("channel_value", "", [new("clv", ResultKind.Text, "")]);
        Assert.EndsWith("channel_value.parquet: no column 'profit'; there are run_id, clv", Assert.Throws<BadInputException>(() => ResultReader.Read(folder, renamed)).Message, StringComparison.Ordinal);
        Assert.EndsWith("expected Text", Assert.Throws<BadInputException>(() => ResultReader.Read(folder, retyped)).Message, StringComparison.Ordinal);
        Assert.Throws<BadInputException>(() => ResultReader.Read(folder, renamed with { Name = "none" }));
    }

    private string Write(ResultTable table)
    {
        using (var earlier = RunFolder.Begin(_temp.Path, "r1"))
        {
            earlier.Write(table);
            earlier.WriteJson("run.json", new { Status = "failed" });
            earlier.Complete();
        }
        return Path.Combine(_temp.Path, "runs", "r1");
    }
}
