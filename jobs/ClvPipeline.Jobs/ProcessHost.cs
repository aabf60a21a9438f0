using System.Collections;
using System.Runtime.InteropServices;
using System.Text;

namespace ClvPipeline.Jobs;

/// <summary>The real process. Ctrl-C and SIGTERM ask for an end; a second one is the system's to answer.</summary>
internal sealed class ProcessHost : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _signals;

    public ProcessHost()
    {
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop)];
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
        // Results are UTF-8 wherever they go, without a mark in front that would spoil a pipe.
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        Host = new CliHost(Console.Out, Console.Error, TimeProvider.System, environment, Directory.GetCurrentDirectory(), _stop.Token)
        {
            IsTerminal = !Console.IsErrorRedirected && !Set(environment, "NO_COLOR") && !Set(environment, "CI") && environment.GetValueOrDefault("TERM") != "dumb",
            Width = Columns(environment),
        };
    }

    public CliHost Host { get; }

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = !_stop.IsCancellationRequested;
        if (signal.Cancel) _stop.Cancel();
    }

    private static bool Set(Dictionary<string, string> environment, string name) => environment.TryGetValue(name, out var value) && value.Length > 0;

    private static int Columns(Dictionary<string, string> environment)
    {
        if (int.TryParse(environment.GetValueOrDefault("COLUMNS"), out var columns) && columns > 0) return Math.Clamp(columns, 60, 200);
        if (Console.IsOutputRedirected) return 120;
        try
        {
            return Math.Clamp(Console.WindowWidth, 60, 200);
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
