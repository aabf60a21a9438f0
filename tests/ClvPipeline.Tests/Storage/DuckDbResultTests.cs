using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ClvPipeline.Jobs;
using ClvPipeline.Tests.Jobs;
using ClvPipeline.Tests.Parquet;
using Xunit;

namespace ClvPipeline.Tests.Storage;

/// <summary>DuckDB reads the tables of a run and finds what was handed over to be written.</summary>
public sealed class DuckDbResultTests : IDisposable
{
    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [NodeFact]
    public void DuckDB_finds_the_types_nulls_and_sums_that_were_written()
    {
        var (folder, tables) = Run();
        Assert.Equal(ClvPipeline.Tables.All.Count + ClvPipeline.Tables.Optional.Count + 2, tables.Count);
        foreach (var table in tables)
        {
            var (spec, file) = (table.Spec, Path.Combine(folder, $"{table.Spec.Name}.parquet"));
            var answers = DuckDb.Query(file, ["describe t", .. spec.Columns.Select(Question)]);
            Assert.Equal(spec.Columns.Select(column => (column.Name, TypeOf(column.Kind))), answers.Take(spec.Columns.Count).Select(row => (Text(row, "column_name"), Text(row, "column_type"))));
            foreach (var ((column, values), answer) in spec.Columns.Zip(table.Columns).Zip(answers.Skip(spec.Columns.Count)))
            {
                var place = $"{spec.Name}.{column.Name}";
                Assert.Equal((place, table.Rows, Nulls(values)), (place, int.Parse(Text(answer, "n")), table.Rows - int.Parse(Text(answer, "there"))));
                // DuckDB writes a whole double with its point.
                var total = Text(answer, "total");
                Assert.Equal((place, Sum(values)), (place, values is ResultColumn.Reals && total.EndsWith(".0", StringComparison.Ordinal) ? total[..^2] : total));
            }
        }
    }

    [NodeFact]
    public void Every_kind_of_column_and_a_null_occur()
    {
        // Were one missing, the test above would say nothing about it.
        var (_, tables) = Run();
        Assert.Equal(Enum.GetValues<ResultKind>(), tables.SelectMany(table => table.Spec.Columns).Select(column => column.Kind).Distinct().Order());
        Assert.True(tables.Sum(table => table.Columns.Sum(Nulls)) > 0);
        Assert.All(tables, table => Assert.True(table.Rows > 0, table.Spec.Name));
    }

    private (string Folder, IReadOnlyList<ResultTable> Tables) Run()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("generate", "--customers", "2000", "--out", "shop", "--flaws"));
        _shell.AskForEveryTable("shop/clv.json");
        var order = new RunOrder { Settings = ClvSettingsFile.Load("shop/clv.json", _shell.Variables, [], _shell.Folder), RunId = "r1" };
        RunOutcome? outcome = null;
        _shell.In(host =>
        {
            var job = new RunJob(host.Clock, host.WorkingDirectory);
            job.Run(order with { RunId = "r0", AsOf = order.Settings.AsOf!.Value.AddDays(-1) }, Laws.Silent.Instance, host.Cancellation); // so that something has moved since
            outcome = job.Run(order, Laws.Silent.Instance, host.Cancellation);
            return outcome.ExitCode;
        });
        return (outcome!.Folder!, [.. outcome.Results.Tables, RunCheckTable.Of("r1", outcome.Checks), RunTable.Of(outcome.Record)]);
    }

    private static string TypeOf(ResultKind kind) => kind switch
    {
        ResultKind.Text => "VARCHAR",
        ResultKind.Integer => "BIGINT",
        ResultKind.Money => "DECIMAL(18,6)",
        ResultKind.WideMoney => "DECIMAL(38,6)",
        ResultKind.Real => "DOUBLE",
        ResultKind.Date => "DATE",
        ResultKind.Instant => "TIMESTAMP WITH TIME ZONE",
        _ => "BOOLEAN",
    };

    // Sums as whole numbers: of micro-units, days, microseconds. Reals by their sum in the order of the rows, texts by a hash of them one behind the other.
    private static string Question(ColumnSpec column)
    {
        var name = $"\"{column.Name}\"";
        var total = column.Kind switch
        {
            ResultKind.Integer => $"sum({name})",
            ResultKind.Boolean => $"sum({name}::integer)",
            ResultKind.Date => $"sum({name} - date '1970-01-01')",
            ResultKind.Instant => $"sum(epoch_us({name}))",
            ResultKind.Money or ResultKind.WideMoney => $"replace(sum({name})::varchar, '.', '')::hugeint",
            ResultKind.Real => $"list_reduce(list({name} order by file_row_number) filter (where {name} is not null), lambda a, b: a + b)",
            _ => $"sha256(string_agg(coalesce({name}, '\u2205'), '\n' order by file_row_number))",
        };
        return $"select count(*) n, count({name}) there, ({total})::varchar total from read_parquet($FILE, file_row_number = true)";
    }

    private static string Sum(ResultColumn column) => column switch
    {
        ResultColumn.Text text => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Texts(text))))),
        ResultColumn.Longs longs => There(longs.Values, longs.Valid).Aggregate(Int128.Zero, (sum, value) => sum + value).ToString(CultureInfo.InvariantCulture),
        ResultColumn.Wide wide => There(wide.Values, wide.Valid).Aggregate(Int128.Zero, (sum, value) => sum + value).ToString(CultureInfo.InvariantCulture),
        ResultColumn.Reals reals => There(reals.Values, reals.Valid).Aggregate((sum, value) => sum + value).ToString("R", CultureInfo.InvariantCulture),
        _ => "",
    };

    private static IEnumerable<string> Texts(ResultColumn.Text text) => text.Codes.Select(code => code < 0 ? "\u2205" : Encoding.UTF8.GetString(text.Data.AsSpan(text.Offsets[code]..text.Offsets[code + 1])));

    private static IEnumerable<T> There<T>(T[] values, byte[]? valid) => values.Where((_, i) => valid?[i] != 0);

    private static int Nulls(ResultColumn column) => column switch
    {
        ResultColumn.Text text => text.Codes.Count(code => code < 0),
        ResultColumn.Longs longs => longs.Valid?.Count(valid => valid == 0) ?? 0,
        ResultColumn.Wide wide => wide.Valid?.Count(valid => valid == 0) ?? 0,
        ResultColumn.Reals reals => reals.Valid?.Count(valid => valid == 0) ?? 0,
        _ => 0,
    };

    private static string Text(JsonElement row, string name) => row.GetProperty(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : row.GetProperty(name).GetRawText();
}
