using System.Text.Json;
using Xunit;

namespace ClvPipeline.Tests.Architecture;

/// <summary>Projects whose packages not every feed serves adapt themselves; nothing else may notice.</summary>
public class FeedGateTests
{
    [Theory]
    [InlineData("true", "false")]
    [InlineData("false", "true")]
    public void A_switch_decides_what_the_host_and_the_tests_are_compiled_with(string hangfire, string dataFrames)
    {
        var constants = Evaluate("tests/ClvPipeline.Tests/ClvPipeline.Tests.csproj", hangfire, dataFrames).GetProperty("Properties").GetProperty("DefineConstants").GetString()!.Split(';');
        Assert.Equal(hangfire == "true", constants.Contains("HANGFIRE"));
        Assert.Equal(dataFrames == "true", constants.Contains("DATAFRAMES"));
    }

    [Theory]
    [InlineData("jobs/ClvPipeline.Hangfire/ClvPipeline.Hangfire.csproj", "Hangfire.Core")]
    [InlineData("src/ClvPipeline.DataFrames/ClvPipeline.DataFrames.csproj", "Parquet.Net")]
    public void A_gated_project_has_its_packages_and_its_source_or_neither(string project, string package)
    {
        var there = Evaluate(project, "true", "true");
        Assert.Contains(package, Items(there, "PackageReference"));
        Assert.Contains("Profile.cs", Items(there, "Compile"));
        var lacking = Evaluate(project, "false", "false");
        Assert.DoesNotContain(package, Items(lacking, "PackageReference"));
        Assert.Empty(Items(lacking, "Compile"));
    }

    [Fact]
    public void The_banned_symbols_are_told_to_the_compiler_of_every_project()
    {
        Assert.Contains("eng/BannedSymbols.txt", Repository.Text("Directory.Build.props"), StringComparison.Ordinal);
        var banned = Repository.Text("eng/BannedSymbols.txt");
        Assert.All(new[] { "P:System.DateTime.Now;", "P:System.DateTime.UtcNow;", "P:System.DateTimeOffset.UtcNow;", "P:System.TimeZoneInfo.Local;", "M:System.Random.#ctor;", "P:System.Random.Shared;", "M:System.Guid.NewGuid;" },
            symbol => Assert.Contains(symbol, banned, StringComparison.Ordinal));
        var engine = Evaluate("src/ClvPipeline/ClvPipeline.csproj", "false", "false");
        Assert.Contains(Items(engine, "AdditionalFiles"), file => file.EndsWith("BannedSymbols.txt", StringComparison.Ordinal));
        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", Items(engine, "PackageReference"));
    }

    private static JsonElement Evaluate(string project, string hangfire, string dataFrames) => JsonDocument.Parse(Dotnet.Run(
        "msbuild", project, $"-p:Hangfire={hangfire}", $"-p:DataFrames={dataFrames}", "-getProperty:DefineConstants,FeedGate", "-getItem:Compile,PackageReference,AdditionalFiles")).RootElement;

    private static IReadOnlyList<string> Items(JsonElement evaluated, string item) => [.. evaluated.GetProperty("Items").GetProperty(item).EnumerateArray().Select(each => each.GetProperty("Identity").GetString()!)];
}
