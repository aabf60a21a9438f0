using ClvPipeline.Tests.Faults;

namespace ClvPipeline.Tests.Serve;

/// <summary>A <c>clv serve</c> that is killed, frozen, woken and started again.</summary>
internal sealed class ChaosProcess(ChaosRegister register) : IDisposable
{
    private const int Stop = 19, Continue = 18;
    private ClvProcess _process = Start(register);
    private long _wakeAt;

    /// <summary>Whether it is frozen.</summary>
    public bool IsFrozen => _wakeAt > 0;

    /// <summary>What processes before this one complained about that is no news of a run.</summary>
    public List<string> Complaints { get; } = [];

    public void Kill()
    {
        _process.Kill();
        Again();
    }

    public void Freeze(TimeSpan time)
    {
        _process.Signal(Stop);
        _wakeAt = Environment.TickCount64 + (long)time.TotalMilliseconds;
    }

    /// <summary>Wakes it when its time has come, or in any case.</summary>
    public void Wake(bool now = false)
    {
        if (_wakeAt == 0 || (!now && Environment.TickCount64 < _wakeAt)) return;
        _wakeAt = 0;
        _process.Signal(Continue);
    }

    /// <summary>Asks it to stop, and starts another.</summary>
    /// <returns>How long it took to stop.</returns>
    public TimeSpan Restart()
    {
        var begun = Environment.TickCount64;
        _process.Signal(ClvProcess.SigTerm);
        var code = _process.Wait();
        var took = TimeSpan.FromMilliseconds(Environment.TickCount64 - begun);
        if (code != 0) Complaints.Add($"exit code {code} after SIGTERM: {_process.Error}");
        Again();
        return took;
    }

    public void Dispose()
    {
        if (IsFrozen) Wake(now: true);
        _process.Dispose();
    }

    private void Again()
    {
        if (_process.Error.Contains("internal error", StringComparison.Ordinal) || _process.Error.Contains("Unhandled", StringComparison.Ordinal)) Complaints.Add(_process.Error);
        _process.Dispose();
        (_process, _wakeAt) = (Start(register), 0);
    }

    private static ClvProcess Start(ChaosRegister register) => ClvProcess.Start(register.Folder, register.Variables, "serve", "--config", "shop/clv.json");
}
