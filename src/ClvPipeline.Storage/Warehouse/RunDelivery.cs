using System.Diagnostics;
using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>
/// Brings the results of a run into a warehouse: the tables are loaded apart, one by one, and checked there; then one short transaction attaches them and writes the run's final
/// state, and another moves the pointer. Until the first commits nobody sees anything, and what is left of a broken delivery the next run clears away; the second is made up for by others.
/// </summary>
internal sealed class RunDelivery(WarehouseRun run, IReadOnlyList<ResultTable> tables, ResultTable row, RunTotals totals, Publication? shown, IProgressSink progress)
{
    // How long publishers wait for their turn or for a table, and how long one that is frozen in the middle of it keeps the others waiting.
    internal const string Limits = "set local lock_timeout = '30s'; select set_config('idle_in_transaction_session_timeout', coalesce(nullif(current_setting('clv.frozen_after', true), ''), '30s'), true)";

    private static readonly string[] Names = ["channel", "segment"];

    /// <summary>Does it, and goes on trying while the server is away.</summary>
    /// <returns>Whether readers see the run now.</returns>
    public bool Deliver(CancellationToken cancellation)
    {
        var begun = Stopwatch.StartNew();
        for (var wait = TimeSpan.FromSeconds(0.25); ; wait = wait < TimeSpan.FromSeconds(8) ? wait * 2 : wait)
        {
            try
            {
                return Once(cancellation);
            }
            catch (Exception e) when (Warehouse.IsPassing(e) && begun.Elapsed < run.Warehouse.Patience && !cancellation.IsCancellationRequested)
            {
                cancellation.WaitHandle.WaitOne(wait);
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    private bool Once(CancellationToken cancellation)
    {
        using var connection = run.Warehouse.Open();
        if (Done(connection) is { } moved) return moved;
        var process = connection.ProcessID;
        using var cancel = cancellation.Register(() => CancelOnServer(process));
        try
        {
            RunSweep.Own(connection, run.RunNo);
            var layouts = TableLayout.Read(connection);
            if (tables.FirstOrDefault(table => !layouts.ContainsKey(table.Spec.Name)) is { } stranger) throw new BadInputException($"output.postgres: the schema clv of {run.Warehouse.Name} has no table {stranger.Spec.Name}");
            var parts = tables.Select(table => new RunPart(table.Spec.Name, run.Claim.RunId, run.RunNo, run.Attempt)).ToList();
            progress.Begin("publish", tables.Sum(table => (long)table.Rows), "rows");
            foreach (var (part, table) in parts.Zip(tables))
            {
                cancellation.ThrowIfCancellationRequested();
                part.Load(connection, table, layouts[part.Table], totals, cancellation);
                progress.Advance(table.Rows);
            }

            Remember(connection, parts);
            cancellation.ThrowIfCancellationRequested();
            return Complete(connection, parts);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
    }

    // A commit whose answer was lost is found out by asking.
    private bool? Done(NpgsqlConnection connection)
    {
        var found = State(connection, "");
        if (found is { Attempt: var attempt, Status: "succeeded" or "failed" } && attempt == run.Attempt && found.Value.Finished && found.Value.Results)
            return RunShowing.Show(connection, run.RunNo);
        Demand(found);
        return null;
    }

    private bool Complete(NpgsqlConnection connection, List<RunPart> parts)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute(Limits);
        connection.Execute("select pg_advisory_xact_lock(@Class, @Publication)", new { WarehouseLocks.Class, WarehouseLocks.Publication });
        Demand(State(connection, "for update"));
        foreach (var part in parts) part.Attach(connection);
        var toShow = shown is not null && WarehousePublication.Allows(connection, shown);
        RunFinish.Write(connection, run, row, toShow);
        transaction.Commit();
        return toShow && RunShowing.Show(connection, run.RunNo);
    }

    // Channels and segments by name, so that a report can list them without reading the facts.
    private static void Remember(NpgsqlConnection connection, List<RunPart> parts)
    {
        if (parts.FirstOrDefault(part => part.Table == "channel_value") is not { } facts) return;
        using var transaction = connection.BeginTransaction();
        foreach (var name in Names) connection.Execute($"insert into clv.{name} select distinct {name} from {facts.Name} order by 1 on conflict do nothing");
        transaction.Commit();
    }

    private (long Attempt, string Status, bool Finished, bool Results, string? CancelledBy)? State(NpgsqlConnection connection, string locked) => connection.QueryFirstOrDefault<(long, string, bool, bool, string?)?>(
        $"select attempt, status, finished_at is not null, exists (select from pg_class where relnamespace = 'clv_part'::regnamespace and relispartition and relname = @Part), case when cancel_requested_at is not null then coalesce(cancelled_by, '') end from clv.run where run_no = @RunNo {locked}",
        new { run.RunNo, Part = $"{tables[0].Spec.Name}_{run.RunNo}_{run.Attempt}" });

    private void Demand((long Attempt, string Status, bool Finished, bool Results, string? CancelledBy)? found)
    {
        if (found is null) throw new RunFencedException(run.Claim.RunId, "its row in clv.run was deleted");
        if (found.Value.Attempt != run.Attempt) throw new RunFencedException(run.Claim.RunId, $"attempt {found.Value.Attempt} took it up");
        if (found.Value.Status != "running") throw new RunFencedException(run.Claim.RunId, $"it was closed as {found.Value.Status}");
        // Who cancels a run is promised that nothing of it becomes visible, be it that we have not heard of it yet.
        if (found.Value.CancelledBy is { } by) throw run.Cancelled(by);
    }

    // What is going on there (an index, a check) may take a while, and nobody wants it any more.
    private void CancelOnServer(int process)
    {
        try
        {
            using var connection = run.Warehouse.Open();
            connection.Execute("select pg_cancel_backend(@process)", new { process });
        }
        catch (Exception e) when (e is NpgsqlException or BadInputException)
        {
            // The server is away, and with it what was to be cancelled.
        }
    }
}
