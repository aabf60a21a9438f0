using ClvPipeline.Storage;
using Xunit;

namespace ClvPipeline.Tests.Storage;

public sealed class DatasetFilesTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void A_file_is_read()
    {
        SmallFile.Orders(_temp["orders.parquet"], "a", "b");
        using var orders = _temp.Orders("orders.parquet");
        Assert.Equal(["a", "b"], orders.Texts("order_id"));
        var part = Assert.Single(orders.Parts);
        Assert.Equal(("orders.parquet", 1L, 2), (part.Source, part.FirstRow, part.Rows));
    }

    [Theory]
    [InlineData("*.parquet", "b")]
    [InlineData("2026/*.parquet", "c d")]
    [InlineData("2026/0?.parquet", "c d")]
    [InlineData("2026/0[1].parquet", "")]
    [InlineData("*/01.parquet", "e c")]
    [InlineData("**/01.parquet", "e c f")]
    [InlineData("**/**/01.parquet", "e c f")]
    [InlineData("2026/**/*.parquet", "c d f")]
    [InlineData("2026/**", "c d f")]
    [InlineData("**", "e c d f b")]
    [InlineData("20*", "e c d f")]
    [InlineData("2026/_tmp/*.parquet", "g")]
    [InlineData("2026/_*/*", "g")]
    [InlineData("2026", "c d f")]
    [InlineData("./2026/", "c d f")]
    [InlineData("2026/../2025", "e")]
    [InlineData(".", "e c d f b")]
    public void A_glob_or_folder_finds(string pattern, string expected)
    {
        SmallFile.Orders(_temp["b.parquet"], "b");
        SmallFile.Orders(_temp["2025/01.parquet"], "e");
        SmallFile.Orders(_temp["2026/01.parquet"], "c");
        SmallFile.Orders(_temp["2026/02.parquet"], "d");
        SmallFile.Orders(_temp["2026/deep/01.parquet"], "f");
        SmallFile.Orders(_temp["2026/_tmp/g.parquet"], "g");
        SmallFile.Orders(_temp["2026/.h.parquet"], "h");
        File.WriteAllText(_temp["2026/_SUCCESS"], "");
        if (expected.Length == 0) Assert.StartsWith("sources.orders: no file at ", _temp.Refusal(pattern), StringComparison.Ordinal);
        else
        {
            using var orders = _temp.Orders(pattern);
            Assert.Equal(expected.Split(' '), orders.Texts("order_id"));
        }
    }

    [Fact]
    public void A_pattern_is_absolute_too()
    {
        SmallFile.Orders(_temp["x/a.parquet"], "a");
        using var orders = ParquetDataset.Open(new DatasetSource("orders", Path.Combine(_temp.Path, "x/*.parquet"), DatasetText.AsNamed, null), _temp["elsewhere"]);
        Assert.Equal(_temp["x/a.parquet"], Assert.Single(orders.Parts).Source);
    }

    [Fact]
    public void A_file_above_the_settings_is_named_as_they_name_it()
    {
        SmallFile.Orders(_temp["x/a.parquet"], "a");
        using var orders = ParquetDataset.Open(new DatasetSource("orders", "../x/a.parquet", DatasetText.AsNamed, null), Path.Combine(_temp.Path, "conf"));
        Assert.Equal("../x/a.parquet", Assert.Single(orders.Parts).Source);
    }

    [Fact]
    public void A_link_that_leads_back_up_does_not_go_round_for_ever()
    {
        SmallFile.Orders(_temp["x/a.parquet"], "a");
        Directory.CreateSymbolicLink(_temp["x/loop"], _temp["x/"]);
        Directory.CreateSymbolicLink(_temp["other/up"], _temp.Path);
        using var orders = _temp.Orders("x");
        Assert.Equal(["a"], orders.Texts("order_id"));
    }

    [Fact]
    public void What_is_not_there_is_said()
    {
        Directory.CreateDirectory(_temp["empty/"]);
        Assert.Equal($"sources.orders: no file at {_temp.Path}/orders.parquet", _temp.Refusal("orders.parquet"));
        Assert.Equal($"sources.orders: no file matches {_temp.Path}/none/*.parquet (there is no folder {_temp.Path}/none/)", _temp.Refusal("none/*.parquet"));
        Assert.Equal($"sources.orders: no file matches {_temp.Path}/empty/*.parquet", _temp.Refusal("empty/*.parquet"));
        Assert.Equal($"sources.orders: no *.parquet file in the folder {_temp.Path}/empty or below it", _temp.Refusal("empty"));
        Assert.Equal("sources.orders: parquet: the path is empty; expected a file, a glob or a folder", _temp.Refusal(" "));
        Assert.Equal("sources.orders: 's3://bucket/x' is an address; expected a file, a glob or a folder of this machine", _temp.Refusal("s3://bucket/x"));
    }

    [Fact]
    public void Damaged_files_are_named_together()
    {
        SmallFile.Orders(_temp["x/a.parquet"], "a");
        File.WriteAllBytes(_temp["x/b.parquet"], []);
        File.WriteAllBytes(_temp["x/c.parquet"], File.ReadAllBytes(_temp["x/a.parquet"])[..^20]);
        var lines = _temp.Refusal("x").Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Equal($"sources.orders: {_temp["x/b.parquet"]}: the file is empty", lines[0]);
        Assert.StartsWith($"sources.orders: {_temp["x/c.parquet"]}: the file is cut short or damaged", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_twenty_problems_are_told_and_the_others_counted()
    {
        for (var i = 0; i < 30; i++) File.WriteAllText(_temp[$"x/{i:00}.parquet"], "");
        var lines = _temp.Refusal("x").Split('\n');
        Assert.Equal(21, lines.Length);
        Assert.Equal("sources.orders: and 10 more problems like these", lines[20]);
    }

    [Fact]
    public void Damage_within_a_file_is_a_bad_input_when_it_is_read()
    {
        var path = SmallFile.Orders(_temp["a.parquet"], [.. Enumerable.Range(0, 500).Select(i => $"order-{i}")]);
        var bytes = File.ReadAllBytes(path);
        bytes[60] ^= 0x10;
        File.WriteAllBytes(path, bytes);
        using var orders = _temp.Orders("a.parquet");
        Assert.StartsWith($"sources.orders: {path}: ", Assert.Throws<BadInputException>(() => orders.Texts("order_id")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_without_rows_are_fine()
    {
        SmallFile.Orders(_temp["x/a.parquet"]);
        SmallFile.Orders(_temp["x/b.parquet"], "b");
        using var orders = _temp.Orders("x");
        Assert.Equal(["b"], orders.Texts("order_id"));
        Assert.Equal([0L, 1L], orders.Fingerprints.Select(file => file.Rows));
        using var none = _temp.Orders("x/a.parquet");
        Assert.Empty(none.Parts);
    }

    [Fact]
    public void A_part_is_a_row_group()
    {
        SmallFile.Write(_temp["a.parquet"], 2, ("order_id", ["a", "b", "c", "d", "e"]), ("customer_id", [1L, 2L, 3L, 4L, 5L]), ("ordered_at", [.. Enumerable.Repeat<object>(SmallFile.Noon, 5)]), ("revenue", [1m, 2m, null, 4m, 5m]));
        using var orders = _temp.Orders("a.parquet");
        Assert.Equal([(1L, 2), (3L, 2), (5L, 1)], orders.Parts.Select(part => (part.FirstRow, part.Rows)));
        Assert.Equal(["a", "b", "c", "d", "e"], orders.Texts("order_id"));
        Assert.Equal(5, orders.Rows);
    }

    [Fact]
    public void Three_hundred_files_are_read_side_by_side_with_few_of_them_open()
    {
        for (var i = 0; i < 300; i++) SmallFile.Orders(_temp[$"x/{i:000}.parquet"], $"o{i}");
        using var orders = _temp.Orders("x/*.parquet");
        Assert.InRange(orders.OpenFileCount, 1, 32);
        var most = 0;
        Parallel.ForEach(orders.Parts, new ParallelOptions { MaxDegreeOfParallelism = 8 }, part =>
        {
            using var one = part.Open("order_id");
            using var other = part.Open("revenue");
            var codes = new int[1];
            one.ReadCodes(codes, out var values);
            Assert.Equal($"o{part.Source[2..5].TrimStart('0').PadLeft(1, '0')}", System.Text.Encoding.UTF8.GetString(values[codes[0]]));
            InterlockedMax(ref most, orders.OpenFileCount);
        });
        Assert.InRange(most, 1, 32 + 8);
        Assert.InRange(orders.OpenFileCount, 1, 32);
    }

    [Fact]
    public void Fingerprints_tell_what_was_read()
    {
        var path = SmallFile.Orders(_temp["x/a.parquet"], "a", "b");
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 11, 2, 3, 4, 5, DateTimeKind.Utc));
        using var orders = _temp.Orders("x");
        var file = Assert.Single(orders.Fingerprints);
        Assert.Equal(("x/a.parquet", new FileInfo(path).Length, new DateTimeOffset(2026, 11, 2, 3, 4, 5, TimeSpan.Zero), 2L), (file.Path, file.Length, file.ModifiedAt, file.Rows));
        Assert.NotEqual(0u, file.FooterChecksum);
        Assert.Empty(orders.ChangedSince());
    }

    [Theory]
    [InlineData("touched"), InlineData("rewritten"), InlineData("damaged"), InlineData("deleted")]
    public void A_file_that_changes_while_it_is_read_is_named(string change)
    {
        SmallFile.Orders(_temp["x/a.parquet"], "a");
        var path = SmallFile.Orders(_temp["x/b.parquet"], "b");
        var written = File.GetLastWriteTimeUtc(path);
        using var orders = _temp.Orders("x");
        if (change == "touched") File.SetLastWriteTimeUtc(path, written.AddSeconds(1));
        if (change == "rewritten") File.Move(SmallFile.Orders(_temp["new"], "c"), path, overwrite: true);
        if (change == "damaged") File.WriteAllText(path, "no more");
        if (change == "deleted") File.Delete(path);
        // Not even an unchanged time hides another footer.
        if (change is "rewritten" or "damaged") File.SetLastWriteTimeUtc(path, written);
        Assert.Equal(["sources.orders: x/b.parquet changed while it was read"], orders.ChangedSince());
    }

    [Fact]
    public void A_file_that_was_replaced_before_it_is_read_is_refused()
    {
        for (var i = 0; i < 40; i++) SmallFile.Orders(_temp[$"x/{i:00}.parquet"], "a");
        using var orders = _temp.Orders("x");
        File.Move(SmallFile.Orders(_temp["new"], "other", "rows"), _temp["x/00.parquet"], overwrite: true);
        Assert.Equal("sources.orders: x/00.parquet changed while it was read; run again when its writer is done", Assert.Throws<BadInputException>(() => orders.Texts("order_id")).Message);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most)) Interlocked.CompareExchange(ref most, value, seen);
    }
}
