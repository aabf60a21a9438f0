using System.Globalization;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Oracle;
using ClvPipeline.Tests.Storage;
using Xunit;

namespace ClvPipeline.Tests.Laws;

/// <summary>Shops that are not evenly spread. What took a step for every pair of rows would not return within the life of the build.</summary>
public class SkewTests
{
    private const long Day = 86_400_000_000;
    private static readonly bool Long = Environment.GetEnvironmentVariable("CLV_LONG") == "1";
    private static readonly long Start = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;
    private static readonly OracleSettings Settings = new() { AsOf = new DateOnly(2026, 11, 1), GrossMargin = 0.5m, Models = [new(ModelKind.Linear), new(ModelKind.LinearUnique), new(ModelKind.TimeDecay)] };

    [Fact]
    public void One_customer_may_have_nearly_all_touchpoints()
    {
        var (rows, days) = (Long ? 5_000_000L : 300_000, 600);
        var touches = new ComputedDataset("touchpoints", rows,
            ("customer_id", ComputedColumn.Integer(i => i % 1000 == 0 ? i : 7)),
            ("occurred_at", ComputedColumn.Instant(i => Start + i * days * Day / rows)),
            ("channel", ComputedColumn.Text(i => i % 3, "email", "search", "store")));
        var orders = new ComputedDataset("orders", 100,
            ("order_id", ComputedColumn.Integer(i => i)),
            ("customer_id", ComputedColumn.Integer(_ => 7)),
            ("ordered_at", ComputedColumn.Instant(i => Start + 50 * Day + i * 5 * Day)),
            ("revenue", ComputedColumn.Money(_ => 2000)));

        var results = AlikeHoweverItIsRun(new Inputs(touches, orders));

        var used = rows - (rows + 999) / 1000;
        foreach (var channel in (string[])["email", "search", "store"])
        {
            var own = Enumerable.Range(0, (int)rows).Count(i => i % 1000 != 0 && i % 3 == Array.IndexOf(["email", "search", "store"], channel));
            Assert.Equal((double)own / used * 1000, Clv(results, "lifetime", "linear", channel), (2 + 3 * Math.Sqrt(own)) / 1e6);
        }

        Assert.Equal(1000, Clv(results, "order", "time_decay", null), 1e-9);
    }

    [Fact]
    public void Half_of_all_orders_may_stand_at_one_instant_and_many_of_them_be_of_one_customer()
    {
        var rows = Long ? 1_000_000L : 200_000;
        var orders = new ComputedDataset("orders", rows,
            ("order_id", ComputedColumn.Integer(i => i)),
            ("customer_id", ComputedColumn.Integer(i => i % 2 == 0 ? i : 7)),
            ("ordered_at", ComputedColumn.Instant(i => i < rows / 4 ? Start + i : Start + 100 * Day)),
            ("revenue", ComputedColumn.Money(_ => 200)));
        var touches = new ComputedDataset("touchpoints", rows,
            ("customer_id", ComputedColumn.Integer(i => i < 10 ? 7 : i)),
            ("occurred_at", ComputedColumn.Instant(i => Start + (95 + i % 4) * Day)),
            ("channel", ComputedColumn.Text(i => i % 2, "email", "search")));

        var results = AlikeHoweverItIsRun(new Inputs(touches, orders));

        Assert.Equal(rows, Clv(results, "order", "linear", null), 1e-9);
        // Customer 7's three quarters of half of the orders have its ten touchpoints before them, five of each channel; of the others, each has one of its own.
        Assert.Equal(rows / 4 * 3 / 2 / 2 + rows / 4 * 3 / 2 - 5, Clv(results, "order", "linear", "email"), 0.01 * rows);
    }

    [Theory]
    [InlineData(100, 1000)]
    [InlineData(1, 1)]
    public void There_may_be_a_hundred_thousand_pairs_of_channel_and_campaign_or_one(int channels, int campaigns)
    {
        var (customers, perCustomer) = (Long ? 200_000 : 40_000, 10);
        var touches = new ComputedDataset("touchpoints", (long)customers * perCustomer,
            ("customer_id", ComputedColumn.Integer(i => i % customers)),
            ("occurred_at", ComputedColumn.Instant(i => Start + i / customers * Day)),
            ("channel", ComputedColumn.Text(i => i % channels, [.. Enumerable.Range(0, channels).Select(c => $"channel {c}")])),
            ("campaign", ComputedColumn.Text(i => i / channels % campaigns, [.. Enumerable.Range(0, campaigns).Select(c => $"campaign {c}")])));
        var orders = new ComputedDataset("orders", customers,
            ("order_id", ComputedColumn.Integer(i => i)),
            ("customer_id", ComputedColumn.Integer(i => i)),
            ("ordered_at", ComputedColumn.Instant(_ => Start + 20 * Day)),
            ("revenue", ComputedColumn.Money(_ => 200)));

        var results = AlikeHoweverItIsRun(new Inputs(touches, orders), Settings with { Modes = [new(ModeKind.Acquisition, 90)], Models = [new(ModelKind.Linear)] });

        Assert.Equal(customers, Clv(results, "acquisition", "linear", null), 1e-9);
        Assert.Equal((double)customers / channels, Clv(results, "acquisition", "linear", "channel 0"), (2 + 3 * Math.Sqrt(customers * perCustomer / channels)) / 1e6);
        Assert.Equal(channels * campaigns + 1, results.Tables.Single(table => table.Spec.Name == "campaign_summary").Rows);
    }

    [Fact]
    public void Thousands_of_small_files_are_read_with_a_few_open_at_a_time()
    {
        using var folder = new TempFolder();
        var files = Long ? 5_000 : 500;
        for (var i = 0; i < files; i++)
        {
            var rows = Enumerable.Range(0, 1 + i % 7).ToList();
            // Row groups and encodings differ from file to file: of one row or of all, dictionaries of one value or of many.
            SmallFile.Write(folder[$"touchpoints/{i:0000}.parquet"], 1 + i % 4, ("customer_id", [.. rows.Select(row => (object)(long)(i % 50))]),
                ("occurred_at", [.. rows.Select(row => (object)SmallFile.Noon.AddMinutes(-i * 10 - row))]), ("channel", [.. rows.Select(row => (object)$"channel {(i + row) % 5}")]));
        }

        SmallFile.Orders(folder["orders/all.parquet"], [.. Enumerable.Range(0, 50).Select(i => $"{i}")]);
        var watch = new OpenFiles(folder.Path);
        DatasetSource[] sources = [new("touchpoints", "touchpoints", new Dictionary<string, string>(), null), new("orders", "orders", new Dictionary<string, string>(), null)];
        using var inputs = SourceInputs.Open(sources, folder.Path);
        watch.Advance(0);
        var results = Pipeline.Run(inputs.Inputs, EngineRun.Settings(Settings), new RunRequest("r", Settings.AsOf), new RunOptions(2), watch, CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, files).Sum(i => 1 + i % 7).ToString(CultureInfo.InvariantCulture), Rows.Of(results.Tables.Single(table => table.Spec.Name == "intake_count")).Single(row => row["dataset"] == "touchpoints" && row["outcome"] == "used")["rows"]);
        Assert.Equal(50 * 6.25, Clv(results, "lifetime", "linear", null), 1e-9);
        Assert.InRange(watch.Most, OperatingSystem.IsLinux() ? 1 : 0, 2 * 32 + 2); // 32 of a dataset stay open for who comes next
    }

    private static RunResults AlikeHoweverItIsRun(Inputs inputs, OracleSettings? settings = null)
    {
        using var folder = new TempFolder();
        var one = EngineRun.Run(inputs, settings ?? Settings);
        Assert.All(one.Check(), check => Assert.True(check.Passed, check.Name));
        Assert.True(Rows.Everything(one) == Rows.Everything(EngineRun.Run(inputs, settings ?? Settings, 2, 6, new SpillFiles(folder.Path), memoryLimit: 4 << 20)), "other threads, buckets and memory gave other results");
        return one;
    }

    // In units of currency; of one channel, or of all of them.
    private static double Clv(RunResults results, string mode, string model, string? channel) =>
        Rows.Of(results.Tables.Single(table => table.Spec.Name == "channel_summary")).Where(row => row["mode"] == mode && row["model"] == model && (channel is null || row["channel"] == channel))
            .Sum(row => long.Parse(row["clv"]!, CultureInfo.InvariantCulture)) / 1e6;

    // The most files below a folder that were open at once, as far as was looked.
    private sealed class OpenFiles(string folder) : IProgressSink
    {
        private readonly Lock _lock = new();

        public int Most { get; private set; }

        public void Begin(string stage, long total, string unit) => Advance(0);

        public void Advance(long done)
        {
            if (!OperatingSystem.IsLinux()) return;
            var open = new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Count(file => file.LinkTarget?.StartsWith(folder, StringComparison.Ordinal) == true);
            lock (_lock) Most = Math.Max(Most, open);
        }
    }
}
