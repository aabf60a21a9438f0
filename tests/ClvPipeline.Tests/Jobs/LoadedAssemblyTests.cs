using ClvPipeline.Jobs;
using ClvPipeline.Tests.Faults;
using ClvPipeline.Tests.Parquet;
using Xunit;

namespace ClvPipeline.Tests.Jobs;

/// <summary>Loading code takes longer than most of what a small run does: it is loaded when it is needed.</summary>
public sealed class LoadedAssemblyTests : IDisposable
{
    private static readonly string[] Needless = ["Npgsql", "System.Data", "Dapper", "Quartz", "Hangfire", "Microsoft.AspNetCore", "Microsoft.Extensions", "OpenTelemetry", "Spectre", "Microsoft.Data", "Parquet", "System.Net", "System.Linq.Expressions"];
    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void A_run_on_files_loads_no_database_no_scheduler_and_no_web_server()
    {
        var loaded = Path.Combine(_shell.Folder, "loaded.txt");
        var environment = new Dictionary<string, string> { ["CLV_TEST_LOADED"] = loaded, ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location };
        using var clv = ClvProcess.Start(_shell.Folder, environment, "run", "--config", Path.Combine(ReferenceFiles.Root, "sample-data", "clv.json"), "--out", Path.Combine(_shell.Folder, "out"));
        Assert.True(clv.Wait() == ExitCode.Ok, clv.Error);

        var names = File.ReadAllLines(loaded);
        Assert.Contains("ClvPipeline.Parquet", names); // or the list is none
        Assert.DoesNotContain(names, name => Needless.Any(needless => name == needless || name.StartsWith(needless + ".", StringComparison.Ordinal)));
    }
}
