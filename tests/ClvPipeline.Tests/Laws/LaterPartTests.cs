using ClvPipeline.Storage;
using ClvPipeline.Tests.Oracle;
using ClvPipeline.Tests.Storage;
using Xunit;

namespace ClvPipeline.Tests.Laws;

public class LaterPartTests
{
    private static readonly OracleSettings Settings = new() { AsOf = new DateOnly(2026, 11, 2), GrossMargin = 0.5m };

    [Fact]
    public void Rows_in_parts_of_their_own_count_like_rows_in_one_part()
    {
        var skipped = 0;
        for (var seed = 1; seed <= 60; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var inputs = MemoryDataset.Inputs(shop, settings, new Layout(seed, 300));
            var (one, many) = (EngineRun.Run(shop, settings), EngineRun.Run(inputs, settings));
            Assert.True(Rows.Everything(one) == Rows.Everything(many), $"seed {seed}: parts that are passed over changed a result");
            Assert.True(Rows.Text(one, "intake_count") == Rows.Text(many, "intake_count"), $"seed {seed}: parts that are passed over changed a count");
            skipped += inputs.All.SelectMany(dataset => ((MemoryDataset)dataset).MemoryParts).Count(part => part.Rows > 0 && !part.WasOpened);
        }

        Assert.True(skipped > 100, $"only {skipped} parts were passed over");
    }

    [Fact]
    public void A_row_group_after_the_as_of_date_is_counted_and_not_read()
    {
        using var folder = new TempFolder();
        SmallFile.Orders(folder["orders/now.parquet"], "a", "b");
        SmallFile.Write(folder["touchpoints/now.parquet"], 10, ("customer_id", [1L]), ("occurred_at", [SmallFile.Noon]), ("channel", ["email"]));
        var later = SmallFile.Write(folder["touchpoints/later.parquet"], 10, ("customer_id", [1L, 1L]), ("occurred_at", [SmallFile.Noon.AddDays(30), SmallFile.Noon.AddDays(31)]), ("channel", ["store", null]));
        var bytes = File.ReadAllBytes(later);
        for (var i = 4; i < 40; i++) bytes[i] ^= 0x5a;
        File.WriteAllBytes(later, bytes);

        using var inputs = SourceInputs.Open([new DatasetSource("touchpoints", "touchpoints", new Dictionary<string, string>(), null), new DatasetSource("orders", "orders", new Dictionary<string, string>(), null)], folder.Path);
        Assert.Contains($"touchpoints|not_visible||2|{(SmallFile.Noon.AddDays(31) - DateTimeOffset.UnixEpoch).Ticks / 10}", Rows.Text(EngineRun.Run(inputs.Inputs, Settings), "intake_count"), StringComparison.Ordinal);
        Assert.Contains("later.parquet", Assert.Throws<BadInputException>(() => EngineRun.Run(inputs.Inputs, Settings with { AsOf = new DateOnly(2026, 12, 31) })).Message, StringComparison.Ordinal);
    }
}
