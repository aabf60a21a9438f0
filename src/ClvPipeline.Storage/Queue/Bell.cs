namespace ClvPipeline.Storage;

/// <summary>Wakes those who wait for something new.</summary>
internal sealed class Bell
{
    private readonly object _lock = new();
    private long _rung;

    /// <summary>How many times it rang.</summary>
    public long Rung
    {
        get
        {
            lock (_lock) return _rung;
        }
    }

    /// <summary>Wakes everybody.</summary>
    public void Ring()
    {
        lock (_lock)
        {
            _rung++;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Waits until it has rung more often than <paramref name="known"/>, for so long at most.</summary>
    public void Wait(long known, TimeSpan most, CancellationToken cancellation)
    {
        using var cancelled = cancellation.UnsafeRegister(static bell => ((Bell)bell!).Ring(), this);
        lock (_lock)
        {
            if (_rung == known && !cancellation.IsCancellationRequested) Monitor.Wait(_lock, most);
        }
    }
}
