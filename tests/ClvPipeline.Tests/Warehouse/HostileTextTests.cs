using System.Text;
using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Postgres;
using ClvPipeline.Tests.Storage;
using Xunit;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>Texts that mean something to SQL, terminals or encodings are stored exactly, or rejected with a reason; nothing is executed, nothing lost.</summary>
public sealed class HostileTextTests
{
    private const int Texts = 100_000;

    private static readonly string[] Parts =
    [
        "'", "''", "\"", "`", "\\", "\\N", "\\.", "\\x00", "$$", "$1", ":x", "@p", "%s", "{0}", ";", "--", "/*", "*/", "'); drop table clv.run; --", "\"; drop schema clv cascade; --", "' or 1=1 --", "\u202E", "\u200F", "\u200B", "\uFEFF", "\uFFFF", "\u0001", "\u001b[2J", "\t", "\n", "\r", "\u0085", "\u2028",
        "NULL", "null", "NaN", "∅", "|", ",", "é", "e\u0301", "İ", "ß", "عربي", "👩‍👩‍👧", "🧾", "𐀀", "=1+1", "<script>", "../", "x",
    ];

    /// <summary>Names of columns: a mapped one, and two by which customers are grouped.</summary>
    private static readonly string[] Columns = ["net'); drop table clv.run; --", "a\"; drop schema clv cascade; --", "'\u202E); drop table clv.run; --\t$$"];

    [PostgresFact]
    public void Ids_channels_campaigns_and_segments_come_back_as_they_went_in_or_are_rejected_with_a_reason()
    {
        using var shop = new WarehouseShop();
        var random = new Random(20_260_630);
        List<string> texts = [.. Enumerable.Range(0, Texts).Select(i => Text(random, i))];
        var (nul, long1) = ("bad\0name", new string('x', 1_000_000));
        object[] ids = [.. texts, nul, long1];
        object[] noon = [.. ids.Select(_ => (object)SmallFile.Noon)], money = [.. ids.Select((_, i) => (object)(10m + i % 7))];
        var folder = Path.Combine(shop.Shell.Folder, "shop");
        SmallFile.Write(Path.Combine(folder, "touchpoints.parquet"), 5000, ("customer_id", ids), ("occurred_at", noon), ("channel", [.. ids.Select((id, i) => i % 40 == 0 ? id : "plain")]), ("campaign", [.. ids.Select((id, i) => i % 40 == 1 ? id : "plain")]));
        SmallFile.Write(Path.Combine(folder, "orders.parquet"), 5000, ("order_id", ids), ("customer_id", ids), ("ordered_at", noon), (Columns[0], money));
        SmallFile.Write(Path.Combine(folder, "customers.parquet"), 5000, ("customer_id", ids), ("segment", [.. ids.Select((id, i) => i % 40 == 2 ? id : "plain")]),
            (Columns[1], [.. ids.Select((_, i) => (object)$"a{i % 3}")]), (Columns[2], [.. ids.Select((_, i) => (object)(i % 2 == 0 ? "'" : "\""))]));
        shop.Output("Warehouse", "out", ("orderValue", true));
        shop.Change(settings =>
        {
            settings["sources"]!.AsObject().Remove("spend");
            settings["sources"]!["orders"]!["columns"] = new System.Text.Json.Nodes.JsonObject { ["revenue"] = Columns[0] };
            settings["currency"] = "'); --";
            settings["asOf"] = "2026-11-02";
            settings["quality"] = new System.Text.Json.Nodes.JsonObject { ["maxRejectedShare"] = 0.5 };
            settings["attribution"] = new System.Text.Json.Nodes.JsonObject { ["models"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["type"] = "linear", ["name"] = "'); drop table clv.run; --" }) };
        });
        Assert.True(shop.Clv("run", "--run-id", "hostile") == ExitCode.Ok, shop.Shell.Error);

        foreach (var spec in Tables.All.Append(Tables.OrderValue))
            Assert.Equal(WarehouseRows.Of(ResultReader.Read(Path.Combine(shop.Shell.Folder, "out", "runs", "hostile"), spec)), WarehouseRows.Of(shop.Database, spec, "hostile"));
        // Columns' names are the names of dimensions, and settings stand in the register.
        Assert.Equal(new[] { Columns[1], Columns[2] }.Order(StringComparer.Ordinal), ((string[])shop.Database.Scalar("select array_agg(distinct dimension collate \"C\") from clv.current_segment_value where dimension ~ 'drop'")!).Order(StringComparer.Ordinal));
        Assert.Equal(("'); --", Columns[0]), ((string)shop.Database.Scalar("select parameters::json ->> 'currency' from clv.run")!, (string)shop.Database.Scalar("select parameters::json #>> '{sources,orders,columns,revenue}' from clv.run")!));
        foreach (var set in new[] { "output.postgres=x'); drop table clv.run; --", "attribution.directChannels=[\"'); drop table clv.run; --\"]", "timeZone='; drop schema clv cascade; --", "pipeline='; drop table clv.run; --" })
        {
            Assert.Contains(shop.Clv("run", "--run-id", "more", "--dry-run", "--set", set), new[] { ExitCode.Ok, ExitCode.Usage });
            Assert.Equal(1L, shop.Database.Scalar("select count(*) from clv.run"));
        }

        var expected = texts.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Equal((long)expected.Count, shop.Database.Scalar("select count(*) from clv.current_customer_value"));
        Assert.Equal(Hash(expected), shop.Database.Scalar("select encode(sha256(convert_to(string_agg(customer_id, '|' order by convert_to(customer_id, 'UTF8')), 'UTF8')), 'hex') from clv.current_customer_value"));
        Assert.Equal(6L, shop.Database.Scalar("select count(*) from clv.current_rejected_row where reason ~ '_id'"));
        Assert.True((long)shop.Database.Scalar("select count(*) from clv.dim_channel")! > Texts / 80);
        Assert.Equal(1L, shop.Database.Scalar("select count(*) from clv.run where status = 'succeeded'"));
    }

    private static string Hash(List<string> texts) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', texts.OrderBy(text => text, Utf8.Instance)))));

    private static string Text(Random random, int i)
    {
        // Neither begins nor ends with a blank: those are cut off, which is not what is asked here.
        var text = new StringBuilder("x");
        for (var parts = random.Next(1, 6); parts > 0; parts--) text.Append(Parts[random.Next(Parts.Length)]);
        return text.Append(i).ToString();
    }

    private sealed class Utf8 : IComparer<string>
    {
        public static readonly Utf8 Instance = new();

        public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x!).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y!));
    }
}
