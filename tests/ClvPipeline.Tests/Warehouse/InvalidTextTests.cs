using System.Text;
using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using ClvPipeline.Parquet;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Laws;
using ClvPipeline.Tests.Postgres;
using ClvPipeline.Tests.Storage;
using Xunit;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>Bytes of Parquet files that are no UTF-8, which Postgres would refuse: their rows are rejected with a reason, and all others are stored byte by byte.</summary>
public sealed class InvalidTextTests
{
    private const int RowsOfEach = 4_000;

    // .NET's own decoder says which are text: nothing that the program asks.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // No beginning, no end, too long a form, halves of pairs, beyond the last, Latin-1; and then text that looks like it: the last character, the replacement character, a byte order mark.
    private static readonly byte[][] Broken = [[0x80], [0xFF], [0xFE, 0xFF], [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0xAF], [0xF0, 0x80, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [.. "caf"u8, 0xE9]];
    private static readonly byte[][] Whole = [[0xF4, 0x8F, 0xBF, 0xBF], [0xEF, 0xBF, 0xBD], [0xEF, 0xBB, 0xBF], [0xED, 0x9F, 0xBF], [0xEE, 0x80, 0x80], [.. "é'); drop table clv.run; --"u8], [.. "😀\\x00"u8], [.. "plain"u8]];

    [PostgresFact]
    public void Rows_of_invalid_UTF8_are_rejected_with_a_reason_and_all_others_are_stored_byte_by_byte()
    {
        using var shop = new WarehouseShop();
        var random = new Random(20_261_122);
        List<byte[]> Texts(int kinds) => [.. Enumerable.Range(0, RowsOfEach).Select(i => Text(random, i % kinds))];
        var (ids, orders, channels, campaigns, segments) = (Texts(RowsOfEach), Texts(RowsOfEach), Texts(60), Texts(60), Texts(20));
        var folder = Path.Combine(shop.Shell.Folder, "shop");
        var noon = Enumerable.Repeat((SmallFile.Noon - DateTimeOffset.UnixEpoch).Ticks / 10, RowsOfEach).ToArray();
        Write(Path.Combine(folder, "touchpoints.parquet"), [("customer_id", ids), ("channel", channels), ("campaign", campaigns)], ("occurred_at", WriteType.TimestampMicrosUtc, noon));
        Write(Path.Combine(folder, "orders.parquet"), [("order_id", orders), ("customer_id", ids)], ("ordered_at", WriteType.TimestampMicrosUtc, noon), ("revenue", WriteType.Int64, [.. noon.Select((_, i) => 10L + i % 7)]));
        Write(Path.Combine(folder, "customers.parquet"), [("customer_id", ids), ("segment", segments)]);
        shop.Output("Warehouse", "out");
        shop.Change(settings =>
        {
            settings["sources"]!.AsObject().Remove("spend");
            (settings["asOf"], settings["quality"]) = ("2026-11-02", new JsonObject { ["maxRejectedShare"] = 0.9 });
        });
        Assert.True(shop.Clv("run", "--run-id", "broken") == ExitCode.Ok, shop.Shell.Error);

        List<int> Good(params List<byte[]>[] columns) => [.. Enumerable.Range(0, RowsOfEach).Where(row => columns.All(column => IsText(column[row])))];
        var (touched, bought, known) = (Good(ids, channels, campaigns), Good(ids, orders), Good(ids, segments));
        Assert.InRange(touched.Count, RowsOfEach / 4, RowsOfEach * 3 / 4);
        var rejected = Rows.Of(WarehouseTable.Read(shop.Warehouse, "broken", Tables.RejectedRowTable)).ToList();
        foreach (var (dataset, good) in new[] { ("touchpoints", touched), ("orders", bought), ("customers", known) })
        {
            Assert.Equal(Enumerable.Range(0, RowsOfEach).Except(good).Select(row => row + 1L), rejected.Where(row => row["dataset"] == dataset).Select(row => long.Parse(row["row_number"]!)).Order());
            Assert.Equal((decimal)good.Count, shop.Database.Scalar($"select sum(rows) from clv.current_intake_count where dataset = '{dataset}' and outcome <> 'rejected'"));
        }

        Assert.All(rejected, row => Assert.Equal($"{row["column_name"]} is not valid UTF-8", row["reason"]));
        var counted = touched.Intersect(bought).ToList();
        Assert.Equal(Hex(bought.Select(row => ids[row])), Stored("customer_id", "customer_value"));
        Assert.Equal(Hex(counted.Select(row => channels[row])), Stored("channel", "channel_summary"));
        Assert.Equal(Hex(counted.Select(row => campaigns[row])), Stored("campaign", "campaign_summary"));
        Assert.Equal(Hex(bought.Intersect(known).Select(row => segments[row])), Stored("segment", "customer_value"));
        foreach (var spec in Tables.All)
            Assert.Equal(WarehouseRows.Of(ResultReader.Read(Path.Combine(shop.Shell.Folder, "out", "runs", "broken"), spec)), WarehouseRows.Of(shop.Database, spec, "broken"));

        string[] Stored(string column, string table) =>
            (string[])shop.Database.Scalar($"select array_agg(hex order by hex) from (select distinct encode(convert_to({column}, 'UTF8'), 'hex') collate \"C\" as hex from clv.current_{table} where {column} not in ('(unattributed)', '(unknown)', '(none)')) t")!;
    }

    private static string[] Hex(IEnumerable<byte[]> texts) => [.. texts.Select(Convert.ToHexStringLower).Distinct().Order(StringComparer.Ordinal)];

    // One in eight is broken.
    private static byte[] Text(Random random, int i)
    {
        var pieces = random.Next(8) == 0 ? Broken : Whole;
        return [.. "x"u8, .. pieces[random.Next(pieces.Length)], .. Encoding.ASCII.GetBytes($"{i}")];
    }

    private static bool IsText(byte[] bytes)
    {
        try
        {
            return Strict.GetCharCount(bytes) > 0;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static void Write(string path, (string Name, List<byte[]> Values)[] texts, params (string Name, WriteType Type, long[] Values)[] numbers)
    {
        using var file = File.Create(path);
        using var writer = new ParquetWriter(file, [.. texts.Select(column => new WriteColumn(column.Name, WriteType.Text)), .. numbers.Select(column => new WriteColumn(column.Name, column.Type))]);
        writer.BeginRowGroup(RowsOfEach);
        foreach (var (_, values) in texts)
        {
            int[] offsets = [0, .. values.Select((value, i) => value.Length)];
            for (var i = 1; i < offsets.Length; i++) offsets[i] += offsets[i - 1];
            writer.Write([.. Enumerable.Range(0, RowsOfEach)], [.. values.SelectMany(value => value)], offsets);
        }

        foreach (var (_, _, values) in numbers) writer.Write(values, default);
        writer.Close();
    }
}
