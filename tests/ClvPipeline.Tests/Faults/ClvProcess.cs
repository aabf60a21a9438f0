using System.Diagnostics;
using System.Runtime.InteropServices;
using ClvPipeline.Tests.Architecture;

namespace ClvPipeline.Tests.Faults;

/// <summary>The program as its users start it: a process of its own, which can be killed.</summary>
internal sealed partial class ClvProcess : IDisposable
{
    public const int SigInt = 2, SigTerm = 15;

    private readonly Process _process;
    private readonly Task<string> _out, _error;
    private TimeSpan _used;

    private ClvProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        (_out, _error) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    /// <summary>What it printed, when it is over.</summary>
    public string Out => _out.Result;

    /// <summary>What it complained about, when it is over.</summary>
    public string Error => _error.Result;

    /// <summary>Its number in the system.</summary>
    public int Id => _process.Id;

    public bool IsOver => _process.HasExited;

    /// <summary>The processor time that it has used so far; as far as known if it is over. Unlike the clock, it does not run on while others keep the machine busy.</summary>
    public TimeSpan Used
    {
        get
        {
            try
            {
                return _used = _process.TotalProcessorTime;
            }
            catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                return _used;
            }
        }
    }

    /// <summary>Starts <c>clv</c> in a folder.</summary>
    public static ClvProcess Start(string folder, params string[] arguments) => Start(folder, new Dictionary<string, string>(), arguments);

    /// <summary>The same with environment variables.</summary>
    public static ClvProcess Start(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        IgnoresInterrupts ? new(Info(folder, environment, "env", ["--default-signal=INT", Dotnet.Path, Program, .. arguments])) : new(Info(folder, environment, Dotnet.Path, [Program, .. arguments]));

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public int Wait()
    {
        if (!_process.WaitForExit(TimeSpan.FromMinutes(2))) throw new TimeoutException("clv did not end within two minutes");
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Waits until something is so, or the process is over.</summary>
    public void Until(Func<bool> so)
    {
        while (!IsOver && !so()) Thread.Sleep(1);
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Sends a signal of POSIX.</summary>
    public void Signal(int signal)
    {
        if (Send(_process.Id, signal) != 0) throw new InvalidOperationException($"signal {signal} was not sent: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "clv.dll");

    // A shell starts what it puts in the background deaf to Ctrl-C, and children inherit that: ours would be as deaf as the tests.
    private static bool IgnoresInterrupts { get; } = OperatingSystem.IsLinux() && File.ReadLines("/proc/self/status").Any(line =>
        line.StartsWith("SigIgn:", StringComparison.Ordinal) && (Convert.ToUInt64(line["SigIgn:".Length..].Trim(), 16) >> (SigInt - 1) & 1) == 1);

    private static ProcessStartInfo Info(string folder, IReadOnlyDictionary<string, string> environment, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("CLV_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return start;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Send(int process, int signal);
}
