using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ClvPipeline.Benchmarks.Decode;

/// <summary>Asks DuckDB, in a process of its own, to make files and to decode them.</summary>
internal static class DuckDbDecode
{
    /// <summary>Known after the first decoding.</summary>
    public static string Version { get; private set; } = "?";

    public static void Make(string folder, long rows) => Node("make", folder, Text(rows));

    public static Decoded Best(string path, int threads, int rounds)
    {
        using var answer = JsonDocument.Parse(Node("read", path, Text(threads), Text(rounds + 1)));
        var root = answer.RootElement;
        Version = root.GetProperty("version").GetString()!;
        Int128 Sum(string name) => Int128.Parse(root.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
        return new(new Sums(Sum("id"), Sum("at"), Sum("channel")), root.GetProperty("cpu").GetDouble(), root.GetProperty("wall").GetDouble());
    }

    private static string Node(params string[] arguments)
    {
        var folder = Repository.DuckDb;
        if (!Directory.Exists(Path.Combine(folder, "node_modules"))) throw new InvalidOperationException($"DuckDB is not installed; run: npm ci --prefix {Path.Combine("tests", "duckdb")}");
        var start = new ProcessStartInfo("node", [Path.Combine(Repository.Root, "tests", "ClvPipeline.Benchmarks", "Decode", "decode.mjs"), .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"DuckDB failed: node decode.mjs {string.Join(' ', arguments)}");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
