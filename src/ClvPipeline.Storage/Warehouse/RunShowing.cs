using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>
/// Moves the pointer to a run that is complete, in a transaction after the one that attached its tables. A query is planned before it looks at the data: one that was planned just before the
/// tables came and ran just after the pointer moved would find none of them, and show nothing. So whoever was reading when they came is waited for, but not for long: planning takes a moment,
/// a report may take hours. A run whose process dies in between is shown by whoever comes next.
/// </summary>
internal static class RunShowing
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1), Look = TimeSpan.FromMilliseconds(5);

    // Whoever looks at what is published has named the pointer's table, and holds on to it until the end of the transaction.
    private const string Readers = "select distinct virtualtransaction from pg_locks where locktype = 'relation' and relation = 'clv.publication'::regclass and mode = 'AccessShareLock' and pid <> pg_backend_pid() and database = (select oid from pg_database where datname = current_database())";

    /// <summary>Shows a run that is to be shown, if nothing newer is shown by now.</summary>
    /// <returns>Whether readers see it.</returns>
    public static bool Show(NpgsqlConnection connection, long runNo)
    {
        WaitForPlans(connection);
        using var transaction = connection.BeginTransaction();
        connection.Execute(RunDelivery.Limits);
        connection.Execute("select pg_advisory_xact_lock(@Class, @Publication)", new { WarehouseLocks.Class, WarehouseLocks.Publication });
        if (connection.QueryFirstOrDefault<(string RunId, string AsOf, string Pipeline, long Orders)?>("select run_id, as_of::text, pipeline, orders from clv.run where run_no = @runNo and to_show for update", new { runNo }) is { } run)
        {
            var next = new Publication(run.RunId, DateOnly.ParseExact(run.AsOf, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), run.Pipeline, default, run.Orders);
            var allowed = WarehousePublication.Allows(connection, next);
            connection.Execute("update clv.run set to_show = false, published_at = case when @allowed then now() end where run_no = @runNo", new { runNo, allowed });
            if (allowed) WarehousePublication.Write(connection, next);
        }

        var shown = connection.ExecuteScalar<bool>("select exists (select from clv.publication join clv.run using (run_id) where run_no = @runNo)", new { runNo });
        transaction.Commit();
        return shown;
    }

    /// <summary>Shows runs that were complete when their process died.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="runId">One of them; null for all.</param>
    /// <returns>Whether there was one.</returns>
    public static bool Late(NpgsqlConnection connection, string? runId = null)
    {
        var late = connection.Query<long>("select run_no from clv.run where to_show and (@runId is null or run_id = @runId) order by as_of, run_no", new { runId }).Where(runNo => RunSweep.Free(connection, runNo)).ToList();
        try
        {
            foreach (var runNo in late) Show(connection, runNo);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            // Others are publishing; the next one to come tries again.
            return false;
        }

        return late.Count > 0;
    }

    private static void WaitForPlans(NpgsqlConnection connection)
    {
        var readers = connection.Query<string>(Readers).ToHashSet();
        for (var waited = TimeSpan.Zero; readers.Count > 0 && waited < Longest; waited += Look)
        {
            Thread.Sleep(Look);
            readers.IntersectWith(connection.Query<string>(Readers));
        }
    }
}
