using System.Globalization;
using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Change;

/// <summary><c>clv diff</c> over runs as people have them: three nights of a shop, and one with another setting.</summary>
public sealed class DiffTests : IClassFixture<DiffTests.Nights>
{
    private readonly TestShell _shell;

    public DiffTests(Nights nights) => _shell = nights.Shell;

    [Fact]
    public void Two_nights_differ_by_the_causes_that_the_later_one_kept()
    {
        var diff = Json("one", "two");
        Assert.Equal(["late events", "new events", "fit"], diff["causes"]!.AsArray().Select(cause => (string)cause!));
        Assert.Null(diff["reason"]);
        AddsUp(diff, "one", "two");
        Assert.All(diff["totals"]!.AsArray(), total => Assert.Equal("0.000000", (string)total!["by_cause"]!["late events"]!));
        Assert.Contains(diff["totals"]!.AsArray(), total => (string)total!["by_cause"]!["new events"]! != "0.000000");
    }

    [Fact]
    public void Runs_further_apart_differ_by_what_moved_from_night_to_night()
    {
        var (whole, there, back) = (Json("one", "what-if"), Json("two", "what-if"), Json("what-if", "one"));
        Assert.Equal(["late events", "new events", "fit", "parameters"], whole["causes"]!.AsArray().Select(cause => (string)cause!));
        AddsUp(whole, "one", "what-if");
        AddsUp(there, "two", "what-if");
        AddsUp(back, "what-if", "one");
        foreach (var (one, other) in whole["channels"]!.AsArray().Zip(back["channels"]!.AsArray().OrderBy(row => whole["channels"]!.AsArray().IndexOf(whole["channels"]!.AsArray().Single(same => Key(same!) == Key(row!))))))
            Assert.Equal(-Amount(one!["difference"]), Amount(other!["difference"]));
    }

    [Fact]
    public void Runs_that_nothing_leads_between_are_held_against_each_other_as_a_whole()
    {
        var diff = Json("silent", "two");
        Assert.Equal(("(not separable)", "no run that is kept says what moved between silent and two"), ((string)diff["causes"]!.AsArray().Single()!, (string)diff["reason"]!));
        AddsUp(diff, "silent", "two");
        Assert.Equal(0, ResultReader.Read(Path.Combine(_shell.Folder, "out", "runs", "silent"), Tables.RunChange).Rows);
    }

    [Fact]
    public void What_moved_most_comes_first_and_the_columns_add_up()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("diff", "one", "two", "--out", "out", "--mode", "order"));
        Assert.StartsWith("From run one (as of 2026-06-20) to two (as of 2026-06-30): CLV by channel, EUR\n\norder, linear\nchannel ", _shell.Out);
        var rows = _shell.Out.Split('\n').SkipWhile(line => !line.StartsWith('-')).Skip(1).TakeWhile(line => line.Length > 0).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var numbers = rows.Select(row => row[^6..].Select(cell => decimal.Parse(cell, CultureInfo.InvariantCulture)).ToArray()).ToList();
        Assert.Equal("total", rows[^1][0]);
        Assert.Equal(numbers[..^1].Select(row => Math.Abs(row[2])).OrderDescending(), numbers[..^1].Select(row => Math.Abs(row[2])));
        for (var column = 0; column < 6; column++) Assert.Equal(numbers[^1][column], numbers[..^1].Sum(row => row[column]));
        Assert.All(numbers, row => Assert.Equal((row[1] - row[0], row[2]), (row[2], row[3..].Sum())));
        Assert.Contains("By other models: --model first_touch, last_touch", _shell.Out);
        Assert.Equal(ExitCode.Ok, _shell.Clv("diff", "two", "two", "--out", "out"));
        Assert.Contains("order, linear\nNothing has moved.\n", _shell.Out);
    }

    [Theory]
    [InlineData(ExitCode.Failed, "run onne: no such run in ", "diff", "onne", "two")]
    [InlineData(ExitCode.Failed, "run refused: failed; it has no results", "diff", "refused", "two")]
    [InlineData(ExitCode.Usage, "--mode: 'late' is in neither run; there are acquisition, order, lifetime", "diff", "one", "two", "--mode", "late")]
    [InlineData(ExitCode.Usage, "--model: 'markow' is in neither run; there are first_touch, ", "diff", "one", "two", "--model", "markow")]
    public void What_cannot_be_compared_is_told(int code, string sentence, params string[] arguments)
    {
        Assert.Equal(code, _shell.Clv([.. arguments, "--out", "out"]));
        Assert.StartsWith(sentence, _shell.Error);
    }

    [Fact]
    public void Runs_of_another_version_or_of_lost_settings_are_told_apart_as_far_as_they_go()
    {
        var run = Path.Combine(_shell.Folder, "out", "runs", "two", "run.json");
        var kept = File.ReadAllText(run);
        try
        {
            Change(run, json => json["version"] = "0.1.0");
            Assert.Equal(["(not separable)"], Again("x-version", "it was computed by version 0.1.0 of the program"));
            Change(run, json => json["parameters"]!["quality"]!["maxAmount"] = 5);
            Assert.Equal(["(not separable)"], Again("x-limit", "it was computed by version 0.1.0 of the program; quality.maxAmount changed since, by which rows are read"));
            File.WriteAllText(run, kept);
            Change(run, json => json["parameters"]!["clv"]!["crystalBall"] = true);
            Assert.Equal(["(not separable)"], Again("x-unknown", "its settings cannot be read: clv.crystalBall: unknown setting"));
        }
        finally
        {
            File.WriteAllText(run, kept);
        }
    }

    // A later night compares with what readers see, which is run two.
    private string[] Again(string runId, string reason)
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("run", "--config", "shop/clv.json", "--as-of", "2026-06-30", "--run-id", runId, "--set", "report.customers=none"));
        var table = new TableView(ResultReader.Read(Path.Combine(_shell.Folder, "out", "runs", runId), Tables.RunChange));
        Assert.Equal("two", table.Texts("previous_run_id")(0));
        var reasons = Enumerable.Range(0, table.Rows).Select(table.Texts("reason")).OfType<string>().Distinct().ToList();
        Assert.StartsWith(reason, Assert.Single(reasons));
        return [.. Enumerable.Range(0, table.Rows).Where(row => table.Texts("reason")(row) is not null).Select(row => table.Texts("cause")(row)!).Distinct()];
    }

    private static void Change(string file, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(json);
        File.WriteAllText(file, json.ToJsonString());
    }

    private JsonObject Json(string before, string after)
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("diff", before, after, "--out", "out", "--json"));
        return JsonNode.Parse(_shell.Out)!.AsObject();
    }

    // Against the tables themselves.
    private void AddsUp(JsonObject diff, string before, string after)
    {
        var (was, now, rows) = (Clv(before), Clv(after), diff["channels"]!.AsArray());
        Assert.Equal(was.Keys.Union(now.Keys).Order(StringComparer.Ordinal), rows.Select(row => Key(row!)).Order(StringComparer.Ordinal));
        foreach (var row in rows)
        {
            Assert.Equal((was.GetValueOrDefault(Key(row!)), now.GetValueOrDefault(Key(row!))), (Amount(row!["before"]), Amount(row["after"])));
            Assert.Equal(Amount(row["after"]) - Amount(row["before"]), row["by_cause"]!.AsObject().Sum(cause => Amount(cause.Value)));
        }

        foreach (var total in diff["totals"]!.AsArray())
            Assert.Equal(Amount(total!["difference"]), rows.Where(row => (string?)row!["mode"] == (string?)total["mode"] && (string?)row["model"] == (string?)total["model"]).Sum(row => Amount(row!["difference"])));
    }

    private Dictionary<string, decimal> Clv(string run)
    {
        var table = new TableView(ResultReader.Read(Path.Combine(_shell.Folder, "out", "runs", run), Tables.ChannelSummary));
        return Enumerable.Range(0, table.Rows).ToDictionary(row => $"{table.Texts("mode")(row)} {table.Texts("model")(row)} {table.Texts("channel")(row)}", row => table.Longs("clv")[row] / 1_000_000m);
    }

    private static string Key(JsonNode row) => $"{row["mode"]} {row["model"]} {row["channel"]}";

    private static decimal Amount(JsonNode? value) => decimal.Parse((string)value!, CultureInfo.InvariantCulture);

    /// <summary>The runs that all of these look at.</summary>
    public sealed class Nights : IDisposable
    {
        public Nights()
        {
            Assert.Equal(ExitCode.Ok, Shell.Clv("generate", "--customers", "150", "--out", "shop", "--threads", "1"));
            Night("silent", "2026-06-20", "--set", "output.runChange=false");
            Night("one", "2026-06-20");
            Night("two", "2026-06-30");
            Night("what-if", "2026-06-30", "--set", "attribution.models.time_decay.halfLifeDays=30");
            var output = Path.Combine(Shell.Folder, "out");
            var shown = Publication.Current(output)!;
            Publication.Move(output, shown with { Orders = shown.Orders * 3 });
            Assert.Equal(ExitCode.Refused, Shell.Clv("run", "--config", "shop/clv.json", "--as-of", "2026-06-30", "--run-id", "refused"));
            Publication.Move(output, shown);
        }

        internal TestShell Shell { get; } = new() { Width = 200 };

        public void Dispose() => Shell.Dispose();

        private void Night(string runId, string asOf, params string[] more)
        {
            Shell.Now = Shell.Now.AddDays(1);
            Assert.Equal(ExitCode.Ok, Shell.Clv(["run", "--config", "shop/clv.json", "--as-of", asOf, "--run-id", runId, .. more]));
        }
    }
}
