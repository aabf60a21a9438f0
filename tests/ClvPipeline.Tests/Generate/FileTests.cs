using System.Text.Json;
using ClvPipeline.Jobs.Generate;
using ClvPipeline.Parquet;
using Xunit;

namespace ClvPipeline.Tests.Generate;

public sealed class FileTests : IDisposable
{
    private static readonly DateTimeOffset EndOfHistory = new(2026, 6, 30, 22, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("clv-generate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_listed_flaw_is_where_the_list_says_and_no_other_row_is_bad()
    {
        var summary = Write(new GenerateOptions { Customers = GenerateOptions.FewestCustomersWithFlaws, OutFolder = _folder, Flaws = true });
        var flaws = JsonSerializer.Deserialize<Flaw[]>(File.ReadAllText(Path.Combine(_folder, "flaws.json")), JsonSerializerOptions.Web)!;

        var times = Table.Numbers(At("touchpoints"), "occurred_at");
        Assert.Equal(summary.Touchpoints, times.Length);
        BadRows("touchpoints", "rejected", i => Customer("touchpoints")[i] is null || times[i] is null or < 0);
        BadRows("touchpoints", "not_visible", i => times[i] >= EndOfHistory.ToUnixTimeMilliseconds() * 1000);
        var ids = Table.Numbers(At("touchpoints"), "touch_id");
        var seen = new HashSet<long?>();
        BadRows("touchpoints", "repeated", i => !seen.Add(ids[i]));
        var channels = Table.Texts(At("touchpoints"), "channel");
        var campaigns = Table.Texts(At("touchpoints"), "campaign");
        BadRows("touchpoints", "used", i => channels[i] is "" or " email " or "(unattributed)" || campaigns[i] == " ");

        var ordered = Table.Numbers(At("orders"), "ordered_at");
        Assert.Equal(summary.OrderRows, ordered.Length);
        var (orders, revenue, cogs) = (Table.Numbers(At("orders"), "order_id"), Table.Numbers(At("orders"), "revenue"), Table.Numbers(At("orders"), "cogs"));
        var currency = Table.Texts(At("orders"), "currency");
        BadRows("orders", "rejected", i => Customer("orders")[i] is null || orders[i] is null || ordered[i] is null or < 0
            || revenue[i] >= 100_000_000_000 || (cogs[i] < 0 && revenue[i] >= 0) || currency[i] != "EUR");
        BadRows("orders", "not_visible", i => ordered[i] >= EndOfHistory.ToUnixTimeMilliseconds() * 1000);
        BadRows("orders", "repeated", i => revenue[i] > 0 && orders.AsSpan(0, i).Contains(orders[i]));
        BadRows("orders", "used", i => revenue[i] == 0 || (revenue[i] < 0 && !orders.AsSpan(0, i).Contains(orders[i])));
        Assert.Equal(summary.Refunds, revenue.Count(cents => cents < 0));

        var customers = Table.Numbers(At("customers"), "customer_id");
        Assert.All(flaws.Where(flaw => flaw.Row == 0), flaw => Assert.DoesNotContain(long.Parse(flaw.Kind.Split(' ')[2]), customers));
        BadRows("customers", "repeated", i => i > 0 && customers[i] == customers[i - 1]);
        Assert.All(flaws.Where(flaw => flaw.Outcome == "rejected").GroupBy(flaw => flaw.Dataset),
            dataset => Assert.True(dataset.Count() < 0.01 * (dataset.Key == "orders" ? ordered.Length : times.Length)));

        void BadRows(string dataset, string outcome, Func<int, bool> bad)
        {
            var listed = flaws.Where(flaw => flaw.Dataset == dataset && flaw.Outcome == outcome && flaw.Row > 0).Select(flaw => flaw.Row).ToArray();
            Assert.NotEmpty(listed);
            using var file = ParquetFile.Open(At(dataset));
            Assert.Equal(listed, Enumerable.Range(0, (int)file.RowCount).Where(bad).Select(i => i + 1L));
        }
    }

    [Fact]
    public void Ids_of_all_kinds_name_the_same_people()
    {
        var options = new GenerateOptions { Customers = 300, OutFolder = _folder };
        Write(options with { OutFolder = Path.Combine(_folder, "integer") });
        Write(options with { OutFolder = Path.Combine(_folder, "text"), IdKind = CustomerIdKind.Text });
        Write(options with { OutFolder = Path.Combine(_folder, "uuid"), IdKind = CustomerIdKind.Uuid });
        var texts = Table.Texts(At("text/customers"), "customer_id");
        Assert.Equal(300, texts.Distinct().Count());
        Assert.All(texts, text => Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", text));
        foreach (var dataset in new[] { "touchpoints", "orders" })
        {
            var integers = Table.Numbers(At($"integer/{dataset}"), "customer_id");
            Assert.Equal(integers.Select(id => texts[(int)id!.Value - 1]), Table.Texts(At($"text/{dataset}"), "customer_id"));
            Assert.Equal(integers.Select(id => Guid.Parse(texts[(int)id!.Value - 1]!)), Table.Uuids(At($"uuid/{dataset}"), "customer_id"));
        }
    }

    [Fact]
    public void Touch_ids_and_campaigns_can_be_left_out()
    {
        Write(new GenerateOptions { Customers = 50, OutFolder = _folder, TouchIds = false, Campaigns = false });
        using var touchpoints = ParquetFile.Open(At("touchpoints"));
        Assert.Equal(["customer_id", "occurred_at", "channel", "consent"], touchpoints.Columns.Select(column => column.Name));
        using var spend = ParquetFile.Open(At("spend"));
        Assert.Equal(["date", "channel", "amount"], spend.Columns.Select(column => column.Name));
    }

    [Fact]
    public void The_files_hold_the_rows_that_were_simulated()
    {
        Write(new GenerateOptions { Customers = 3_000, OutFolder = _folder });
        var shop = Measured.Of(3_000, 1);
        Assert.Equal(shop.Touches.Select(touch => touch.Customer + 1L), Table.Numbers(At("touchpoints"), "customer_id").Select(id => id!.Value));
        Assert.Equal(shop.Touches.Select(touch => shop.Truth.Channels[touch.Channel].Name), Table.Texts(At("touchpoints"), "channel"));
        Assert.Equal(shop.Touches.Select(touch => (touch.Utc - DateTime.UnixEpoch).Ticks / 10), Table.Numbers(At("touchpoints"), "occurred_at").Select(time => time!.Value));
        Assert.Equal(shop.OrderRows.Select(row => row.Revenue), Table.Numbers(At("orders"), "revenue").Select(cents => cents!.Value / 100.0));
        Assert.Equal(shop.OrderRows.Select(row => row.Cogs), Table.Numbers(At("orders"), "cogs").Select(cents => cents / 100.0));
    }

    private long?[] Customer(string dataset) => _customers.TryGetValue(dataset, out var known) ? known : _customers[dataset] = Table.Numbers(At(dataset), "customer_id");

    private readonly Dictionary<string, long?[]> _customers = [];

    private string At(string dataset) => Path.Combine(_folder, dataset + ".parquet");

    private static GenerateSummary Write(GenerateOptions options) => ShopGenerator.Write(options, null, CancellationToken.None);
}
