using ClvPipeline.Storage;
using Xunit;

namespace ClvPipeline.Tests.Storage;

public sealed class ResultHashTests
{
    private static readonly string Whole = ResultHash.Of([Tables.Fill(100)]);

    [Fact]
    public void The_hash_is_that_of_another_implementation()
    {
        // Python: n = lambda s: struct.pack('<i', len(s)) + s
        // hashlib.sha256(n(b't') + struct.pack('<i', 2) + n(b'channel') + n(b'Text') + n(b'ab') + struct.pack('<i', -1)).hexdigest()
        Assert.Equal("a8e45989ea398576d244558282befca0dcd6faae47c62eed586c09d48f271eb8", ResultHash.Of([Tables.OneColumn(Tables.Text("ab", null))]));
    }

    [Fact]
    public void The_run_id_does_not_count() => Assert.Equal(Whole, ResultHash.Of([Tables.Fill(100, "another")]));

    [Fact]
    public void The_order_of_the_tables_does_not_count()
    {
        var (a, b) = (Tables.OneColumn(Tables.Text("x"), "a"), Tables.OneColumn(Tables.Text("y"), "b"));
        Assert.Equal(ResultHash.Of([a, b]), ResultHash.Of([b, a]));
    }

    [Fact]
    public void Tables_that_tell_how_the_run_went_do_not_count() =>
        Assert.Equal(Whole, ResultHash.Of([Tables.Fill(100), .. new[] { "run", "intake_count", "rejected_row" }.Select(name => Tables.OneColumn(Tables.Text("x"), name))]));

    [Fact]
    public void The_coding_of_a_text_column_does_not_count()
    {
        var one = Tables.OneColumn(new ResultColumn.Text([0, 1, -1, 0], "emailstore"u8.ToArray(), [0, 5, 10]));
        var other = Tables.OneColumn(new ResultColumn.Text([3, 0, -1, 2], "storeunusedemailemail"u8.ToArray(), [0, 5, 11, 16, 21]));
        Assert.Equal(ResultHash.Of([one]), ResultHash.Of([other]));
    }

    [Fact]
    public void What_is_left_in_the_place_of_a_null_does_not_count()
    {
        var table = Tables.Fill(100);
        var columns = table.Columns.Select(column => column is ResultColumn.Longs { Valid: { } valid } longs
            ? longs with { Values = [.. longs.Values.Select((value, i) => valid[i] == 0 ? 77 : value)] } : column);
        Assert.Equal(Whole, ResultHash.Of([table with { Columns = [.. columns] }]));
    }

    [Fact]
    public void Validity_that_says_all_are_there_is_none()
    {
        var table = Tables.OneAmount(5);
        Assert.Equal(ResultHash.Of([table]), ResultHash.Of([table with { Columns = [table.Columns[0], new ResultColumn.Longs([5], [1])] }]));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void One_other_cell_is_another_hash(int column)
    {
        var table = Tables.Fill(100);
        ResultColumn changed = table.Columns[column] switch
        {
            ResultColumn.Longs c => c with { Values = [c.Values[0] + 1, .. c.Values[1..]] },
            ResultColumn.Wide c => c with { Values = [c.Values[0] + 1, .. c.Values[1..]] },
            ResultColumn.Reals c => c with { Values = [Math.BitIncrement(c.Values[0]), .. c.Values[1..]] },
            ResultColumn.Text c => c with { Codes = [c.Codes[1], .. c.Codes[1..]] },
            _ => throw new InvalidOperationException(),
        };
        Assert.NotEqual(Whole, ResultHash.Of([table with { Columns = [.. table.Columns.Select((old, i) => i == column ? changed : old)] }]));
    }

    [Fact]
    public void A_null_is_not_a_zero_and_not_an_empty_text()
    {
        Assert.NotEqual(ResultHash.Of([Tables.OneColumn(Tables.Text([null]))]), ResultHash.Of([Tables.OneColumn(Tables.Text(""))]));
        var (zero, spec) = (Tables.OneAmount(0), Tables.OneAmount(0).Spec);
        Assert.NotEqual(ResultHash.Of([zero]), ResultHash.Of([new ResultTable(spec, 1, [zero.Columns[0], new ResultColumn.Longs([0], [0])])]));
    }

    [Fact]
    public void Text_that_runs_on_is_another_text() =>
        Assert.NotEqual(ResultHash.Of([Tables.OneColumn(Tables.Text("ab", "c"))]), ResultHash.Of([Tables.OneColumn(Tables.Text("a", "bc"))]));

    [Fact]
    public void A_text_longer_than_the_buffer_is_hashed()
    {
        var text = new string('x', 200_000);
        Assert.NotEqual(ResultHash.Of([Tables.OneColumn(Tables.Text(text))]), ResultHash.Of([Tables.OneColumn(Tables.Text(text[1..] + "y"))]));
    }
}
