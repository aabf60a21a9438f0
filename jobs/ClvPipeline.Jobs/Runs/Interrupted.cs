using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>A run that was complete in its folder, but died (or found the disk full, or the database away) before readers were shown it. Asked for again, it is shown; nothing is computed twice.</summary>
internal static class Interrupted
{
    /// <summary>Shows such a run.</summary>
    /// <returns>Whether it was one.</returns>
    public static bool Publish(RunOutputs outputs, string runId, IProgressSink progress, CancellationToken cancellation)
    {
        var late = outputs.Warehouse is { } database && WarehousePublication.ShowLate(database, runId);
        if (outputs.Folder is not { } outFolder || !Directory.Exists(Path.Combine(outFolder, "runs", runId))) return late;
        if (RunRegister.Find(outFolder, runId) is not { Status: RunRecord.Succeeded } run) return late;
        var stored = late || (outputs.Warehouse is { } warehouse && Store(warehouse, run, progress, cancellation));
        if (run.Instant("published_at") is not { } publishedAt || run.AsOf is not { } asOf || run.Pipeline is not { } pipeline) return stored;
        // A pointer that was moved later than this run was to be shown has passed it by.
        if (Publication.Current(outFolder)?.PublishedAt >= publishedAt) return stored;
        return Publication.Move(outFolder, new Publication(runId, asOf, pipeline, publishedAt, (long)run.Run["orders"]!)) || stored;
    }

    /// <summary>The same for a run of the queue that a worker has taken up.</summary>
    public static bool Finish(RunOutputs outputs, IHeldRun held, CancellationToken cancellation)
    {
        var run = RunRegister.Find(outputs.Folder!, held.Run.RunId);
        var next = run is { AsOf: { } asOf, Pipeline: { } pipeline } && run.Instant("published_at") is { } at ? new Publication(run.RunId, asOf, pipeline, at, (long)run.Run["orders"]!) : null;
        var stored = held.Stored is { } warehouse && Store(warehouse, run, next, NoProgress.Instance, cancellation);
        // A pointer that was moved later than this run was to be shown has passed it by.
        var shown = next is not null && !(Publication.Current(outputs.Folder!)?.PublishedAt >= next.PublishedAt) && Publication.Move(outputs.Folder!, next);
        if (held.Stored is null) held.End(RunRecord.Succeeded, null);
        return stored || shown;
    }

    /// <summary>Brings it into the database, from the tables in its folder.</summary>
    private static bool Store(Warehouse warehouse, RunEntry run, IProgressSink progress, CancellationToken cancellation)
    {
        var publishedAt = run.Instant("published_at");
        var claim = new RunClaim
        {
            RunId = run.RunId, Pipeline = run.Pipeline!, AsOf = run.AsOf!.Value, Parameters = run.Run["parameters"]!.ToJsonString(Parameters.Plain), ParametersHash = run.Text("parameters_hash")!, Trigger = run.Text("trigger")!,
            RequestedBy = run.Text("requested_by"), Note = run.Text("note"), RequestedAt = run.RequestedAt!.Value, MayPublish = publishedAt is not null, Host = Environment.MachineName, Version = VersionText.Version,
        };
        WarehouseRun stored;
        try
        {
            stored = WarehouseRun.Begin(warehouse, claim);
        }
        catch (RunTakenException)
        {
            return false;
        }

        using (stored)
        {
            Store(stored, run, publishedAt is { } at ? new Publication(run.RunId, claim.AsOf, claim.Pipeline, at, (long)run.Run["orders"]!) : null, progress, cancellation);
            return true;
        }
    }

    private static bool Store(WarehouseRun stored, RunEntry run, Publication? next, IProgressSink progress, CancellationToken cancellation)
    {
        var tables = Tables.All.Concat(Tables.Optional).Append(RunCheckTable.Spec).Where(spec => File.Exists(Path.Combine(run.Folder, $"{spec.Name}.parquet"))).Select(spec => ResultReader.Read(run.Folder, spec)).ToList();
        var row = ResultReader.Read(run.Folder, RunTable.Spec);
        return stored.Publish(tables, row, RunTable.Totals(row), next, progress, cancellation);
    }
}
