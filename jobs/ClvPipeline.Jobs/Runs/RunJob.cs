using ClvPipeline.Jobs.Report;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>
/// A run from order to outcome: open the inputs, compute, check, write, publish. A run that a check refused leaves a record and its counts and moves no
/// pointer; one that is cancelled or fails leaves nothing.
/// </summary>
public sealed class RunJob(TimeProvider clock, string workingDirectory)
{
    /// <summary>What a refused run keeps: enough to see why.</summary>
    private static readonly string[] KeptOfRefused = ["intake_count", "rejected_row"];

    /// <summary>Lets a test change results before they are checked.</summary>
    internal Func<RunResults, RunResults>? Tamper { get; init; }

    /// <summary>Runs it.</summary>
    /// <exception cref="UsageException">The run id or the as-of date is none.</exception>
    /// <exception cref="BadInputException">The inputs cannot be what the settings say.</exception>
    /// <exception cref="RunTakenException">The run is under way, or done.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public RunOutcome Run(RunOrder order, IProgressSink progress, CancellationToken cancellation)
    {
        var (settings, begun, requestedAt) = (order.Settings, clock.GetTimestamp(), clock.GetUtcNow());
        var asOf = AsOfDate.Of(order.AsOf ?? settings.AsOf, settings.Run.TimeZone, requestedAt);
        var runId = order.RunId ?? RunId.New(asOf, requestedAt);
        if (!RunIds.IsValid(runId)) throw new UsageException($"--run-id: '{runId}' is not a run id; expected a letter or digit, then at most 99 letters, digits, '.', '_' or '-'");
        var outFolder = Path.GetFullPath(order.OutFolder ?? settings.OutFolder, workingDirectory);

        using var inputs = RunInputs.Open(settings, cancellation);
        Pipeline.Check(inputs.Inputs, settings.Run, asOf); // before anything is left in the output folder
        var shown = Publication.Current(outFolder);
        using var folder = order.DryRun ? null : RunFolder.Begin(outFolder, runId);
        var startedAt = clock.GetUtcNow();
        var results = Pipeline.Run(inputs.Inputs, settings.Run, new RunRequest(runId, asOf), Options(order, folder), progress, cancellation);
        inputs.EndReading();
        results = Tamper?.Invoke(results) ?? results;

        var changed = inputs.ChangedSince();
        List<RunCheck> checks = [.. results.Check(), HostChecks.InputsUnchanged(changed), HostChecks.OrdersOfLastRun(results.Totals.Orders, asOf, shown, settings.Run.Quality.MinShareOfLastRun)];
        var refusal = HostChecks.Refusal(checks, changed);
        var nothing = RowsRead.OrderRows(results) == 0 || (results.Totals.Orders == 0 && refusal is null);
        var against = nothing ? "Nothing to publish: there are no orders up to the as-of date." : refusal is not null ? "Not published." : Publishing.Against(order, asOf, shown);
        cancellation.ThrowIfCancellationRequested();
        var finishedAt = clock.GetUtcNow();
        var outcome = new RunOutcome
        {
            Record = new RunRecord
            {
                RunId = runId, Pipeline = settings.Pipeline, AsOf = asOf, Status = refusal is null && !nothing ? RunRecord.Succeeded : RunRecord.Failed,
                Attempt = Attempts(outFolder, runId) + 1, Trigger = order.Trigger, RequestedBy = order.RequestedBy, Note = order.Note,
                RequestedAt = requestedAt, StartedAt = startedAt, FinishedAt = finishedAt, PublishedAt = against is null && !order.DryRun ? finishedAt : null,
                Parameters = settings.ParametersJson, ParametersHash = settings.ParametersHash, Inputs = RunInputs.Json(inputs),
                ResultHash = refusal is null ? ResultHash.Of(results.Tables) : null, Totals = results.Totals, Error = nothing ? against : refusal,
            },
            Settings = settings,
            Results = results,
            Checks = checks,
            Publishing = new Publishing(false, against ?? "Not published: a dry run writes nothing."),
            ExitCode = nothing ? ExitCode.Nothing : refusal is not null ? ExitCode.Refused : ExitCode.Ok,
            Duration = clock.GetElapsedTime(begun),
        };
        if (folder is null || nothing) return outcome;

        Write(folder, outFolder, outcome, progress, cancellation);
        outcome = outcome with { Folder = folder.FinalPath, Duration = clock.GetElapsedTime(begun) };
        return against is null ? Publish(outcome, outFolder) : outcome;
    }

    // What memory has no room for goes beside the results, where there must be room for those too; a dry run has no such place.
    private static RunOptions Options(RunOrder order, RunFolder? folder) => new(order.Threads ?? Environment.ProcessorCount)
    {
        MemoryLimit = order.Settings.MemoryLimit,
        Spill = new SpillFiles(folder?.CurrentPath ?? Path.GetTempPath()),
    };

    private static void Write(RunFolder folder, string outFolder, RunOutcome outcome, IProgressSink progress, CancellationToken cancellation)
    {
        var (record, refused) = (outcome.Record, outcome.ExitCode == ExitCode.Refused);
        ResultTable[] tables =
        [
            .. outcome.Results.Tables.Where(table => !refused || KeptOfRefused.Contains(table.Spec.Name)),
            RunCheckTable.Of(record.RunId, outcome.Checks),
            RunTable.Of(record),
        ];
        progress.Begin("write results", tables.Sum(table => (long)table.Rows), "rows");
        foreach (var table in tables)
        {
            cancellation.ThrowIfCancellationRequested();
            folder.Write(table);
            progress.Advance(table.Rows);
        }

        folder.WriteJson("run.json", RunTable.Json(record));
        if (outcome.Settings.Report.Written)
        {
            var kept = new RunTables(tables, KeptRun.Before(outFolder, record.Pipeline, record.AsOf, KeptRun.Micros(record.RequestedAt)));
            folder.WriteFile(ReportPage.FileName, file => ReportPage.Write(file, kept, ReportOptions.Of(outcome.Settings.Report)));
        }

        cancellation.ThrowIfCancellationRequested();
        folder.Complete();
    }

    private RunOutcome Publish(RunOutcome outcome, string outFolder)
    {
        var record = outcome.Record;
        var moved = Publication.Move(outFolder, new Publication(record.RunId, record.AsOf, record.Pipeline, record.PublishedAt!.Value, record.Totals.Orders));
        return outcome with
        {
            Publishing = moved
                ? new Publishing(true, "Published: readers see this run now.")
                : new Publishing(false, $"Not published: meanwhile run {Publication.Current(outFolder)?.RunId} was."),
        };
    }

    /// <summary>How often the run was tried before; only failed attempts get this far.</summary>
    private static int Attempts(string outFolder, string runId)
    {
        var folder = Path.Combine(outFolder, "runs", runId);
        return Directory.Exists(folder) && RunEntry.Read(folder).Run["attempt"] is System.Text.Json.Nodes.JsonValue value && value.TryGetValue(out int attempt) ? attempt : 0;
    }
}
