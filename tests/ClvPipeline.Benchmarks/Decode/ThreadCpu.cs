using System.Runtime.InteropServices;

namespace ClvPipeline.Benchmarks.Decode;

/// <summary>The CPU time of the calling thread, on Linux.</summary>
internal static partial class ThreadCpu
{
    private const int ThreadClock = 3;

    public static double Seconds => OperatingSystem.IsLinux() && GetTime(ThreadClock, out var time) == 0 ? time.Seconds + time.Nanoseconds / 1e9 : 0;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetTime(int clock, out Time time);

    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
