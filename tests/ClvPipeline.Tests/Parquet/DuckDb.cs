using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Xunit;

namespace ClvPipeline.Tests.Parquet;

/// <summary>A test that needs Node.js, for DuckDB as an independent reader of what we write.</summary>
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        // The lock file has to hold what every feed has, and that is DuckDB's build for one platform.
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture is not System.Runtime.InteropServices.Architecture.X64) Skip = "DuckDB is locked for Linux on x64 only";
        else if (!DuckDb.IsThere) Skip = "Node.js (node and npm) is not on the PATH, so DuckDB cannot be asked";
    }
}

/// <summary>Asks DuckDB about a file, in a process of its own.</summary>
internal static class DuckDb
{
    private static readonly Lock Installing = new();

    private static string Folder => Path.Combine(ReferenceFiles.Root, "tests", "duckdb");

    public static bool IsThere { get; } = Find("node") is not null && Find("npm") is not null;

    /// <summary>The rows of all queries; the file is the view <c>t</c>, and <c>$FILE</c> its quoted path.</summary>
    public static List<JsonElement> Query(string file, params string[] queries)
    {
        lock (Installing)
        {
            if (!Directory.Exists(Path.Combine(Folder, "node_modules"))) Run("npm", "ci", "--no-audit", "--no-fund");
        }
        var lines = Run("node", ["read.mjs", file, .. queries]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Find(program)!, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors.Result}{output}");
    }

    private static string? Find(string program)
    {
        var names = OperatingSystem.IsWindows() ? [$"{program}.exe", $"{program}.cmd"] : new[] { program };
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
