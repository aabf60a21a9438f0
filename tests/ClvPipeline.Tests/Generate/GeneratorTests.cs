using System.Security.Cryptography;
using System.Text.Json;
using ClvPipeline.Jobs.Generate;
using Xunit;

namespace ClvPipeline.Tests.Generate;

public sealed class GeneratorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clv-generate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(CustomerIdKind.Integer)]
    [InlineData(CustomerIdKind.Text)]
    [InlineData(CustomerIdKind.Uuid)]
    public void The_same_options_make_the_same_bytes_on_any_number_of_threads(CustomerIdKind kind)
    {
        var options = new GenerateOptions { Customers = 4_000, OutFolder = Out("one"), IdKind = kind, Threads = 1, Flaws = true };
        Write(options);
        Write(options with { OutFolder = Out("three"), Threads = 3 });
        Assert.Equal(Checksums("one"), Checksums("three"));
    }

    [Fact]
    public void Another_seed_makes_another_shop()
    {
        Write(new GenerateOptions { Customers = 100, OutFolder = Out("one") });
        Write(new GenerateOptions { Customers = 100, OutFolder = Out("two"), Seed = 2 });
        Assert.All(Checksums("one").Zip(Checksums("two")), pair => Assert.True(pair.First != pair.Second || pair.First.Name == "clv.json"));
    }

    [Fact]
    public void A_shop_has_its_data_settings_and_truth()
    {
        var summary = Write(new GenerateOptions { Customers = 1, OutFolder = Out("shop") });
        Assert.Equal(["clv.json", "customers.parquet", "orders.parquet", "spend.parquet", "touchpoints.parquet", "true-parameters.json"], Checksums("shop").Select(file => file.Name));
        Assert.Equal(new DirectoryInfo(Out("shop")).EnumerateFiles().Sum(file => file.Length), summary.Bytes);
        Assert.True(summary is { Customers: 1, Touchpoints: >= 1 });
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out("shop"), "clv.json")));
        Assert.Equal("2026-06-30", settings.RootElement.GetProperty("asOf").GetString());
        Assert.Equal("orders.parquet", settings.RootElement.GetProperty("sources").GetProperty("orders").GetProperty("parquet").GetString());
        Assert.Equal("spend.parquet", settings.RootElement.GetProperty("sources").GetProperty("spend").GetProperty("parquet").GetString());
    }

    [Fact]
    public void A_folder_that_holds_something_is_refused()
    {
        File.WriteAllText(Path.Combine(_folder, "thesis.doc"), "mine");
        var refused = Assert.Throws<BadInputException>(() => Write(new GenerateOptions { Customers = 10, OutFolder = _folder }));
        Assert.Contains("is not empty (it holds thesis.doc)", refused.Message, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void A_folder_left_half_written_is_taken_again()
    {
        Directory.CreateDirectory(Path.Combine(_folder, ".writing", "orders"));
        Write(new GenerateOptions { Customers = 10, OutFolder = _folder });
        Assert.False(Directory.Exists(Path.Combine(_folder, ".writing")));
        Assert.True(File.Exists(Path.Combine(_folder, "clv.json")));
    }

    [Fact]
    public void All_problems_of_the_options_are_told_together()
    {
        var refused = Assert.Throws<BadInputException>(() => Write(new GenerateOptions { Customers = 0, OutFolder = " ", Years = 0 }));
        Assert.Contains("customers is 0", refused.Message, StringComparison.Ordinal);
        Assert.Contains("out is empty", refused.Message, StringComparison.Ordinal);
        Assert.Contains("years is 0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_shop_is_not_published()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => ShopGenerator.Write(new GenerateOptions { Customers = 10, OutFolder = _folder }, null, cancelled.Token));
        Assert.False(File.Exists(Path.Combine(_folder, "clv.json")));
    }

    private string Out(string name) => Path.Combine(_folder, name);

    private static GenerateSummary Write(GenerateOptions options) => ShopGenerator.Write(options, null, CancellationToken.None);

    private (string Name, string Sha)[] Checksums(string name) =>
        [.. Directory.EnumerateFiles(Out(name), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(Out(name), path), Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))))];
}
