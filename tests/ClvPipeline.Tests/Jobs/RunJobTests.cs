using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using Xunit;

namespace ClvPipeline.Tests.Jobs;

/// <summary>Runs a small generated shop through the program, as its users do.</summary>
public sealed class RunJobTests : IDisposable
{
    private static readonly string[] Kept = ["intake_count.parquet", "rejected_row.parquet", "report.html", "run.json", "run.parquet", "run_check.parquet"];
    private readonly TestShell _shell = new();

    public RunJobTests()
    {
        _shell.Clv("generate", "--customers", "60", "--out", "shop", "--threads", "1");
    }

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void A_run_writes_its_tables_and_shows_them()
    {
        Assert.Equal(ExitCode.Ok, Run("--run-id", "first"));
        Assert.Equal(("first", new DateOnly(2026, 6, 30)), (Shown!.RunId, Shown.AsOf));
        Assert.Equal(Tables.All.Select(table => $"{table.Name}.parquet").Concat(["report.html", "run.json", "run.parquet", "run_check.parquet"]).Order(StringComparer.Ordinal), Files("first"));
        Assert.Contains("Run first, as of 2026-06-30, in ", _shell.Out);
        Assert.Contains($"Results: {Path.Combine("out", "runs", "first")}\n", _shell.Out);
        Assert.EndsWith("Published: readers see this run now.\n", _shell.Out);
        Assert.Contains("write results", _shell.Error);
    }

    [Fact]
    public void The_table_run_and_run_json_say_the_same()
    {
        _shell.Variables["USER"] = "ann";
        Run("--run-id", "first");
        var row = ResultReader.Read(Path.Combine(_shell.Folder, "out", "runs", "first"), RunTable.Spec);
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(_shell.Folder, "out", "runs", "first", "run.json")))!.AsObject();
        Assert.Equal(RunTable.Spec.Columns.Select(column => column.Name), json.Select(property => property.Key));
        var view = new TableView(row);
        Assert.Equal(("ann", "succeeded", "default"), (view.Texts("requested_by")(0), (string)json["status"]!, view.Texts("pipeline")(0)));
        Assert.Equal(view.Longs("orders")[0], (long)json["orders"]!);
        Assert.Equal(Shown!.Orders, (long)json["orders"]!);
        Assert.Equal("2026-07-01T01:30:00.000000Z", (string)json["requested_at"]!);
        Assert.Equal(view.Texts("parameters_hash")(0), (string)json["parameters_hash"]!);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(view.Texts("parameters")(0)!), json["parameters"]));
        Assert.Equal(["customers", "orders", "spend", "touchpoints"], json["inputs"]!.AsObject().Select(property => property.Key));
        Assert.Equal(Money.Exact(((ResultColumn.Wide)row.Columns[RunTable.Spec.Columns.ToList().FindIndex(column => column.Name == "total_clv")]).Values[0]), (string)json["total_clv"]!);
        Assert.DoesNotContain(_shell.Folder, (string)json["inputs"]!.ToJsonString());
    }

    [Fact]
    public void Every_column_of_run_and_run_check_is_described()
    {
        Assert.All(RunTable.Spec.Columns.Concat(RunCheckTable.Spec.Columns), column => Assert.EndsWith(".", column.Description));
        Assert.Equal("run_id", RunTable.Spec.Columns[0].Name);
        Assert.Equal(30, RunTable.Spec.Columns.Count);
    }

    [Fact]
    public void The_same_run_twice_has_the_same_result_hash_and_its_own_id()
    {
        Run();
        var first = Shown!.RunId;
        Assert.Matches(@"\A2026-06-30-20260701T013000Z-[0-9a-f]{4}\z", first);
        Run("--threads", "3");
        Assert.NotEqual(first, Shown!.RunId);
        Assert.Equal(RunJson(first)["result_hash"]!.ToString(), RunJson(Shown.RunId)["result_hash"]!.ToString());
    }

    [Fact]
    public void A_run_with_set_is_kept_and_shown_only_on_demand()
    {
        Run("--run-id", "own");
        Assert.Equal(ExitCode.Ok, Run("--run-id", "what-if", "--set", "clv.grossMargin=0.1"));
        Assert.Equal("own", Shown!.RunId);
        Assert.EndsWith("Not published: --set changed its settings for this time. To show it to readers, run it with --publish.\n", _shell.Out);
        Assert.Null(RunJson("what-if")["published_at"]);
        Assert.Equal(ExitCode.Ok, Run("--run-id", "now", "--set", "clv.grossMargin=0.1", "--publish"));
        Assert.Equal("now", Shown!.RunId);
    }

    [Fact]
    public void A_run_of_an_earlier_day_does_not_take_the_place_of_a_later_one()
    {
        Run("--run-id", "june");
        Assert.Equal(ExitCode.Ok, Run("--run-id", "may", "--as-of", "2026-05-31", "--publish"));
        Assert.Equal("june", Shown!.RunId);
        Assert.EndsWith("Not published: readers see run june, whose as-of date 2026-06-30 is newer.\n", _shell.Out);
        Assert.Equal(1, Check("may", "orders_of_last_run").Measured);
    }

    [Fact]
    public void A_run_that_breaks_the_law_is_refused_and_leaves_only_its_record()
    {
        Run("--run-id", "good");
        Assert.Equal(ExitCode.Refused, Tampered("bad", results =>
        {
            ((ResultColumn.Longs)results.Table("channel_value").Columns[^1]).Values[0]++;
            return results;
        }));
        Assert.Contains("Refused by check sum_clv (measured 1, threshold 0)", _shell.Error);
        Assert.Equal("good", Shown!.RunId);
        Assert.Equal(Kept, Files("bad"));
        Assert.Equal(("failed", null), ((string)RunJson("bad")["status"]!, RunJson("bad")["result_hash"]));
        Assert.StartsWith("Refused by check", (string)RunJson("bad")["error"]!);

        Assert.Equal(ExitCode.Ok, Run("--run-id", "bad"));
        Assert.Equal(2, (int)RunJson("bad")["attempt"]!);
        Assert.Equal("bad", Shown!.RunId);
    }

    [Fact]
    public void A_run_with_far_fewer_orders_than_the_last_is_refused()
    {
        Run("--run-id", "whole");
        Publication.Move(Out, Shown! with { Orders = Shown.Orders * 3 });
        Assert.Equal(ExitCode.Refused, Run("--run-id", "half"));
        Assert.Contains("Refused by check orders_of_last_run (measured 0.333", _shell.Error);
        Assert.Equal(ExitCode.Ok, Run("--run-id", "wanted", "--set", "quality.minShareOfLastRun=0.3", "--publish"));
    }

    [Fact]
    public void A_run_whose_files_change_while_it_reads_is_refused()
    {
        Assert.Equal(ExitCode.Refused, Tampered("mixed", results =>
        {
            File.SetLastWriteTimeUtc(Path.Combine(_shell.Folder, "shop", "orders.parquet"), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            return results;
        }));
        Assert.Contains("Refused by check inputs_unchanged (measured 1, threshold 0). sources.orders: orders.parquet changed while it was read.", _shell.Error);
        Assert.Null(Shown);
    }

    [Fact]
    public void Without_orders_nothing_is_published_nor_kept()
    {
        Run("--run-id", "before");
        Assert.Equal(ExitCode.Nothing, Run("--run-id", "early", "--as-of", "1999-12-31"));
        Assert.EndsWith("Nothing to publish: there are no orders up to the as-of date.\n", _shell.Error);
        Assert.Equal(["before"], RunRegister.List(Out).Select(run => run.RunId));
        Assert.Equal("before", Shown!.RunId);
    }

    [Fact]
    public void A_finished_run_is_not_run_again()
    {
        Run("--run-id", "once");
        Assert.Equal(ExitCode.Nothing, Run("--run-id", "once"));
        Assert.EndsWith("run once already exists; nothing was done\n", _shell.Error);
    }

    [Fact]
    public void A_run_that_died_before_it_was_shown_is_shown_when_asked_for_again()
    {
        Run("--run-id", "before", "--as-of", "2026-06-29");
        var pointer = Shown!;
        _shell.Now += TimeSpan.FromHours(1);
        Run("--run-id", "died");
        Publication.Move(Out, pointer, force: true);
        Assert.Equal(ExitCode.Ok, Run("--run-id", "died"));
        Assert.Equal("Run died was complete, but readers were not shown it. Published: they see it now.\n", _shell.Out);
        Assert.Equal("died", Shown!.RunId);
        Assert.Equal(ExitCode.Nothing, Run("--run-id", "died"));
    }

    [Fact]
    public void A_run_that_another_has_followed_is_not_shown_again()
    {
        Run("--run-id", "first");
        _shell.Now += TimeSpan.FromHours(1);
        Run("--run-id", "second");
        Run("--run-id", "what-if", "--set", "clv.grossMargin=0.1");
        Assert.Equal(ExitCode.Nothing, Run("--run-id", "first"));
        Assert.Equal(ExitCode.Nothing, Run("--run-id", "what-if"));
        Assert.Equal("second", Shown!.RunId);
    }

    [Fact]
    public void A_dry_run_computes_everything_and_writes_nothing()
    {
        Assert.Equal(ExitCode.Ok, Run("--dry-run"));
        Assert.Contains("CLV by channel and model, EUR", _shell.Out);
        Assert.Contains("Results: not written (--dry-run)\n", _shell.Out);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void A_cancelled_run_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        _shell.Cancellation = stop.Token;
        var settings = ClvSettingsFile.Load("shop/clv.json", _shell.Variables, [], _shell.Folder);
        Assert.Throws<OperationCanceledException>(() => _shell.In(host => RunVerb.Run(new RunOrder { Settings = settings }, json: false, host, results =>
        {
            stop.Cancel();
            return results;
        })));
        Assert.Empty(RunRegister.List(Out));
        Assert.Empty(Directory.GetDirectories(Path.Combine(Out, "runs")));
        Assert.Equal(ExitCode.Cancelled, Run());
    }

    [Fact]
    public void Json_is_one_object_and_nothing_else()
    {
        Assert.Equal(ExitCode.Ok, Run("--run-id", "first", "--json"));
        var node = JsonNode.Parse(_shell.Out)!;
        Assert.Equal(("first", "succeeded", 0, true), ((string)node["run_id"]!, (string)node["status"]!, (int)node["exit_code"]!, (bool)node["published"]!));
        Assert.Equal(["acquisition", "order", "lifetime"], node["clv_by_channel"]!.AsObject().Select(mode => mode.Key));
        foreach (var (_, mode) in node["clv_by_channel"]!.AsObject())
            foreach (var (_, model) in mode!.AsObject())
                Assert.Equal(decimal.Parse((string)node["totals"]!["clv"]!), model!.AsObject().Sum(channel => decimal.Parse((string)channel.Value!)));
        Assert.Contains(node["checks"]!.AsArray(), check => (string)check!["name"]! == "inputs_unchanged");
        Assert.Contains(node["intake"]!.AsArray(), count => (string)count!["outcome"]! == "used");
    }

    [Theory]
    [InlineData("UTC", "2026-06-30")]
    [InlineData("America/New_York", "2026-06-29")]
    public void Without_an_as_of_date_a_run_counts_up_to_yesterday_in_its_zone(string zone, string expected) =>
        Assert.Equal(expected, AsOfDate.Of(null, zone, _shell.Now).ToString("yyyy-MM-dd"));

    [Theory]
    [InlineData("--run-id", "../x", "--run-id: '../x' is not a run id")]
    [InlineData("--as-of", "2300-01-01", "as-of date 2300-01-01: out of range")]
    public void What_cannot_be_a_run_is_wrong_usage(string option, string value, string expected)
    {
        Assert.Equal(ExitCode.Usage, Run(option, value));
        Assert.StartsWith(expected, _shell.Error);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void Validate_refuses_a_column_of_a_wrong_type()
    {
        Assert.Equal(ExitCode.Failed, _shell.Clv("validate", "--config", "shop/clv.json", "--set", "sources.orders.columns.revenue=sales_channel"));
        Assert.Contains("orders.revenue in orders.parquet is BYTE_ARRAY (STRING); expected a decimal", _shell.Error);
    }

    private string Out => Path.Combine(_shell.Folder, "out");

    private Publication? Shown => Publication.Current(Out);

    private int Run(params string[] more) => _shell.Clv(["run", "--config", "shop/clv.json", .. more]);

    private int Tampered(string runId, Func<RunResults, RunResults> tamper)
    {
        var settings = ClvSettingsFile.Load("shop/clv.json", _shell.Variables, [], _shell.Folder);
        return _shell.In(host => RunVerb.Run(new RunOrder { Settings = settings, RunId = runId }, json: false, host, tamper));
    }

    private string[] Files(string runId) => [.. Directory.GetFiles(Path.Combine(Out, "runs", runId)).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    private JsonObject RunJson(string runId) => RunRegister.Find(Out, runId).Run;

    private RunCheck Check(string runId, string name)
    {
        var table = ResultReader.Read(Path.Combine(Out, "runs", runId), RunCheckTable.Spec);
        var names = new TableView(table).Texts("name");
        var row = Enumerable.Range(0, table.Rows).Single(i => names(i) == name);
        return new RunCheck(name, ((ResultColumn.Longs)table.Columns[2]).Values[row] == 1, ((ResultColumn.Reals)table.Columns[3]).Values[row], ((ResultColumn.Reals)table.Columns[4]).Values[row]);
    }
}
