using System.Globalization;
using System.Text;
using Xunit;

namespace ClvPipeline.Tests.Oracle;

/// <summary>What comes out of a layout, read as plainly as the ports allow, is what the shop holds.</summary>
public class MemoryDatasetTests
{
    [Fact]
    public void No_layout_changes_what_the_rows_say()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var expected = Rows(MemoryDataset.Inputs(shop, settings, new Layout()), settings);
            foreach (var layout in new[] { new Layout(0, 3), new Layout(seed, 1), new Layout(seed + 1, 7) })
                Assert.Equal(expected, Rows(MemoryDataset.Inputs(shop, settings, layout), settings));
        }
    }

    [Fact]
    public void The_plain_layout_holds_the_rows_of_the_shop()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var clock = new Clock(shop.OrderZone ?? settings.TimeZone);
            var expected = shop.Orders.Select(row => string.Join('|', [
                Id(row.OrderId), Id(row.CustomerId), $"{(row.OrderedAt is { } at ? clock.Instant(at, shop.OrderTimes, true) : null)}",
                Money(row.Revenue), Money(row.Cogs), Text(row.SalesChannel), Text(row.Currency)]));
            Assert.Equal(expected.Order(StringComparer.Ordinal), Rows(MemoryDataset.Inputs(shop, settings, new Layout()), settings)["orders"]);
        }

        static string Id(Id? id) => id is { Kind: IdKind.Text } ? Text(id.Value.Text) : $"{id}";
        static string Text(string? text) => text is null ? "" : Convert.ToHexString(Utf8Text.Bytes(text));
        static string Money(double? amount) => amount is null ? "" : double.IsFinite(amount.Value) ? $"{RowCheck.MicroUnits(amount.Value)}" : $"{amount}";
    }

    [Fact]
    public void Every_form_of_a_column_is_served()
    {
        var seen = new HashSet<string>();
        for (var seed = 1; seed <= 100; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            foreach (var dataset in MemoryDataset.Inputs(shop, settings, new Layout(seed, 5)).All)
                foreach (var part in dataset.Parts)
                    foreach (var column in new[] { "customer_id", "occurred_at", "ordered_at", "revenue", "consent", "channel" })
                        if (part.TypeOf(column) is { } type) seen.Add($"{type.Kind} {type.Scale} {type.TicksPerSecond} {type.Zoned} {type.Legacy96}");
        }
        Assert.Equal(17, seen.Count);
    }

    private static Dictionary<string, List<string>> Rows(Inputs inputs, OracleSettings settings) =>
        inputs.All.ToDictionary(dataset => dataset.Name, dataset => dataset.Parts.SelectMany(part => Rows(dataset, part, settings)).Order(StringComparer.Ordinal).ToList());

    private static IEnumerable<string> Rows(IDataset dataset, IPart part, OracleSettings settings)
    {
        string[] names = dataset.Name switch
        {
            "touchpoints" => ["customer_id", "occurred_at", "channel", "touch_id", "campaign", "consent"],
            "orders" => ["order_id", "customer_id", "ordered_at", "revenue", "cogs", "sales_channel", "currency"],
            _ => ["customer_id", "segment"],
        };
        var columns = names.Select(name => Column(dataset, part, name, settings)).ToList();
        return Enumerable.Range(0, part.Rows).Select(row => string.Join('|', columns.Select(column => column[row])));
    }

    private static List<string> Column(IDataset dataset, IPart part, string name, OracleSettings settings)
    {
        if (part.TypeOf(name) is not { } type) return [.. Enumerable.Repeat("", part.Rows)];
        using var cursor = part.Open(name);
        var isTime = name is "occurred_at" or "ordered_at";
        var isMoney = name is "revenue" or "cogs";
        var clock = new Clock(dataset.TimeZone ?? (type.Legacy96 ? "UTC" : settings.TimeZone));
        if (type.Kind == ColumnKind.Text) return [.. ReadText(cursor, part.Rows).Select(text => text is null ? "" : isTime ? $"{Instant(text, clock)}" : Convert.ToHexString(text))];
        var valid = new byte[part.Rows];
        if (type.Kind == ColumnKind.Real)
        {
            var reals = new double[part.Rows];
            cursor.Read(reals, valid);
            return [.. reals.Select((real, i) => valid[i] == 0 ? "" : double.IsFinite(real) ? $"{RowCheck.MicroUnits(real)}" : $"{real}")];
        }
        var wide = new Int128[part.Rows];
        if (cursor.Wide || type.Kind == ColumnKind.Uuid) cursor.Read(wide, valid);
        else
        {
            var narrow = new long[part.Rows];
            for (var row = 0; row < part.Rows; row += 3) cursor.Read(narrow.AsSpan(row, Math.Min(3, part.Rows - row)), valid.AsSpan(row, Math.Min(3, part.Rows - row)));
            for (var row = 0; row < part.Rows; row++) wide[row] = narrow[row];
        }
        return [.. wide.Select((value, i) => valid[i] == 0 ? "" : type.Kind switch
        {
            ColumnKind.Decimal => $"{value * 1_000_000 / (Int128)Math.Pow(10, type.Scale)}",
            ColumnKind.Integer when isMoney => $"{value * 1_000_000}",
            ColumnKind.Uuid => $"{(UInt128)value:x32}",
            ColumnKind.Date => $"{clock.Instant((long)value * Clock.Day, TimeReading.Day, name == "ordered_at")}",
            ColumnKind.Timestamp => $"{Micros(type, (long)(value * 1_000_000 / type.TicksPerSecond), clock)}",
            _ => $"{value}",
        })];
    }

    private static long Micros(ColumnType type, long micros, Clock clock) => type.Zoned ? micros : clock.Instant(micros);

    private static long Instant(byte[] iso, Clock clock)
    {
        var text = Encoding.UTF8.GetString(iso);
        if (text.EndsWith('Z') || text[^6] is '+' or '-')
            return (DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks / 10;
        return clock.Instant((DateTime.Parse(text, CultureInfo.InvariantCulture) - DateTime.UnixEpoch).Ticks / 10);
    }

    private static List<byte[]?> ReadText(ColumnCursor cursor, int rows)
    {
        var texts = new List<byte[]?>();
        var codes = new int[5];
        while (texts.Count < rows)
        {
            var count = cursor.ReadCodes(codes.AsSpan(0, Math.Min(5, rows - texts.Count)), out var values);
            for (var i = 0; i < count; i++) texts.Add(codes[i] < 0 ? null : values[codes[i]].ToArray());
        }
        return texts;
    }
}
