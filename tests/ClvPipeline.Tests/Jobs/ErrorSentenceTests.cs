using ClvPipeline.Jobs;
using ClvPipeline.Tests.Storage;
using Xunit;

namespace ClvPipeline.Tests.Jobs;

/// <summary>What goes wrong most often: one clear sentence each, the exit code of the contract, no stack trace, and nothing written.</summary>
public sealed class ErrorSentenceTests : IDisposable
{
    private const string Sources = """ "sources": { "touchpoints": { "parquet": "touchpoints.parquet" }, "orders": { "parquet": "orders.parquet" } } """;
    private readonly TestShell _shell = new();

    public ErrorSentenceTests()
    {
        Write("touchpoints.parquet", ("customer_id", [1L, 2L]), ("occurred_at", [SmallFile.Noon, SmallFile.Noon]), ("channel", ["email", "store"]));
        Write("orders.parquet", ("order_id", ["o1", "o2"]), ("customer_id", [1L, 2L]), ("ordered_at", [SmallFile.Noon, SmallFile.Noon]), ("revenue", [10m, 20m]));
    }

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Without_a_mistake_it_runs()
    {
        Settings("");
        Assert.Equal(ExitCode.Ok, _shell.Clv("run"));
    }

    [Fact]
    public void A_missing_file() => AssertFails(ExitCode.Failed, """ "sources": { "touchpoints": { "parquet": "touchpoints.parquet" }, "orders": { "parquet": "sales.parquet" } } """,
        "sources.orders: no file at", "sales.parquet");

    [Fact]
    public void An_empty_glob() => AssertFails(ExitCode.Failed, """ "sources": { "touchpoints": { "parquet": "touchpoints.parquet" }, "orders": { "parquet": "2026/*.parquet" } } """,
        "sources.orders: no file matches", "2026/*.parquet");

    [Fact]
    public void A_missing_column_names_those_there_are()
    {
        Write("orders.parquet", ("order_id", ["o1"]), ("customer_id", [1L]), ("ordered_at", [SmallFile.Noon]), ("net_amount", [10m]));
        AssertFails(ExitCode.Failed, Sources, "orders", "orders.parquet", "revenue", "there are order_id, customer_id, ordered_at, net_amount");
    }

    [Fact]
    public void A_column_of_the_wrong_type()
    {
        Write("orders.parquet", ("order_id", ["o1"]), ("customer_id", [1L]), ("ordered_at", [SmallFile.Noon]), ("revenue", ["ten"]));
        AssertFails(ExitCode.Failed, Sources, "orders.revenue in orders.parquet is BYTE_ARRAY (STRING); expected a decimal");
    }

    [Theory]
    [InlineData("\"clv\": { \"grosMargin\": 0.4 }", "clv.grosMargin: unknown setting; did you mean 'clv.grossMargin'?")]
    [InlineData("\"attribution\": { \"modes\": { \"order\": { \"windowDays\": -30 } } }", "attribution.modes.order.windowDays: -30 is out of range")]
    [InlineData("\"attribution\": { \"models\": [ { \"type\": \"position_based\", \"first\": 0.7, \"last\": 0.4 } ] }", "attribution.models[0].first: first and last together are 1.1; expected at most 1")]
    [InlineData("\"attribution\": { \"models\": [ { \"type\": \"time_decay\", \"halfLifeDays\": 0 } ] }", "attribution.models[0].halfLifeDays: 0 is out of range")]
    public void A_setting_that_cannot_be(string setting, string sentence) => AssertFails(ExitCode.Usage, $"{Sources}, {setting}", sentence);

    [Fact]
    public void Unreadable_JSON()
    {
        _shell.Write("clv.json", "{\n  \"currency\": \"EUR\",\n  \"sources\": {\n");
        AssertSays(ExitCode.Usage, "clv.json, line 4, column 1: ");
    }

    [Fact]
    public void An_output_folder_below_a_regular_file()
    {
        Settings("");
        _shell.Write("results", "a file");
        AssertSays(ExitCode.Failed, ["run", "--out", "results/out"], "output.folder: ", "results/out/runs cannot be a folder, ", "results is a file");
        Assert.Equal("a file", File.ReadAllText(Path.Combine(_shell.Folder, "results")));
    }

    [Fact]
    public void More_rejected_rows_than_the_limit()
    {
        Write("orders.parquet", ("order_id", ["o1", null]), ("customer_id", [1L, 2L]), ("ordered_at", [SmallFile.Noon, SmallFile.Noon]), ("revenue", [10m, 20m]));
        Settings("");
        Assert.Equal(ExitCode.Refused, _shell.Clv("run", "--run-id", "r1"));
        Assert.EndsWith("Refused by check rejected_share_orders (measured 0.5, threshold 0.01)\n", _shell.Error.Replace(".\n", "\n", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _shell.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_shell.Folder, "out", "current.json")));
        Assert.Equal(ExitCode.Ok, _shell.Clv("run", "--run-id", "r2", "--set", "quality.maxRejectedShare=0.5"));
    }

    private void Write(string name, params (string Name, object?[] Values)[] columns) => SmallFile.Write(Path.Combine(_shell.Folder, name), 1000, columns);

    private void Settings(string more) => _shell.Write("clv.json", $$"""{ "asOf": "2026-11-02", "clv": { "grossMargin": 0.4 }, {{Sources}}{{more}} }""");

    private void AssertFails(int exitCode, string settings, params string[] words)
    {
        _shell.Write("clv.json", settings.Contains("\"clv\"", StringComparison.Ordinal) ? $"{{ {settings} }}" : $$"""{ "asOf": "2026-11-02", "clv": { "grossMargin": 0.4 }, {{settings}} }""");
        AssertSays(exitCode, words);
    }

    private void AssertSays(int exitCode, params string[] words) => AssertSays(exitCode, ["run"], words);

    private void AssertSays(int exitCode, string[] command, params string[] words)
    {
        Assert.Equal((exitCode, ""), (_shell.Clv(command), _shell.Out));
        var sentence = Assert.Single(_shell.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(words, word => Assert.Contains(word, sentence, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", sentence, StringComparison.Ordinal);
        var output = Path.Combine(_shell.Folder, "out");
        Assert.False(File.Exists(Path.Combine(output, "current.json")));
        Assert.True(!Directory.Exists(output) || Directory.GetDirectories(Path.Combine(output, "runs")).Length == 0);
    }
}
