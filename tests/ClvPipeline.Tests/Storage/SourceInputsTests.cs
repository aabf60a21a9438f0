using ClvPipeline.Storage;
using Xunit;

namespace ClvPipeline.Tests.Storage;

public sealed class SourceInputsTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void A_run_reads_what_is_there_and_tells_which_files()
    {
        SmallFile.Orders(_temp["o.parquet"], "a");
        SmallFile.Write(_temp["t.parquet"], 10, ("customer_id", [1L]), ("occurred_at", [SmallFile.Noon]), ("channel", ["email"]));
        using var inputs = SourceInputs.Open([Source("orders", "o.parquet"), Source("touchpoints", "t.parquet")], _temp.Path);
        Assert.Equal(["touchpoints", "orders"], inputs.Inputs.All.Select(dataset => dataset.Name));
        Assert.Equal("o.parquet", Assert.IsType<InputFile>(Assert.Single(inputs.Datasets.Single(dataset => dataset.Name == "orders").Fingerprints)).Path);
        Assert.Empty(inputs.ChangedSince());
        File.Delete(_temp["t.parquet"]);
        Assert.Equal(["sources.touchpoints: t.parquet changed while it was read"], inputs.ChangedSince());
    }

    [Fact]
    public void Everything_that_is_wrong_with_all_datasets_is_told_at_once()
    {
        SmallFile.Orders(_temp["o.parquet"], "a");
        Assert.Equal(
            ["sources.touchpoints: there is none; expected where its rows come from", $"sources.spend: no file at {_temp["s.parquet"]}", $"sources.customers: no file at {_temp["c.parquet"]}"],
            Assert.Throws<BadInputException>(() => SourceInputs.Open([Source("orders", "o.parquet"), Source("spend", "s.parquet"), Source("customers", "c.parquet")], _temp.Path)).Message.Split('\n'));
    }

    private static DatasetSource Source(string name, string path) => new(name, path, DatasetText.AsNamed, null);
}
