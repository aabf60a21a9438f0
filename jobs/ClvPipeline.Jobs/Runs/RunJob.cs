using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>
/// A run from order to outcome: open the inputs, compute, check, write, publish. A run that a check refused leaves a record and its counts and moves no
/// pointer; one that is cancelled or fails leaves nothing but its row in a database's register.
/// </summary>
public sealed class RunJob(TimeProvider clock, string workingDirectory)
{
    /// <summary>Where runs of the queue are run; null where there is none.</summary>
    public RunPlace? Place { get; init; }

    /// <summary>Lets a test change results before they are checked.</summary>
    internal Func<RunResults, RunResults>? Tamper { get; init; }

    /// <summary>Where relative paths start.</summary>
    internal string WorkingDirectory => workingDirectory;

    /// <summary>
    /// Runs a run of the queue, of which everything is read from the register by its id: the same method for every scheduler, and harmless if it is called twice. A second delivery of
    /// a run that lives returns and says so; one of a dead run takes it over; one of a finished run does nothing.
    /// </summary>
    /// <param name="runId">The run.</param>
    /// <param name="cancellation">The worker has to stop: the run goes back into the queue.</param>
    /// <exception cref="BadInputException">There is no such run, or its inputs cannot be what its parameters say. Not to be tried again.</exception>
    /// <exception cref="UsageException">Its parameters are none of this version. Not to be tried again.</exception>
    public Task<RunEnd> ExecuteAsync(string runId, CancellationToken cancellation) => Task.Factory.StartNew(() => Execute(runId, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Runs a run that was taken from the queue, and lets go of it.</summary>
    internal RunEnd Execute(IHeldRun held, CancellationToken cancellation)
    {
        using (held) return new RunExecution(this, Place!, held).Do(cancellation);
    }

    private RunEnd Execute(string runId, CancellationToken cancellation)
    {
        var place = Place ?? throw new InvalidOperationException("a run of the queue needs a place to run at");
        var claimed = place.Queue.Take(place.Worker, runId);
        return claimed.State switch
        {
            ClaimState.Active => new RunEnd(RunEndKind.Active, runId, claimed.Because),
            ClaimState.Waiting => new RunEnd(RunEndKind.Waiting, runId, claimed.Because),
            ClaimState.Finished => new RunEnd(RunEndKind.AlreadyFinished, runId, claimed.Because),
            _ => Execute(claimed.Run!, cancellation),
        };
    }

    /// <summary>Runs it.</summary>
    /// <exception cref="UsageException">The run id or the as-of date is none.</exception>
    /// <exception cref="BadInputException">The inputs cannot be what the settings say.</exception>
    /// <exception cref="RunTakenException">The run is under way, or done.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public RunOutcome Run(RunOrder order, IProgressSink progress, CancellationToken cancellation)
    {
        var (settings, started, requestedAt) = (order.Settings, clock.GetTimestamp(), order.Held?.Run.RequestedAt ?? clock.GetUtcNow());
        var asOf = AsOfDate.Of(order.AsOf ?? settings.AsOf, settings.Run.TimeZone, requestedAt);
        var runId = order.RunId ?? RunId.New(asOf, requestedAt);
        if (!RunIds.IsValid(runId)) throw new UsageException($"--run-id: '{runId}' is not a run id; expected a letter or digit, then at most 99 letters, digits, '.', '_' or '-'");
        var outputs = RunOutputs.Of(settings, order.OutFolder, workingDirectory);

        using var inputs = RunInputs.Open(settings, cancellation);
        Pipeline.Check(inputs.Inputs, settings.Run, asOf); // before anything is left in the output
        var shown = outputs.Shown();
        // A sleeper that still holds the folder of its attempt is not in the way of the next one: the database says whose results count.
        using var folder = order.DryRun || outputs.Folder is null ? null : RunFolder.Begin(outputs.Folder, runId, order.Held?.Stored?.Attempt);
        using var begun = order.DryRun || outputs.Warehouse is null || order.Held is not null ? null : WarehouseRun.Begin(outputs.Warehouse, Claim(order, runId, asOf, requestedAt));
        var stored = order.DryRun ? null : order.Held?.Stored ?? begun;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, begun?.Stop ?? CancellationToken.None);
        var stages = new RunStages(progress, clock) { Told = order.Held is { } held ? held.Report : stored is not null ? stored.Report : null, Pace = order.Pace };
        try
        {
            var outcome = Compute(new Work(order, runId, asOf, requestedAt, started, inputs, outputs, shown, folder, stored, stages), stop.Token);
            if (order.DryRun) return outcome;
            if (outcome.ExitCode == ExitCode.Nothing) begun?.End(RunRecord.Failed, outcome.Publishing.Because);
            else outcome = new RunKeeping(outcome, outputs, folder, stored, stages, order).Keep(stop.Token);
            return outcome with { Duration = clock.GetElapsedTime(started) };
        }
        catch (Exception e) when (begun is not null)
        {
            if (begun.IsLost) throw new RunFencedException(runId, "others have taken it up");
            var cancelled = e is OperationCanceledException && (stop.IsCancellationRequested || begun.CancelledBy is not null);
            begun.End(cancelled ? "cancelled" : RunRecord.Failed, cancelled ? $"cancelled{(begun.CancelledBy is { Length: > 0 } who ? $" by {who}" : "")}" : e.Message);
            if (cancelled && begun.CancelledBy is { } by && !cancellation.IsCancellationRequested) throw new RunCancelledException(runId, by, begun.Stop);
            throw;
        }
    }

    private RunOutcome Compute(Work work, CancellationToken cancellation)
    {
        var (order, settings) = (work.Order, work.Order.Settings);
        var startedAt = clock.GetUtcNow();
        var earlier = settings.RunChange ? RunBefore.Of(work.Outputs, settings, work.AsOf, work.Shown, work.RequestedAt) : null;
        var results = Pipeline.Run(work.Inputs.Inputs, settings.Run, new RunRequest(work.RunId, work.AsOf) { Earlier = earlier }, Options(order, work.Folder), work.Stages, cancellation);
        work.Inputs.EndReading();
        results = Tamper?.Invoke(results) ?? results;

        var changed = work.Inputs.ChangedSince();
        List<RunCheck> checks = [.. results.Check(), HostChecks.InputsUnchanged(changed), HostChecks.OrdersOfLastRun(results.Totals.Orders, work.AsOf, work.Shown, settings.Run.Quality.MinShareOfLastRun)];
        var refusal = HostChecks.Refusal(checks, changed);
        var nothing = RowsRead.OrderRows(results) == 0 || (results.Totals.Orders == 0 && refusal is null);
        var against = nothing ? "Nothing to publish: there are no orders up to the as-of date." : refusal is not null ? "Not published." : Publishing.Against(order, work.AsOf, work.Shown);
        cancellation.ThrowIfCancellationRequested();
        var finishedAt = clock.GetUtcNow();
        return new RunOutcome
        {
            Record = new RunRecord
            {
                RunId = work.RunId, Pipeline = settings.Pipeline, AsOf = work.AsOf, Status = refusal is null && !nothing ? RunRecord.Succeeded : RunRecord.Failed,
                Attempt = Math.Max(Attempts(work.Folder) + 1, (int)(order.Held?.Run.Attempt ?? work.Stored?.Attempt ?? 0)), Trigger = order.Trigger, RequestedBy = order.RequestedBy, Note = order.Note,
                RequestedAt = work.RequestedAt, StartedAt = startedAt, FinishedAt = finishedAt, PublishedAt = against is null && !order.DryRun ? finishedAt : null,
                Parameters = settings.ParametersJson, ParametersHash = settings.ParametersHash, Inputs = RunInputs.Json(work.Inputs), Host = Environment.MachineName, Stages = work.Stages.Json,
                ResultHash = refusal is null ? ResultHash.Of(results.Tables) : null, Totals = results.Totals, Error = nothing ? against : refusal,
            },
            Settings = settings,
            Results = results,
            Checks = checks,
            Publishing = new Publishing(false, against ?? "Not published: a dry run writes nothing."),
            ExitCode = nothing ? ExitCode.Nothing : refusal is not null ? ExitCode.Refused : ExitCode.Ok,
            Duration = clock.GetElapsedTime(work.Begun),
        };
    }

    private static RunClaim Claim(RunOrder order, string runId, DateOnly asOf, DateTimeOffset requestedAt) => new()
    {
        RunId = runId, Pipeline = order.Settings.Pipeline, AsOf = asOf, Parameters = order.Settings.ParametersJson, ParametersHash = order.Settings.ParametersHash,
        Trigger = order.Trigger, RequestedBy = order.RequestedBy, Note = order.Note, RequestedAt = requestedAt, MayPublish = order.MayPublish, Host = Environment.MachineName, Version = VersionText.Version,
    };

    // What memory has no room for goes beside the results, where there must be room for those too; a dry run and a database have no such place.
    private static RunOptions Options(RunOrder order, RunFolder? folder) => new(order.Threads ?? Environment.ProcessorCount)
    {
        MemoryLimit = order.Settings.MemoryLimit,
        Spill = new SpillFiles(folder?.CurrentPath ?? Path.GetTempPath()),
    };

    /// <summary>How often the run was tried before; only failed attempts get this far.</summary>
    private static int Attempts(RunFolder? folder) =>
        folder is not null && Directory.Exists(folder.FinalPath) && RunEntry.Read(folder.FinalPath).Run["attempt"] is System.Text.Json.Nodes.JsonValue value && value.TryGetValue(out int attempt) ? attempt : 0;

    private sealed record Work(
        RunOrder Order, string RunId, DateOnly AsOf, DateTimeOffset RequestedAt, long Begun, SourceInputs Inputs, RunOutputs Outputs, Publication? Shown, RunFolder? Folder, WarehouseRun? Stored, RunStages Stages);
}
