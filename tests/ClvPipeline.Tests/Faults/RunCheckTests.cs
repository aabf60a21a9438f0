using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Faults;

/// <summary>Every row of <c>run_check</c> can fail, and then readers go on seeing what they saw.</summary>
public sealed class RunCheckTests : IDisposable
{
    private static readonly string[] Kept = ["intake_count.parquet", "rejected_row.parquet", "report.html", "run.json", "run.parquet", "run_check.parquet"];
    private readonly TestShell _shell = new();

    public RunCheckTests()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("generate", "--customers", "40", "--out", "shop", "--threads", "1"));
        _shell.AskForEveryTable("shop/clv.json"); // so that every check is there
        Assert.Equal(ExitCode.Ok, Run("good"));
    }

    public static TheoryData<string> Ways => [.. BrokenCheck.All.Select(broken => broken.ToString())];

    public void Dispose() => _shell.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_broken_check_refuses_the_run_and_leaves_the_pointer(string way)
    {
        var broken = BrokenCheck.All.Single(each => each.ToString() == way);
        broken.Before(_shell);
        var pointer = Pointer();
        Assert.Equal(ExitCode.Refused, Run("bad", results => broken.Break(results, _shell)));
        Assert.Equal([broken.Check], Failed("bad"));
        Assert.Contains($"Refused by check {broken.Check} (measured ", _shell.Error, StringComparison.Ordinal);
        AssertRefused("bad", pointer);
    }

    [Fact]
    public void A_cohort_that_is_missing_from_one_model_breaks_every_sum()
    {
        var pointer = Pointer();
        Assert.Equal(ExitCode.Refused, Run("bad", Tampering.WithoutGroup));
        Assert.Equal(["sum_clv", "sum_customers", "sum_expected_profit", "sum_historic_profit", "sum_orders", "sum_revenue"], Failed("bad"));
        AssertRefused("bad", pointer);
    }

    [Fact]
    public void Every_check_has_a_way_to_break_it()
    {
        var names = Checks("good").Select(check => check.Name).ToList();
        Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), BrokenCheck.All.Select(broken => broken.Check).Distinct().Order(StringComparer.Ordinal));
        Assert.Distinct(names);
        Assert.All(Checks("good"), check => Assert.True(check.Passed, check.Name));
    }

    private void AssertRefused(string runId, byte[] pointer)
    {
        var folder = Path.Combine(Out, "runs", runId);
        Assert.Equal(pointer, Pointer());
        Assert.Equal(Kept, Directory.GetFiles(folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        Assert.Equal(["bad", "good"], Directory.GetDirectories(Path.Combine(Out, "runs")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        var run = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "run.json")))!;
        Assert.Equal(("failed", null, null), ((string?)run["status"], (string?)run["result_hash"], (string?)run["published_at"]));
        Assert.StartsWith("Refused by check", (string?)run["error"]);
    }

    private string Out => Path.Combine(_shell.Folder, "out");

    private byte[] Pointer() => File.ReadAllBytes(Path.Combine(Out, "current.json"));

    private int Run(string runId, Func<RunResults, RunResults>? tamper = null)
    {
        var settings = ClvSettingsFile.Load("shop/clv.json", _shell.Variables, [], _shell.Folder);
        return _shell.In(host => RunVerb.Run(new RunOrder { Settings = settings, RunId = runId, Threads = 1 }, json: false, host, tamper));
    }

    private IEnumerable<string> Failed(string runId) => Checks(runId).Where(check => !check.Passed).Select(check => check.Name).Order(StringComparer.Ordinal);

    private List<(string Name, bool Passed)> Checks(string runId)
    {
        var table = new TableView(ResultReader.Read(Path.Combine(Out, "runs", runId), RunCheckTable.Spec));
        var (names, passed) = (table.Texts("name"), table.Longs("passed"));
        return [.. Enumerable.Range(0, table.Rows).Select(row => (names(row)!, passed[row] == 1))];
    }
}
