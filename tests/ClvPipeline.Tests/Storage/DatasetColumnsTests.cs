using ClvPipeline.Storage;
using Xunit;

namespace ClvPipeline.Tests.Storage;

public sealed class DatasetColumnsTests : IDisposable
{
    private static readonly object?[] One = [1L], Noon = [SmallFile.Noon], Amount = [12.5m];
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Every_file_has_its_own_order_and_types()
    {
        SmallFile.Write(_temp["x/a.parquet"], 10, ("order_id", ["a"]), ("customer_id", One), ("ordered_at", Noon), ("revenue", Amount));
        SmallFile.Write(_temp["x/b.parquet"], 10, ("revenue", [7L]), ("extra", ["?"]), ("ordered_at", ["2026-11-01"]), ("cogs", [3m]), ("customer_id", One), ("order_id", ["b"]));
        using var orders = _temp.Orders("x");
        Assert.Equal(["a", "b"], orders.Texts("order_id"));
        Assert.Equal([new ColumnType(ColumnKind.Decimal, orders.Parts[0].TypeOf("revenue")!.Name, Scale: 6), new ColumnType(ColumnKind.Integer, orders.Parts[1].TypeOf("revenue")!.Name)], orders.Parts.Select(part => part.TypeOf("revenue")!));
        Assert.Equal([ColumnKind.Timestamp, ColumnKind.Text], orders.Parts.Select(part => part.TypeOf("ordered_at")!.Kind));
        Assert.Equal([null, ColumnKind.Decimal], orders.Parts.Select(part => part.TypeOf("cogs")?.Kind));
        Assert.Equal([12_500_000L, 7L], orders.Parts.Select(part => Whole(part, "revenue")));
    }

    [Fact]
    public void Types_tell_unit_zone_and_width()
    {
        SmallFile.Write(_temp["a.parquet"], 10, ("order_id", ["a"]), ("customer_id", One), ("ordered_at", Noon), ("revenue", Amount));
        using var orders = _temp.Orders("a.parquet");
        var part = orders.Parts[0];
        var at = part.TypeOf("ordered_at")!;
        Assert.Equal((ColumnKind.Timestamp, 1_000_000L, true, false), (at.Kind, at.TicksPerSecond, at.Zoned, at.Legacy96));
        using var cursor = part.Open("revenue");
        Assert.False(cursor.Wide);
        var wide = new Int128[1];
        cursor.Read(wide, new byte[1]);
        Assert.Equal((Int128)12_500_000, wide[0]);
    }

    [Fact]
    public void A_mapped_column_is_read()
    {
        SmallFile.Write(_temp["a.parquet"], 10, ("Order", ["a"]), ("customer_id", One), ("ordered_at", Noon), ("net_amount", Amount));
        using var orders = _temp.Orders("a.parquet", new Dictionary<string, string> { ["order_id"] = "Order", ["revenue"] = "net_amount" });
        Assert.Equal(["a"], orders.Texts("order_id"));
    }

    [Fact]
    public void A_missing_column_is_told_with_those_there_are()
    {
        SmallFile.Write(_temp["a.parquet"], 10, ("order_id", ["a"]), ("customer_id", One), ("ordered_at", Noon), ("Revenu", Amount), ("x", One));
        Assert.Equal("""sources.orders: no column 'revenue' in a.parquet; the columns there are order_id, customer_id, ordered_at, Revenu, x; did you mean "columns": { "revenue": "Revenu" }?""", _temp.Refusal("a.parquet"));
        SmallFile.Write(_temp["b.parquet"], 10, ("order_id", ["a"]), ("customer_id", One), ("ordered_at", Noon), ("x", One));
        Assert.Equal("""sources.orders: no column 'revenue' in b.parquet; the columns there are order_id, customer_id, ordered_at, x; if it has another name, say so: "columns": { "revenue": "…" }""", _temp.Refusal("b.parquet"));
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        SmallFile.Write(_temp["x/a.parquet"], 10, ("order_id", ["a"]), ("customer_id", One), ("net_amount", Amount));
        SmallFile.Write(_temp["x/b.parquet"], 10, ("order_id", ["a"]), ("customer_id", One), ("net_amount", Amount));
        SmallFile.Orders(_temp["x/c.parquet"], "c");
        SmallFile.Write(_temp["x/d.parquet"], 10, ("order_id", ["a"]), ("customer_id", One), ("net_amount", Amount));
        File.WriteAllText(_temp["x/e.parquet"], "");
        Assert.Equal(
            $$"""
            sources.orders: columns: 'revenu' is none of our columns; expected order_id, customer_id, ordered_at, revenue, cogs, sales_channel, currency; did you mean 'revenue'?
            sources.orders: columns: 'cogs' names no column; leave it out, or name theirs
            sources.orders: {{_temp["x/e.parquet"]}}: the file is empty
            sources.orders: no column 'ordered_at' in x/a.parquet and 2 more files; the columns there are order_id, customer_id, net_amount; if it has another name, say so: "columns": { "ordered_at": "…" }
            sources.orders: no column 'net_amount' (our revenue) in x/c.parquet; the columns there are order_id, customer_id, ordered_at, revenue
            """.Replace("\r", "", StringComparison.Ordinal),
            _temp.Refusal("x", new Dictionary<string, string> { ["revenu"] = "x", ["cogs"] = "", ["revenue"] = "net_amount" }));
    }

    [Fact]
    public void An_optional_column_that_the_settings_name_must_be_in_a_file()
    {
        SmallFile.Orders(_temp["x/a.parquet"], "a");
        var columns = new Dictionary<string, string> { ["cogs"] = "kostprijs" };
        Assert.Equal("sources.orders: no column 'kostprijs' (our cogs) in x/a.parquet; the columns there are order_id, customer_id, ordered_at, revenue", _temp.Refusal("x", columns));
        SmallFile.Write(_temp["x/b.parquet"], 10, ("order_id", ["b"]), ("customer_id", One), ("ordered_at", Noon), ("revenue", Amount), ("kostprijs", [3m]));
        using var orders = _temp.Orders("x", columns);
        Assert.Equal([null, ColumnKind.Decimal], orders.Parts.Select(part => part.TypeOf("cogs")?.Kind));
    }

    [Fact]
    public void The_problems_of_several_datasets_can_be_told_together()
    {
        List<string> problems = [];
        Assert.Null(ParquetDataset.TryOpen(new DatasetSource("orders", "o.parquet", DatasetText.AsNamed, null), _temp.Path, problems));
        Assert.Null(ParquetDataset.TryOpen(new DatasetSource("spend", "s.parquet", DatasetText.AsNamed, null), _temp.Path, problems));
        Assert.Equal([$"sources.orders: no file at {_temp["o.parquet"]}", $"sources.spend: no file at {_temp["s.parquet"]}"], problems);
    }

    [Fact]
    public void Partition_folders_are_columns()
    {
        foreach (var folder in new[] { "year=2026/source=google%20ads", "year=2026/source=__HIVE_DEFAULT_PARTITION__", "year=2026/source=a%3Db" })
            SmallFile.Write(_temp[$"t/{folder}/p.parquet"], 10, ("customer_id", [1L, 2L]), ("occurred_at", [SmallFile.Noon, SmallFile.Noon]));
        using var touches = ParquetDataset.Open(new DatasetSource("touchpoints", "t", new Dictionary<string, string> { ["channel"] = "source", ["campaign"] = "year" }, "Europe/Amsterdam"), _temp.Path);
        Assert.Equal(["∅", "∅", "a=b", "a=b", "google ads", "google ads"], touches.Texts("channel"));
        Assert.Equal(Enumerable.Repeat("2026", 6), touches.Texts("campaign"));
        Assert.Equal(ColumnKind.Text, touches.Parts[0].TypeOf("channel")!.Kind);
        Assert.Equal(("touchpoints", "Europe/Amsterdam"), (touches.Name, touches.TimeZone));
    }

    [Theory]
    [InlineData("t/channel=*/*.parquet"), InlineData("t/**/*.parquet"), InlineData("t/*")]
    public void Partition_folders_count_below_the_fixed_part_of_a_glob(string glob)
    {
        SmallFile.Write(_temp["t/channel=email/p.parquet"], 10, ("customer_id", One), ("occurred_at", Noon));
        using var touches = ParquetDataset.Open(new DatasetSource("touchpoints", glob, DatasetText.AsNamed, null), _temp.Path);
        Assert.Equal(["email"], touches.Texts("channel"));
    }

    [Fact]
    public void A_partition_folder_in_the_fixed_part_is_no_column()
    {
        SmallFile.Write(_temp["t/channel=email/p.parquet"], 10, ("customer_id", One), ("occurred_at", Noon));
        Assert.StartsWith("sources.touchpoints: no column 'channel' in t/channel=email/p.parquet; the columns there are customer_id, occurred_at;",
            Assert.Throws<BadInputException>(() => ParquetDataset.Open(new DatasetSource("touchpoints", "t/channel=email/*.parquet", DatasetText.AsNamed, null), _temp.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_the_file_wins_over_its_folder()
    {
        SmallFile.Write(_temp["t/channel=folder/p.parquet"], 10, ("customer_id", One), ("occurred_at", Noon), ("channel", ["file"]));
        using var touches = ParquetDataset.Open(new DatasetSource("touchpoints", "t", DatasetText.AsNamed, null), _temp.Path);
        Assert.Equal(["file"], touches.Texts("channel"));
    }

    [Fact]
    public void An_unknown_dataset_is_a_fault_of_the_program() =>
        Assert.Throws<ArgumentException>(() => ParquetDataset.Open(new DatasetSource("identities", "x", DatasetText.AsNamed, null), _temp.Path));

    private static long Whole(IPart part, string column)
    {
        using var cursor = part.Open(column);
        var values = new long[part.Rows];
        cursor.Read(values, new byte[part.Rows]);
        return values[0];
    }
}
