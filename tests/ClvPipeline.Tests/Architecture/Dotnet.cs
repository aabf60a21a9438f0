using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ClvPipeline.Tests.Architecture;

/// <summary>The <c>dotnet</c> that runs the tests.</summary>
internal static class Dotnet
{
    /// <summary>Where it is: above the shared framework that this process runs on.</summary>
    public static string Path { get; } = Found();

    /// <summary>Runs it in the repository and returns what it prints.</summary>
    public static string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path, arguments) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        // What 'dotnet test' sets for itself must not lead another build astray.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)}: {output}{errors.Result}");
    }

    private static string Found()
    {
        var root = System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..");
        return System.IO.Path.GetFullPath(System.IO.Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
    }
}
