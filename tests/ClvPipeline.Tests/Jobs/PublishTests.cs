using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ClvPipeline.Jobs;
using ClvPipeline.Jobs.Serve;
using ClvPipeline.Tests.Architecture;
using Xunit;

namespace ClvPipeline.Tests.Jobs;

/// <summary>What <c>dotnet publish</c> puts into a folder runs from there, whichever packages the build has. The two ways that README names are compiled ahead of time, for minutes: with CLV_LONG=1.</summary>
public sealed partial class PublishTests : IDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif
    private readonly TestShell _shell = new();

    public static TheoryData<string> Ways => Environment.GetEnvironmentVariable("CLV_LONG") == "1"
        ? ["", "-p:SelfContained=false", "--no-build -p:PublishReadyToRun=false"]
        : ["--no-build -p:PublishReadyToRun=false"];

    public void Dispose() => _shell.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_is_published_computes_and_serves_from_its_folder(string way)
    {
        var folder = Path.Combine(_shell.Folder, "published");
        Dotnet.Run(["publish", "jobs/ClvPipeline.Jobs", "-c", Configuration, "-p:RunAnalyzers=false", "-o", folder, .. way.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        var alone = way.Length == 0;
        Assert.Equal(alone, File.Exists(Path.Combine(folder, "libcoreclr.so")));

        var sample = Path.Combine(Repository.Root, "sample-data", "clv.json");
        Assert.Equal(ExitCode.Ok, _shell.Clv("run", "--config", sample, "--run-id", "here"));
        Assert.Equal(ExitCode.Ok, Run(folder, alone, "run", "--config", sample, "--run-id", "there").ExitCode);
        Assert.Equal(Hash("here"), Hash("there"));
        // Compiled at each start: 70 methods, where nothing is compiled ahead some 2,000.
        if (alone) Assert.InRange(CompiledWhileRunning(folder, sample), 1, 150);
        var (_, found) = Run(folder, alone, "doctor", "--config", sample);
        Assert.Contains(HangfireGate.Packages ?? "without Hangfire", found, StringComparison.Ordinal);
        Assert.Contains(DataFramesGate.Packages ?? "without Microsoft.Data.Analysis and Parquet.Net", found, StringComparison.Ordinal);
        Serves(folder, alone, sample);
    }

    private void Serves(string folder, bool alone, string sample)
    {
        using var process = Process.Start(Info(folder, alone, "serve", "--config", sample, "--urls", "http://127.0.0.1:0"))!;
        try
        {
            process.StandardInput.Close();
            string? url = null, line;
            while (url is null && (line = process.StandardError.ReadLine()) is not null) url = Address().Match(line) is { Success: true } at ? at.Value : null;
            Assert.NotNull(url);
            using var http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromMinutes(1) };
            Assert.Contains("Ask for a run", http.GetStringAsync("/").Result, StringComparison.Ordinal);
            using var dashboard = http.GetAsync("/hangfire/clv").Result;
            Assert.Equal(HangfireGate.Packages is null ? 404 : 200, (int)dashboard.StatusCode);
            if (HangfireGate.Packages is not null) Assert.Contains("id=\"clv-runs\"", dashboard.Content.ReadAsStringAsync().Result, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    private int CompiledWhileRunning(string folder, string sample)
    {
        var (list, start) = (Path.Combine(_shell.Folder, "compiled.txt"), Info(folder, alone: true, "run", "--config", sample, "--out", Path.Combine(_shell.Folder, "fresh")));
        (start.Environment["DOTNET_JitStdOutFile"], start.Environment["DOTNET_JitDisasmSummary"]) = (list, "1");
        Assert.Equal(ExitCode.Ok, Run(start).ExitCode);
        return File.ReadLines(list).Count();
    }

    private (int ExitCode, string Output) Run(string folder, bool alone, params string[] arguments) => Run(Info(folder, alone, arguments));

    private static (int ExitCode, string Output) Run(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    private ProcessStartInfo Info(string folder, bool alone, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, OperatingSystem.IsWindows() ? "clv.exe" : "clv"), arguments) { WorkingDirectory = _shell.Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // One that brings .NET along finds it in its folder, not where the machine has it.
        if (alone) start.Environment.Remove("DOTNET_ROOT");
        else start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Dotnet.Path);
        return start;
    }

    private string Hash(string run) => (string)JsonNode.Parse(File.ReadAllText(Path.Combine(_shell.Folder, "out", "runs", run, "run.json")))!["result_hash"]!;

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
