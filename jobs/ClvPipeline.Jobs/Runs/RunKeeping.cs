using ClvPipeline.Jobs.Report;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>
/// Writes what a run computed where it belongs and moves the pointers. First the folder, which needs no server, then the database, then the folder's pointer:
/// if the database fails, readers of the folder have not been shown a run that those of the database lack.
/// </summary>
internal sealed class RunKeeping(RunOutcome outcome, RunOutputs outputs, RunFolder? folder, WarehouseRun? stored, IProgressSink progress, RunOrder order)
{
    private const string Moved = "Published: readers see this run now.";

    /// <summary>What a refused run keeps: enough to see why.</summary>
    private static readonly string[] KeptOfRefused = ["intake_count", "rejected_row"];

    private readonly RunRecord _record = outcome.Record;
    private readonly bool _refused = outcome.ExitCode == ExitCode.Refused;

    /// <summary>Does it.</summary>
    public RunOutcome Keep(CancellationToken cancellation)
    {
        ResultTable[] tables = [.. outcome.Results.Tables.Where(table => !_refused || KeptOfRefused.Contains(table.Spec.Name)), RunCheckTable.Of(_record.RunId, outcome.Checks)];
        Publishing? shown = null;
        if (folder is not null)
        {
            Write(folder, tables, cancellation);
            if (order.Held is { Stored: null } held)
                held.Show(() =>
                {
                    folder.Complete();
                    shown = Show();
                });
            else Complete(folder);
        }

        var warehouse = stored is null ? null : Store(stored, tables, cancellation);
        return outcome with
        {
            Folder = folder?.FinalPath,
            Warehouse = stored?.Warehouse.Name,
            Publishing = outputs.Summary(folder is null ? null : shown ?? Show(), warehouse),
        };
    }

    private void Write(RunFolder to, ResultTable[] tables, CancellationToken cancellation)
    {
        var run = RunTable.Of(_record);
        progress.Begin("write results", tables.Sum(table => (long)table.Rows) + run.Rows, "rows");
        foreach (var table in tables.Append(run))
        {
            cancellation.ThrowIfCancellationRequested();
            to.Write(table);
            progress.Advance(table.Rows);
        }

        to.WriteJson("run.json", RunTable.Json(_record));
        if (outcome.Settings.Report.Written)
        {
            var kept = new RunTables([.. tables, run], KeptRun.Before(outputs.Folder!, tables, _record.Pipeline, _record.AsOf, KeptRun.Micros(_record.RequestedAt)));
            to.WriteFile(ReportPage.FileName, file => ReportPage.Write(file, kept, ReportOptions.Of(outcome.Settings.Report)));
        }

        cancellation.ThrowIfCancellationRequested();
    }

    // A sleeper that has lost the run may have completed the folder meanwhile, with the same tables: what counts is said in the database.
    private void Complete(RunFolder to)
    {
        try
        {
            to.Complete();
        }
        catch (RunTakenException) when (order.Held is not null)
        {
        }
    }

    private Publishing Store(WarehouseRun to, ResultTable[] tables, CancellationToken cancellation)
    {
        var next = _refused || !order.MayPublish ? null : Pointer;
        if (to.Publish(tables, RunTable.Of(_record), _record.Totals, next, progress, cancellation)) return new Publishing(true, Moved);
        if (next is null) return outcome.Publishing;
        return new Publishing(false, Publishing.Against(_record.AsOf, WarehousePublication.Current(to.Warehouse)) ?? "Not published: meanwhile another run was.");
    }

    private Publishing Show()
    {
        if (_record.PublishedAt is null) return outcome.Publishing;
        return Publication.Move(outputs.Folder!, Pointer)
            ? new Publishing(true, Moved)
            : new Publishing(false, $"Not published: meanwhile run {Publication.Current(outputs.Folder!)?.RunId} was.");
    }

    private Publication Pointer => new(_record.RunId, _record.AsOf, _record.Pipeline, _record.PublishedAt ?? _record.FinishedAt, _record.Totals.Orders);
}
