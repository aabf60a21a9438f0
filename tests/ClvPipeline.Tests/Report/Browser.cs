using System.Diagnostics;
using System.Text.Json;
using ClvPipeline.Tests.Parquet;
using Xunit;

namespace ClvPipeline.Tests.Report;

/// <summary>A test that needs a browser.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (!DuckDb.IsThere) Skip = "Node.js (node and npm) is not on the PATH, so no browser can be driven";
        else if (!File.Exists(Browser.Program)) Skip = $"Chromium is not at {Browser.Program} (CLV_TEST_CHROMIUM names another place)";
    }
}

/// <summary>Opens pages in headless Chromium, in a process of its own.</summary>
internal static class Browser
{
    private static readonly Lock Installing = new();

    public static string Program { get; } = Environment.GetEnvironmentVariable("CLV_TEST_CHROMIUM") is { Length: > 0 } named ? named : "/usr/bin/chromium";

    private static string Folder => Path.Combine(ReferenceFiles.Root, "tests", "browser");

    /// <summary>What is found on a page, light and dark, wide and narrow, and on paper.</summary>
    public static JsonElement Look(string file) => Found("look.mjs", file);

    /// <summary>What somebody finds who reruns a night on the page of <c>clv serve</c>.</summary>
    public static JsonElement Serve(string url) => Found("serve.mjs", url);

    /// <summary>What somebody finds who reruns a night on the dashboard of Hangfire.</summary>
    public static JsonElement Hangfire(string url) => Found("hangfire.mjs", url);

    private static JsonElement Found(string script, string argument)
    {
        lock (Installing)
        {
            if (!Directory.Exists(Path.Combine(Folder, "node_modules"))) Run("npm", "ci", "--no-audit", "--no-fund");
        }

        return JsonDocument.Parse(Run("node", script, argument)).RootElement;
    }

    private static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CLV_TEST_CHROMIUM"] = Program;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors.Result}{output}");
    }
}
