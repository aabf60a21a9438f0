using System.Text.Json;

namespace ClvPipeline.Storage;

/// <summary>A run of a folder's queue in the hands of a worker. The lock that it holds is free as soon as its process is gone, so nobody can have it besides.</summary>
internal sealed class HeldFolderRun : IHeldRun
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private readonly RequestFolder _folder;
    private readonly TimeProvider _clock;
    private readonly Action _changed;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _turn = new();
    private readonly Timer _timer;
    private FileLock? _held;
    private RunProgress? _progress;

    public HeldFolderRun(RequestFolder folder, FolderRequest request, FileLock held, TimeProvider clock, Action changed)
    {
        (_folder, _held, _clock, _changed) = (folder, held, clock, changed);
        Run = new QueuedRun(request.RunId, request.Wish, request.RequestedAt, request.Attempt, request.Deaths, request.Faults);
        Stop = _stop.Token;
        _timer = new Timer(_ => Tell(), null, Beat, Beat);
    }

    /// <inheritdoc />
    public QueuedRun Run { get; }

    /// <inheritdoc />
    public WarehouseRun? Stored => null;

    /// <inheritdoc />
    public CancellationToken Stop { get; }

    /// <inheritdoc />
    public string? CancelledBy { get; private set; }

    /// <inheritdoc />
    public bool IsLost => false;

    /// <inheritdoc />
    public void Report(RunProgress progress) => Volatile.Write(ref _progress, progress);

    /// <inheritdoc />
    public void Show(Action show) => _folder.InTurn(() =>
    {
        // Who cancels a run is promised that nothing of it becomes visible, be it that we have not heard of it yet.
        if (_folder.Find(Run.RunId) is { CancelRequestedAt: not null } request)
        {
            Cancel(request.CancelledBy ?? "");
            throw new OperationCanceledException(Stop);
        }

        show();
        return true;
    });

    /// <inheritdoc />
    public bool End(string status, string? error) => Change(request => request with { Status = status, Error = error, FinishedAt = _clock.GetUtcNow() });

    /// <inheritdoc />
    public bool HandBack(string? fault, TimeSpan wait) => Change(request => request.CancelRequestedAt is null
        ? request with { Status = "queued", Error = fault, Faults = request.Faults + (fault is null ? 0 : 1), WakeAt = wait > TimeSpan.Zero ? _clock.GetUtcNow() + wait : null }
        : request with { Status = "cancelled", Error = $"cancelled{(request.CancelledBy is { } by ? $" by {by}" : "")}", FinishedAt = _clock.GetUtcNow() });

    /// <inheritdoc />
    public void Dispose()
    {
        _timer.Dispose();
        lock (_turn)
        {
            _held?.Dispose();
            _held = null;
        }
    }

    private bool Change(Func<FolderRequest, FolderRequest> change)
    {
        var changed = _folder.InTurn(() =>
        {
            // Let go of in our turn: before it, others would find a run that says running and that nobody has.
            Dispose();
            if (_folder.Find(Run.RunId) is not { Status: "running" } request || request.Attempt != Run.Attempt) return false;
            _folder.Write(change(request));
            return true;
        });
        _changed();
        return changed;
    }

    private void Tell()
    {
        if (!_turn.TryEnter()) return;
        try
        {
            if (_held is null) return;
            if (Volatile.Read(ref _progress) is { } progress)
                KeptFile.Replace(_folder.ProgressPath(Run.RunId), file => JsonSerializer.Serialize(file, new
                {
                    progress.Stage, Progress = progress.Done, StageRows = progress.Rows, StageUnit = progress.Unit, RowsPerSecond = progress.Rate, progress.Share, progress.SecondsLeft, HeartbeatAt = _clock.GetUtcNow(),
                }, ResultJson.Options));
            if (_folder.Find(Run.RunId) is { CancelRequestedAt: not null } request) Cancel(request.CancelledBy ?? "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadInputException)
        {
            // The next beat tries again.
        }
        finally
        {
            _turn.Exit();
        }
    }

    private void Cancel(string by)
    {
        CancelledBy ??= by;
        _ = _stop.CancelAsync();
    }
}
