using System.Globalization;
using System.Text.Json;
using ClvPipeline.Jobs;
using ClvPipeline.Jobs.Generate;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Generate;
using ClvPipeline.Tests.Jobs;
using ClvPipeline.Tests.Laws;
using ClvPipeline.Tests.Parquet;
using Xunit;

namespace ClvPipeline.Tests.Golden;

/// <summary>The line: sample data in, golden tables out; and what <c>sample-data/README.md</c> says is so.</summary>
public sealed class SampleTests : IDisposable
{
    private const string Command = "generate --customers 3000 --flaws --seed 1 --out sample-data";
    private static readonly string Sample = Path.Combine(ReferenceFiles.Root, "sample-data");
    private static readonly string Golden = Path.Combine(ReferenceFiles.Root, "tests", "ClvPipeline.Tests", "Golden", "sample-channels.csv");
    private static readonly string[] NotFixed = ["run.parquet", "run.json", "intake_count.parquet", "rejected_row.parquet", "report.html"];
    private static readonly string Readme = File.ReadAllText(Path.Combine(Sample, "README.md"));
    private static readonly Flaw[] Flaws = JsonSerializer.Deserialize<Flaw[]>(File.ReadAllText(Path.Combine(Sample, "flaws.json")), JsonSerializerOptions.Web)!;
    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void The_command_of_its_page_makes_it_again_row_by_row()
    {
        Assert.Contains($"-- {Command}\n", Readme);
        Assert.Equal(ExitCode.Ok, _shell.Clv(Command.Split(' ')));
        var again = Path.Combine(_shell.Folder, "sample-data");
        var files = Directory.GetFiles(again).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(Directory.GetFiles(Sample).Select(file => Path.GetFileName(file)!).Where(file => file != "README.md").Order(StringComparer.Ordinal), files);
        foreach (var file in files)
        {
            var (committed, made) = (Path.Combine(Sample, file), Path.Combine(again, file));
            if (file.EndsWith(".json", StringComparison.Ordinal)) Assert.Equal(File.ReadAllText(committed).ReplaceLineEndings("\n"), File.ReadAllText(made).ReplaceLineEndings("\n"));
            else Assert.Equal(Columns(committed), Columns(made));
        }

        // Rows, not bytes: compression may change. Timestamps are compared as stored, to the microsecond.
        static Dictionary<string, List<string>> Columns(string path)
        {
            var columns = Printing.Read(path);
            foreach (var time in columns.Keys.Where(name => name.EndsWith("_at", StringComparison.Ordinal)).ToArray()) columns[time] = [.. Table.Numbers(path, time).Select(value => $"{value}")];
            return columns;
        }
    }

    [Fact]
    public void Two_runs_of_one_id_are_equal_byte_by_byte()
    {
        Run("a", "--threads", "1");
        Run("b", "--threads", "2");
        var files = Directory.GetFiles(Folder("a")).Select(file => Path.GetFileName(file)!).Except(NotFixed).ToArray();
        Assert.Equal(["backtest.parquet", "backtest_calibration.parquet", "campaign_summary.parquet", "channel_month.parquet", "channel_path.parquet", "channel_summary.parquet", "channel_value.parquet", "customer_value.parquet", "customers_at_risk.parquet", "model_fit.parquet", "run_change.parquet", "run_check.parquet", "segment_value.parquet"], files.Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.True(File.ReadAllBytes(Path.Combine(Folder("a"), file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(Folder("b"), file))), file));
    }

    /// <summary>Cells may differ by a few micro-units between kinds of processor; the sums never.</summary>
    [Fact]
    public void Channels_are_worth_what_they_always_were()
    {
        Run("a", "--set", "clv.model=none");
        AssertChannels(ResultReader.Read(Folder("a"), Tables.ChannelSummary));
    }

    internal static void AssertChannels(ResultTable summary)
    {
        var rows = Rows.Of(summary).Select(row => (Key: $"{row["mode"]},{row["model"]},{row["channel"]}", Clv: long.Parse(row["clv"]!), Customers: long.Parse(row["customers"]!))).ToList();
        if (Environment.GetEnvironmentVariable("CLV_WRITE_GOLDEN") == "1")
            File.WriteAllText(Golden, "mode,model,channel,clv,customers\n" + string.Concat(rows.Select(row => $"{row.Key},{Money.Exact(row.Clv)},{Money.Exact(row.Customers)}\n")));
        var golden = File.ReadAllLines(Golden).Skip(1).Select(line => line.Split(',')).Select(cells => (Key: string.Join(',', cells[..3]), Clv: Micros(cells[3]), Customers: Micros(cells[4]))).ToList();
        Assert.Equal(golden.Select(row => row.Key), rows.Select(row => row.Key));
        Assert.All(golden.Zip(rows), pair =>
        {
            Assert.InRange(pair.Second.Clv - pair.First.Clv, -200, 200);
            Assert.InRange(pair.Second.Customers - pair.First.Customers, -200, 200);
        });
        Assert.Equal(golden.Sum(row => row.Clv), rows.Sum(row => row.Clv));

        static long Micros(string text) => (long)(decimal.Parse(text, CultureInfo.InvariantCulture) * 1_000_000m);
    }

    [Fact]
    public void Segments_are_worth_what_they_always_were()
    {
        Run("a", "--set", "clv.model=none");
        AssertSegments(ResultReader.Read(Folder("a"), Tables.SegmentValue));
    }

    internal static void AssertSegments(ResultTable segments)
    {
        var rows = Rows.Of(segments).Where(row => row["part_of"] is null).ToList();
        var lines = rows.Select(row => string.Join(',', new[] { "dimension", "segment", "customers", "active_customers", "orders", "clv", "clv_median", "median_gap_days", "retention", "clv_simple_profit", "cac" }
            .Select(column => row[column] ?? ""))).ToList();
        var golden = Golden.Replace("channels", "segments", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("CLV_WRITE_GOLDEN") == "1") File.WriteAllLines(golden, lines);
        Assert.Equal(File.ReadAllLines(golden), lines);
    }

    [Fact]
    public void What_is_expected_of_its_customers_is_what_it_always_was()
    {
        Run("a");
        var rows = Rows.Of(ResultReader.Read(Folder("a"), Tables.CustomerValue)).ToList();
        var golden = File.ReadAllLines(Golden).Skip(1).Where(line => line.StartsWith("lifetime,linear,", StringComparison.Ordinal)).Sum(line => decimal.Parse(line.Split(',')[3], CultureInfo.InvariantCulture));
        Assert.Equal(golden, rows.Sum(row => decimal.Parse(row["historic_profit"]!, CultureInfo.InvariantCulture)) / 1_000_000m);
        Assert.InRange(rows.Sum(row => decimal.Parse(row["expected_profit"]!, CultureInfo.InvariantCulture)) / 1_000_000m, 135_425m, 135_425.1m);
        var fit = Rows.Of(ResultReader.Read(Folder("a"), Tables.ModelFit)).Where(row => row["segment"] == "(all)").ToDictionary(row => $"{row["model"]} {row["parameter"]}", row => double.Parse(row["value"]!, CultureInfo.InvariantCulture));
        // The shop was made by a Pareto/NBD process (true-parameters.json), and auto finds that.
        Assert.Contains("pareto_nbd r", fit.Keys);
    }

    [Fact]
    public void Every_flaw_has_the_outcome_that_the_list_promises()
    {
        Run("a");
        var rejected = Rows.Of(ResultReader.Read(Folder("a"), Tables.RejectedRowTable)).Select(row => (row["dataset"]!, row["source"]!, long.Parse(row["row_number"]!), row["column_name"]!));
        Assert.Equal(Flaws.Where(flaw => flaw.Outcome == "rejected").Select(flaw => (flaw.Dataset, flaw.File, flaw.Row, flaw.Column)).Order(), rejected.Order());
        var counts = Rows.Of(ResultReader.Read(Folder("a"), Tables.IntakeCountTable)).ToList();
        foreach (var outcome in new[] { "repeated", "not_visible" })
        {
            foreach (var dataset in new[] { "touchpoints", "orders", "customers" })
                Assert.Equal(Flaws.Count(flaw => flaw.Dataset == dataset && flaw.Outcome == outcome), counts.Where(count => count["dataset"] == dataset && count["outcome"] == outcome).Sum(count => long.Parse(count["rows"]!)));
        }
    }

    [Fact]
    public void Its_page_lists_every_flaw()
    {
        var lines = Flaws.Select(flaw => (flaw.Dataset, Kind: flaw.Kind.StartsWith("customer number", StringComparison.Ordinal) ? "a customer who is not there" : flaw.Kind, flaw.Column, flaw.Outcome))
            .GroupBy(flaw => flaw).Select(flaws => $"| {flaws.Key.Dataset} | {flaws.Key.Kind} | `{flaws.Key.Column}` | {flaws.Count()} | `{flaws.Key.Outcome}` |");
        var table = Readme.Split('\n').SkipWhile(line => line != "| --- | --- | --- | ---: | --- |").Skip(1).TakeWhile(line => line.StartsWith('|'));
        Assert.Equal(lines.Order(StringComparer.Ordinal), table.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Its_page_tells_its_shape()
    {
        var shop = Measured.Of(3_000, 1);
        var (low, high) = shop.Swing();
        var conversion = shop.ConversionByFirstChannel();
        var names = shop.Truth.Channels.Select(channel => channel.Name).ToArray();
        string[] shape =
        [
            FormattableString.Invariant($"{shop.NetOrders.Count / 3_000.0:P0} of the people buy; {shop.BuyOnceShare:P0} of the buyers buy once."),
            FormattableString.Invariant($"The best fifth of the buyers brings {shop.TopFifthShare():P0} of the profit."),
            FormattableString.Invariant($"The weakest month of the year brings {low:0.00}, the strongest {high:0.00} times as many first orders a day as the mean."),
            FormattableString.Invariant($"Of the people whom {names[Array.IndexOf(conversion, conversion.Max())]} reached first {conversion.Max():P0} buy, of those whom {names[Array.IndexOf(conversion, conversion.Min())]} reached first {conversion.Min():P0}."),
        ];
        Assert.All(shape, line => Assert.Contains(line, Readme));
        Assert.InRange(shop.BuyOnceShare, 0.4, 0.6);
    }

    private void Run(string folder, params string[] more) =>
        Assert.Equal(ExitCode.Ok, _shell.Clv(["run", "--config", Path.Combine(Sample, "clv.json"), "--run-id", "sample", "--out", folder, .. more]));

    private string Folder(string name) => Path.Combine(_shell.Folder, name, "runs", "sample");
}
