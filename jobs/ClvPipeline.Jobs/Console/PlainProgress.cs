using System.Diagnostics;

namespace ClvPipeline.Jobs;

/// <summary>Progress for logs and pipes: a line when a stage has ended.</summary>
internal sealed class PlainProgress(TextWriter to) : IProgressSink, IDisposable
{
    private readonly Lock _lock = new();
    private string? _stage;
    private string _unit = "";
    private long _done, _begun;

    /// <inheritdoc />
    public void Begin(string stage, long total, string unit)
    {
        lock (_lock)
        {
            End();
            (_stage, _unit, _begun) = (stage, unit, Stopwatch.GetTimestamp());
            Interlocked.Exchange(ref _done, 0);
        }
    }

    /// <inheritdoc />
    public void Advance(long done) => Interlocked.Add(ref _done, done);

    /// <summary>Ends the last stage.</summary>
    public void Dispose()
    {
        lock (_lock) End();
    }

    private void End()
    {
        if (_stage is null) return;
        to.WriteLine($"{_stage,-24} {Rate.Text(Interlocked.Read(ref _done), _unit, Stopwatch.GetElapsedTime(_begun))}");
        _stage = null;
    }
}
