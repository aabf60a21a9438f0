using System.Text.RegularExpressions;
using Xunit;

namespace ClvPipeline.Tests.Architecture;

/// <summary>References run one way: Jobs → Storage → { Parquet, engine }; engine → nothing of ours. Each project exists because of what it may not do.</summary>
public partial class ReferenceRuleTests
{
    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["ClvPipeline"] = [],
        ["ClvPipeline.Parquet"] = [],
        ["ClvPipeline.Storage"] = ["ClvPipeline", "ClvPipeline.Parquet"],
        ["ClvPipeline.DataFrames"] = ["ClvPipeline.Storage"],
        ["ClvPipeline.Hangfire"] = ["ClvPipeline.Storage"],
        ["ClvPipeline.Jobs"] = ["ClvPipeline.DataFrames", "ClvPipeline.Hangfire", "ClvPipeline.Storage"],
        ["ClvPipeline.Rehearsal"] = [],
        ["ClvPipeline.Tests"] = ["ClvPipeline.Jobs"],
        ["ClvPipeline.Benchmarks"] = ["ClvPipeline.Jobs"],
    };

    [Fact]
    public void Every_project_is_known_and_references_only_what_it_may()
    {
        Assert.Equal(MayReference.Keys.Order(StringComparer.Ordinal), ProjectFile.All.Select(project => project.Name).Order(StringComparer.Ordinal));
        Assert.All(ProjectFile.All, project => Assert.Empty(project.Projects.Except(MayReference[project.Name])));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Text("ClvPipeline.sln");
        Assert.All(ProjectFile.All, project => Assert.Contains(project.File.Replace('/', '\\'), solution, StringComparison.Ordinal));
    }

    [Fact]
    public void The_engine_has_special_functions_and_the_codec_has_nothing()
    {
        Assert.Empty(ProjectFile.Named("ClvPipeline").Packages.Except(["MathNet.Numerics"]));
        Assert.Empty(ProjectFile.Named("ClvPipeline.Parquet").Packages);
    }

    [Fact]
    public void A_package_that_some_feeds_lack_is_named_in_one_project()
    {
        var gates = ProjectFile.All.Where(project => project.GatedPackages.Count > 0).ToList();
        Assert.Equal(["ClvPipeline.DataFrames", "ClvPipeline.Hangfire"], gates.Select(project => project.Name).Order(StringComparer.Ordinal));
        foreach (var (gate, package) in gates.SelectMany(gate => gate.GatedPackages.Select(package => (gate, package))))
        {
            var folder = Path.GetDirectoryName(gate.File)!.Replace('\\', '/') + "/";
            var named = Repository.TextFiles.Where(file => Path.GetExtension(file) is ".csproj" or ".props" or ".targets" or ".proj" or ".sln")
                .Where(file => Repository.Text(file).Contains($"\"{package}\"", StringComparison.Ordinal));
            Assert.Equal(["Directory.Packages.props", gate.File], named.Order(StringComparer.Ordinal));
            var used = Repository.With(".cs").Where(file => !file.StartsWith(folder, StringComparison.Ordinal) && !file.StartsWith($"tests/ClvPipeline.Tests/{gate.Name["ClvPipeline.".Length..]}/", StringComparison.Ordinal))
                .Where(file => Regex.IsMatch(Repository.Text(file), $@"^\s*(global )?using [^;]*\b{Regex.Escape(package.Split('.')[0] == "Hangfire" ? "Hangfire" : package)}\b[^;]*;", RegexOptions.Multiline))
                .Where(file => !Repository.Text(file).Contains("#if " + gate.Name["ClvPipeline.".Length..].ToUpperInvariant(), StringComparison.Ordinal));
            Assert.Empty(used);
        }
    }

    [Fact]
    public void The_host_asks_for_each_gate_in_one_file_at_most()
    {
        foreach (var gate in new[] { "HANGFIRE", "DATAFRAMES" })
        {
            var asking = Repository.With(".cs").Where(file => !file.StartsWith("tests/", StringComparison.Ordinal)).Where(file => Gate().Matches(Repository.Text(file)).Any(match => match.Groups[1].Value == gate));
            Assert.InRange(asking.Count(), 0, 1);
        }
    }

    [Fact]
    public void The_compiled_engine_and_codec_need_only_the_base_class_library()
    {
        foreach (var assembly in new[] { typeof(Pipeline).Assembly, typeof(ClvPipeline.Parquet.ParquetFile).Assembly })
        {
            var foreign = assembly.GetReferencedAssemblies().Select(reference => reference.Name!).Where(name => !name.StartsWith("System.", StringComparison.Ordinal));
            Assert.Empty(foreign.Except(assembly == typeof(Pipeline).Assembly ? ["MathNet.Numerics"] : []));
        }
    }

    [GeneratedRegex(@"^\s*#(?:el)?if\b.*\b(HANGFIRE|DATAFRAMES)\b", RegexOptions.Multiline)]
    private static partial Regex Gate();
}
