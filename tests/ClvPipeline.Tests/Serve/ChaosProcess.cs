using ClvPipeline.Tests.Faults;

namespace ClvPipeline.Tests.Serve;

/// <summary>A <c>clv serve</c> that is killed, frozen, woken and started again.</summary>
internal sealed class ChaosProcess(string folder, IReadOnlyDictionary<string, string> variables) : IDisposable
{
    private const int SigStop = 19, SigContinue = 18;
    private ClvProcess _process = Start(folder, variables);
    private long _wakeAt;

    /// <summary>Whether it is frozen.</summary>
    public bool IsFrozen => _wakeAt > 0;

    /// <summary>What processes before this one complained about that is no news of a run.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>What processes before this one wrote to their logs.</summary>
    public List<string> Said { get; } = [];

    /// <summary>What it is called as a worker.</summary>
    public string Worker => $"{Environment.MachineName}:{_process.Id}";

    public void Kill()
    {
        _process.Kill();
        Heard();
        Again();
    }

    public void Freeze(TimeSpan time)
    {
        _process.Signal(SigStop);
        _wakeAt = Environment.TickCount64 + (long)time.TotalMilliseconds;
    }

    /// <summary>Wakes it when its time has come, or in any case.</summary>
    public void Wake(bool now = false)
    {
        if (_wakeAt == 0 || (!now && Environment.TickCount64 < _wakeAt)) return;
        _wakeAt = 0;
        _process.Signal(SigContinue);
    }

    /// <summary>Asks it to stop, and starts another.</summary>
    /// <returns>How long it took to stop.</returns>
    public TimeSpan Restart()
    {
        var took = Stop();
        Again();
        return took;
    }

    /// <summary>Asks it to stop.</summary>
    /// <returns>How long that took.</returns>
    public TimeSpan Stop()
    {
        var begun = Environment.TickCount64;
        _process.Signal(ClvProcess.SigTerm);
        var code = _process.Wait();
        var took = TimeSpan.FromMilliseconds(Environment.TickCount64 - begun);
        if (code != 0) Complaints.Add($"exit code {code} after SIGTERM: {_process.Error}");
        Heard();
        return took;
    }

    public void Dispose()
    {
        if (IsFrozen) Wake(now: true);
        _process.Dispose();
    }

    private void Heard()
    {
        Said.Add(_process.Error);
        if (_process.Error.Contains("internal error", StringComparison.Ordinal) || _process.Error.Contains("Unhandled", StringComparison.Ordinal)) Complaints.Add(_process.Error);
    }

    private void Again()
    {
        _process.Dispose();
        (_process, _wakeAt) = (Start(folder, variables), 0);
    }

    private static ClvProcess Start(string folder, IReadOnlyDictionary<string, string> variables) => ClvProcess.Start(folder, variables, "serve", "--config", "shop/clv.json");
}
