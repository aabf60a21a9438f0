using System.Diagnostics;
using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>A run of a warehouse's queue in the hands of a worker.</summary>
internal sealed class HeldWarehouseRun(WarehouseRun stored, QueuedRun run) : IHeldRun
{
    /// <inheritdoc />
    public QueuedRun Run { get; } = run;

    /// <inheritdoc />
    public WarehouseRun Stored { get; } = stored;

    /// <inheritdoc />
    public CancellationToken Stop => Stored.Stop;

    /// <inheritdoc />
    public string? CancelledBy => Stored.CancelledBy;

    /// <inheritdoc />
    public bool IsLost => Stored.IsLost;

    /// <inheritdoc />
    public void Report(RunProgress progress) => Stored.Report(progress);

    /// <inheritdoc />
    public void Show(Action show) => show();

    /// <inheritdoc />
    public bool End(string status, string? error) => Tell(connection => RunRow.End(connection, Stored.RunNo, Stored.Attempt, status, error));

    /// <inheritdoc />
    public bool HandBack(string? fault, TimeSpan wait)
    {
        // Free before it is queued: who is told of it then gets it.
        Stored.Release();
        return Tell(connection => 0 < connection.ExecuteScalar<int>($"""
            with back as (update clv.run set status = case when cancel_requested_at is null then 'queued' else 'cancelled' end, faults = faults + @faults, wake_at = clock_timestamp() + @wait * interval '1 second',
                finished_at = case when cancel_requested_at is null then null else clock_timestamp() end, error = case when cancel_requested_at is null then @fault else 'cancelled' || coalesce(' by ' || cancelled_by, '') end, {RunRow.Idle}
                where run_no = @runNo and attempt = @attempt and status = 'running' returning pg_notify('{WarehouseNews.Channel}', run_id)) select count(*)::int from back
            """, new { fault, faults = fault is null ? 0 : 1, wait = wait.TotalSeconds, runNo = Stored.RunNo, attempt = Stored.Attempt }));
    }

    /// <inheritdoc />
    public void Dispose() => Stored.Dispose();

    // Goes on trying for a while if the server is away: what is not said looks like a death.
    private bool Tell(Func<NpgsqlConnection, bool> say)
    {
        var begun = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var connection = Stored.Warehouse.Open();
                return say(connection);
            }
            catch (NpgsqlException e) when (Warehouse.IsPassing(e) && begun.Elapsed < Stored.Warehouse.Patience)
            {
                Thread.Sleep(500);
            }
            catch (NpgsqlException)
            {
                return false;
            }
        }
    }
}
