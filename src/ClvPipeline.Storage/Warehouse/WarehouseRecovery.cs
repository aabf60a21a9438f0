using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>
/// Finds runs of the queue whose workers are gone: not heard of for a while *and* their lock is free. Either alone proves nothing: a session may be cut and come back, and a worker may be
/// busy. The database's clock decides.
/// </summary>
internal static class WarehouseRecovery
{
    /// <summary>How many deaths a run may cause: one that kills its process must not walk through all the workers.</summary>
    public const int MostDeaths = 2;

    /// <summary>For how long a worker may be silent. An administrator may choose another time: alter database … set clv.abandoned_after = '30s'.</summary>
    public const string Silence = "coalesce(nullif(current_setting('clv.abandoned_after', true), ''), '10s')::interval";

    /// <summary>What a row becomes whose worker is gone.</summary>
    private static readonly string Bury = $"""
        update clv.run set deaths = deaths + 1, finished_at = case when cancel_requested_at is null and deaths + 1 < {MostDeaths} then null else clock_timestamp() end,
            status = case when cancel_requested_at is not null then 'cancelled' when deaths + 1 < {MostDeaths} then 'queued' else 'failed' end,
            error = case when cancel_requested_at is not null then 'cancelled' || coalesce(' by ' || cancelled_by, '') when deaths + 1 < {MostDeaths} then 'its worker died: ' || worker
                else 'two workers have died with it (the last: ' || worker || '), so it is not tried again; ask for it anew once it is known why' end, {RunRow.Idle}
        where run_no = @runNo and status = 'running' and heartbeat_at < clock_timestamp() - {Silence}
        returning run_id, worker, status, pg_notify('{WarehouseNews.Channel}', run_id)::text
        """;

    /// <summary>Puts them back into the queue, or fails them for good.</summary>
    public static List<Recovered> Of(NpgsqlConnection connection)
    {
        List<Recovered> found = [];
        foreach (var runNo in connection.Query<long>($"select run_no from clv.run where of_queue and status = 'running' and heartbeat_at < clock_timestamp() - {Silence} order by run_no").ToList())
        {
            using var transaction = connection.BeginTransaction();
            if (Of(connection, runNo) is { } recovered) found.Add(recovered);
            transaction.Commit();
        }

        return found;
    }

    /// <summary>The same for one of them, in the caller's transaction; null where it is alive.</summary>
    public static Recovered? Of(NpgsqlConnection connection, long runNo)
    {
        if (!connection.ExecuteScalar<bool>("select pg_try_advisory_xact_lock(@Class, @runNo::int)", new { WarehouseLocks.Class, runNo })) return null;
        return connection.QueryFirstOrDefault<(string RunId, string? Worker, string Status, string)?>(Bury, new { runNo }) is { } buried ? new Recovered(buried.RunId, buried.Worker, buried.Status) : null;
    }
}
