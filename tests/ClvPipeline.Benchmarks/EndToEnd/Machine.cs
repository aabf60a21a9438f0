using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ClvPipeline.Benchmarks;

/// <summary>The machine in general terms: enough to judge figures by, too little to find it.</summary>
internal static class Machine
{
    public static string Description =>
        $"{Environment.ProcessorCount} cores ({RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}), " +
        $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0} GB of memory, {System}, .NET {Environment.Version}";

    /// <summary>How many threads wanted a core, averaged over the last minute; null where the system does not tell.</summary>
    public static string? Load => OperatingSystem.IsLinux() ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : null;

    /// <summary>Waits until what runs before wrote is on the disk: else the next one shares the cores with the system's writing of it.</summary>
    public static void Settle()
    {
        if (OperatingSystem.IsWindows()) return;
        using var sync = Process.Start("sync");
        sync.WaitForExit();
    }

    private static string System => OperatingSystem.IsLinux() ? "Linux" : OperatingSystem.IsMacOS() ? "macOS" : OperatingSystem.IsWindows() ? "Windows" : "another system";
}
