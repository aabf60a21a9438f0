using ClvPipeline.DataFrames;
using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Jobs;
using ClvPipeline.Tests.Parquet;
using Microsoft.Data.Analysis;
using Xunit;

namespace ClvPipeline.Tests.DataFrames;

public sealed class FrameDatasetTests
{
    private static readonly string Sample = Path.Combine(ReferenceFiles.Root, "sample-data");

    [Fact]
    public void A_run_on_frames_gives_the_tables_of_a_run_on_files_cell_by_cell()
    {
        using var shell = new TestShell();
        Assert.Equal(ExitCode.Ok, shell.Clv("run", "--config", Path.Combine(Sample, "clv.json"), "--run-id", "one", "--out", "out"));
        // Columns may have other names.
        var settings = new RunSettings { TimeZone = "Europe/Amsterdam", Clv = new ClvSettings { GrossMargin = 0.42m } };
        var orders = Dataset("orders", frame => frame.Columns.RenameColumn("revenue", "net_amount"), new() { ["revenue"] = "net_amount" });
        var tables = Frames.Run(new Inputs(Dataset("touchpoints"), orders, Dataset("customers"), Dataset("spend")), settings, new DateOnly(2026, 6, 30), "one");
        foreach (var spec in ClvPipeline.Tables.All.Where(spec => tables.ContainsKey(spec.Name) && spec.Name != "rejected_row"))
            FrameCells.Equal(ResultReader.Read(Path.Combine(shell.Folder, "out", "runs", "one"), spec), tables[spec.Name]);
        Assert.Contains("channel_value", tables.Keys);
        Assert.Contains("frame orders", tables["rejected_row"]["source"].Cast<string>());
    }

    [Fact]
    public void What_is_wrong_with_a_frame_is_told_in_sentences()
    {
        var frame = new DataFrame(new StringDataFrameColumn("order_id", 1), new Int64DataFrameColumn("customer_id", 1));
        var problems = Assert.Throws<BadInputException>(() => new FrameDataset("orders", frame, new Dictionary<string, string> { ["revenu"] = "x" })).Message;
        Assert.Contains("sources.orders: columns: 'revenu' is none of our columns", problems, StringComparison.Ordinal);
        Assert.Contains("sources.orders: no column 'revenue' in the frame; it has order_id, customer_id", problems, StringComparison.Ordinal);
        Assert.Contains("timeZone: 'Europe/Amsterdm' is not a time zone", Refusal(settings => settings with { TimeZone = "Europe/Amsterdm" }), StringComparison.Ordinal);
        Assert.Contains("column 'ordered_at': some of its times are UTC", Refusal(times: [Instant(DateTimeKind.Utc), Instant(DateTimeKind.Unspecified)]), StringComparison.Ordinal);
        Assert.Contains("column 'ordered_at': its times are of this machine's own zone", Refusal(times: [Instant(DateTimeKind.Local), null]), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_type_of_a_frame_is_read_as_what_it_is()
    {
        Assert.Equal((ColumnKind.Integer, "∅ 255"), Held<byte>(null, 255));
        Assert.Equal((ColumnKind.Integer, "-5 ∅"), Held<int>(-5, null));
        Assert.Equal((ColumnKind.Decimal, "18446744073709551615 0"), Held<ulong>(ulong.MaxValue, 0));
        Assert.Equal((ColumnKind.Real, "0.5 ∅"), Held<float>(0.5f, null));
        Assert.Equal((ColumnKind.Real, "NaN -1"), Held<double>(double.NaN, -1.0));
        Assert.Equal((ColumnKind.Boolean, "1 ∅"), Held<bool>(true, null));
        Assert.Equal((ColumnKind.Date, "20634 ∅"), Held<DateOnly>(new DateOnly(2026, 6, 30), null));
        Assert.Equal((ColumnKind.Timestamp, "1000001 -1"), Held<DateTime>(DateTime.UnixEpoch.AddTicks(10_000_019), DateTime.UnixEpoch.AddTicks(-1)));
        Assert.Equal((ColumnKind.Timestamp, "-3600000000 ∅"), Held<DateTimeOffset>(new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.FromHours(1)), null));
        Assert.Equal((ColumnKind.Decimal, "-12500 7"), Held<decimal>(-12.5m, 0.007m));
        Assert.Equal((ColumnKind.Decimal, "unreadable 79228162514264337593543950335 1"), Held<decimal>(decimal.MaxValue, 0.0000000000000000000000000001m));
        Assert.Equal((ColumnKind.Uuid, "1 ∅"), Held<Guid>(new Guid("00000000-0000-0000-0000-000000000001"), null));
        Assert.Equal(ColumnKind.Other, HeldColumns.Of(typeof(TimeOnly), 0, _ => null).Type.Kind);
        var text = HeldColumns.Of(typeof(string), 3, row => new[] { "a", null, "é" }[row]);
        Assert.Equal(["a", "∅", "é"], Storage.Tables.Show(text.Values));
    }

    private static (ColumnKind, string) Held<T>(T? first, T? second) where T : struct
    {
        var held = HeldColumns.Of(typeof(T), 2, row => row == 0 ? first : second);
        var values = Storage.Tables.Show(held.Values);
        if (held.Values is ResultColumn.Wide { Valid: [2, ..] }) values[0] = $"unreadable {held.Unreadable!(0)}";
        return (held.Type.Kind, string.Join(' ', values));
    }

    private static DateTime Instant(DateTimeKind kind) => new(2026, 6, 1, 12, 0, 0, kind);

    private static string Refusal(Func<RunSettings, RunSettings>? change = null, DateTime?[]? times = null)
    {
        var orders = new DataFrame(new StringDataFrameColumn("order_id", ["a", "b"]), new Int64DataFrameColumn("customer_id", [1L, 2L]), new DateTimeDataFrameColumn("ordered_at", times ?? [Instant(DateTimeKind.Utc), null]), new DecimalDataFrameColumn("revenue", [1m, 2m]));
        var touches = new DataFrame(new Int64DataFrameColumn("customer_id", [1L]), new DateTimeDataFrameColumn("occurred_at", [Instant(DateTimeKind.Utc)]), new StringDataFrameColumn("channel", ["email"]));
        var settings = new RunSettings();
        return Assert.Throws<BadInputException>(() => Frames.Run(new Inputs(new FrameDataset("touchpoints", touches), new FrameDataset("orders", orders)), change?.Invoke(settings) ?? settings, new DateOnly(2026, 6, 30))).Message;
    }

    private static FrameDataset Dataset(string name, Action<DataFrame>? change = null, Dictionary<string, string>? columns = null)
    {
        var frame = PeerFrame.Read(Path.Combine(Sample, $"{name}.parquet"));
        change?.Invoke(frame);
        return new FrameDataset(name, frame, columns);
    }
}
