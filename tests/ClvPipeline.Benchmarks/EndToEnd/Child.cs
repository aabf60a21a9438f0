using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ClvPipeline.Benchmarks;

/// <summary>What a process cost from its start to its end.</summary>
/// <param name="CpuSeconds">User and system time of all its threads.</param>
/// <param name="WallSeconds">From the order to start it until it was gone.</param>
/// <param name="PeakMegabytes">The most memory that was resident at once, in 10⁶ bytes.</param>
internal sealed record Cost(double CpuSeconds, double WallSeconds, double PeakMegabytes);

/// <summary>Runs programs one at a time and asks the operating system what they cost.</summary>
internal static partial class Child
{
    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It ended with an exit code other than 0.</exception>
    public static (Cost Cost, string Output) Run(string program, string folder, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var cpuBefore = EndedChildrenCpu();
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var (peak, cpu) = (0L, TimeSpan.Zero);
        // The peak only grows, so the last look before the end tells it but for what came within these milliseconds.
        do
        {
            try
            {
                process.Refresh();
                (peak, cpu) = (Math.Max(peak, process.PeakWorkingSet64), process.TotalProcessorTime);
            }
            catch (InvalidOperationException)
            {
                // It ended between the two.
            }
        }
        while (!process.WaitForExit(5));
        var wall = clock.Elapsed;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.Result}{output.Result}");
        if (cpuBefore is { } before && EndedChildrenCpu() is { } after) cpu = after - before;
        return (new Cost(cpu.TotalSeconds, wall.TotalSeconds, peak / 1e6), output.Result);
    }

    /// <summary>CPU time of all children that have ended, exactly; null where the system has no such call.</summary>
    private static TimeSpan? EndedChildrenCpu()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess) return null;
        var usage = new long[18];
        const int children = -1;
        // struct rusage: seconds and microseconds of user time, the same of system time, and fourteen numbers more.
        return GetUsage(children, usage) == 0 ? TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]) : null;
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetUsage(int who, [In, Out] long[] usage);
}
