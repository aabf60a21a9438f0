namespace ClvPipeline.Storage;

/// <summary>The queue of an output folder, where there is no database: a file a request, and a lock file for whoever has a run.</summary>
public sealed class FolderQueue(string outFolder, TimeProvider clock) : IRunQueue
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly RequestFolder _folder = new(outFolder);
    private readonly Bell _bell = new();

    /// <inheritdoc />
    public string Name => outFolder;

    /// <inheritdoc />
    public bool HasWorkers => _folder.HasWorkers();

    /// <inheritdoc />
    public long News => _bell.Rung;

    /// <inheritdoc />
    public Asked Ask(RunWish wish, Func<string> newId)
    {
        var asked = _folder.InTurn(() =>
        {
            var open = _folder.Open();
            var equal = wish.ScheduledFor is { } at ? open.Concat(_folder.Over()).FirstOrDefault(request => request.Pipeline == wish.Pipeline && request.ScheduledFor == at) : null;
            equal ??= open.FirstOrDefault(request => request.Is(wish));
            if (equal is not null)
            {
                // Who may publish it does not lose that because somebody else, who may not, was faster.
                if (wish.MayPublish && equal is { Status: "queued", MayPublish: false } && equal.Is(wish)) _folder.Write(equal with { MayPublish = true });
                return new Asked(equal.RunId, false, equal.Status);
            }

            string runId;
            do RunIds.Check(runId = newId());
            while (_folder.Find(runId) is not null || Directory.Exists(Path.Combine(outFolder, "runs", runId)));
            _folder.Write(FolderRequest.Of(wish, runId, clock.GetUtcNow()));
            return new Asked(runId, true, "queued");
        });
        _bell.Ring();
        return asked;
    }

    /// <inheritdoc />
    public IHeldRun? Claim(string worker)
    {
        if (_folder.Open().Count == 0) return null;
        return _folder.InTurn<IHeldRun?>(() =>
        {
            var open = _folder.Open();
            foreach (var request in open.Where(request => request.Status == "queued" && !(request.WakeAt > clock.GetUtcNow()) && Before(request, open) is null))
                if (Hold(request, worker) is { } held) return held;
            return null;
        });
    }

    /// <inheritdoc />
    public Claimed Take(string worker, string runId)
    {
        RunIds.Check(runId);
        return _folder.InTurn(() =>
        {
            var request = Request(runId);
            if (request.Status == "running" && Bury(request) is { } buried) request = buried;
            if (request.IsOver) return new Claimed(ClaimState.Finished, null, $"run {runId} has {(request.Status == "cancelled" ? "been " : "")}{request.Status}");
            if (request.Status == "running") return new Claimed(ClaimState.Active, null, $"run {runId} is active");
            if (request.MayPublish && _folder.Open().FirstOrDefault(other => other is { Status: "running", MayPublish: true } && other.Pipeline == request.Pipeline) is { } first)
                return new Claimed(ClaimState.Waiting, null, $"run {runId} waits: run {first.RunId} of its pipeline is active");
            return Hold(request, worker) is { } held ? new Claimed(ClaimState.Taken, held, "") : new Claimed(ClaimState.Active, null, $"run {runId} is active");
        });
    }

    /// <inheritdoc />
    public string Cancel(string runId, string? by)
    {
        RunIds.Check(runId);
        var status = _folder.InTurn(() =>
        {
            if (_folder.Find(runId) is not { } request) return RunRegister.Find(outFolder, runId).Status ?? "failed";
            if (request.Status == "running" && Bury(request) is { } buried) request = buried;
            if (request.IsOver) return request.Status;
            var now = clock.GetUtcNow();
            var asked = request with { CancelRequestedAt = request.CancelRequestedAt ?? now, CancelledBy = request.CancelledBy ?? by };
            if (request.Status == "queued") asked = asked with { Status = "cancelled", FinishedAt = now, Error = $"cancelled{(by is null ? "" : $" by {by}")} before it began" };
            _folder.Write(asked);
            return asked.Status;
        });
        _bell.Ring();
        return status;
    }

    /// <inheritdoc />
    public IReadOnlyList<RunEntry> List(RunQuery query)
    {
        var shown = Publication.Current(outFolder)?.RunId;
        var runs = RunRegister.List(outFolder).Select(run => Marked(run, shown)).ToList();
        var there = runs.Select(run => run.RunId).ToHashSet();
        // A run that is in its folder is told of there; one that is tried again after a check refused it is told of by its request.
        // One that ends just now stands in both; what is over is over, unless its worker died before it said so: then the next one has to.
        var open = _folder.Open();
        var requests = _folder.Over().Where(request => !there.Contains(request.RunId)).Concat(open).DistinctBy(request => request.RunId).ToDictionary(request => request.RunId);
        return [.. runs.Where(run => !requests.TryGetValue(run.RunId, out var request) || IsOver(run, request)).Concat(requests.Values.Where(request => !there.Contains(request.RunId) || !request.IsOver).Select(Entry))
            .DistinctBy(run => run.RunId)
            .Where(run => (query.Pipeline is null || run.Pipeline == query.Pipeline) && (query.Statuses.Count == 0 || query.Statuses.Contains(run.Status)) && (query.AsOf is null || run.AsOf == query.AsOf))
            .OrderByDescending(run => run.RequestedAt ?? DateTimeOffset.MinValue).ThenByDescending(run => run.RunId, StringComparer.Ordinal).Take(query.Most)];
    }

    /// <inheritdoc />
    public RunEntry Find(string runId)
    {
        RunIds.Check(runId);
        var inFolder = Directory.Exists(Path.Combine(outFolder, "runs", runId));
        if (_folder.Find(runId) is { } request && (!inFolder || !request.IsOver && !IsOver(RunRegister.Find(outFolder, runId), request))) return Entry(request);
        if (inFolder) return Marked(RunRegister.Find(outFolder, runId), Publication.Current(outFolder)?.RunId);
        var near = Nearest.Of(runId, List(new RunQuery()).Select(run => run.RunId));
        throw new BadInputException($"run {runId}: no such run in {Path.GetFullPath(outFolder)}{(near is null ? "" : $"; did you mean {near}?")}");
    }

    /// <inheritdoc />
    public IReadOnlyList<Recovered> Recover()
    {
        _folder.Sweep();
        if (!_folder.Open().Any(request => request.Status == "running")) return [];
        var found = _folder.InTurn(() => _folder.Open().Where(request => request.Status == "running").Select(Bury).OfType<FolderRequest>().Select(request => new Recovered(request.RunId, request.Worker, request.Status)).ToList());
        if (found.Count > 0) _bell.Ring();
        return found;
    }

    /// <inheritdoc />
    public IDisposable Attend(string worker) => _folder.Attend(worker);

    /// <inheritdoc />
    public void WaitForNews(long known, TimeSpan most, CancellationToken cancellation) => _bell.Wait(known, most < Look ? most : Look, cancellation);

    private static bool IsOver(RunEntry inFolder, FolderRequest request) => inFolder.Status == "succeeded" && request.Status != "queued";

    // What a run that may publish has to wait for: one of its pipeline that runs, or of an earlier day.
    private static FolderRequest? Before(FolderRequest request, List<FolderRequest> open) => !request.MayPublish ? null : open.FirstOrDefault(other =>
        other.MayPublish && other.Pipeline == request.Pipeline && other.RunId != request.RunId
        && (other.Status == "running" || (other.AsOf, other.RequestedAt, other.RunId).CompareTo((request.AsOf, request.RequestedAt, request.RunId)) < 0));

    private HeldFolderRun? Hold(FolderRequest request, string worker)
    {
        if (_folder.TryHold(request.RunId) is not { } held) return null;
        var taken = request with { Status = "running", Attempt = request.Attempt + 1, StartedAt = clock.GetUtcNow(), FinishedAt = null, Worker = worker, WakeAt = null, Error = null };
        _folder.Write(taken);
        return new HeldFolderRun(_folder, taken, held, clock, _bell.Ring);
    }

    /// <summary>A run whose lock is free although it says running: its process is gone. Null where it is alive.</summary>
    private FolderRequest? Bury(FolderRequest request)
    {
        // Let go of at once: nobody takes it up while we have the turn.
        using (var free = _folder.TryHold(request.RunId))
            if (free is null) return null;
        var deaths = request.Deaths + 1;
        var (status, error) = request.CancelRequestedAt is not null ? ("cancelled", $"cancelled{(request.CancelledBy is { } by ? $" by {by}" : "")}")
            : deaths < WarehouseRecovery.MostDeaths ? ("queued", $"its worker died: {request.Worker}")
            : ("failed", $"two workers have died with it (the last: {request.Worker}), so it is not tried again; ask for it anew once it is known why");
        var buried = request with { Status = status, Deaths = deaths, Error = error, FinishedAt = status == "queued" ? null : clock.GetUtcNow() };
        _folder.Write(buried);
        return buried;
    }

    private FolderRequest Request(string runId) => _folder.Find(runId) ?? throw new BadInputException($"run {runId}: it was not asked of the queue of {Path.GetFullPath(outFolder)}");

    private RunEntry Entry(FolderRequest request) => request.Entry(Path.Combine(outFolder, "runs", request.RunId), _folder.ProgressPath(request.RunId));

    private static RunEntry Marked(RunEntry run, string? shown)
    {
        run.Run["run_id"] = run.RunId;
        run.Run["is_current"] = shown == run.RunId;
        return run;
    }
}
