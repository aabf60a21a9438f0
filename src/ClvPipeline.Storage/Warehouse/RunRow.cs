using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>The row of a run in <c>clv.run</c>.</summary>
internal static class RunRow
{
    /// <summary>What is blank again as soon as nobody computes.</summary>
    public const string Idle = "stage = null, progress = null, stage_rows = null, stage_unit = null, rows_per_second = null, share = null, seconds_left = null";

    /// <summary>Takes a run up: its row is there and running, and the session holds its lock.</summary>
    /// <exception cref="RunTakenException">It has succeeded, or it or an equal request is in hand.</exception>
    public static (long RunNo, long Attempt) Take(NpgsqlConnection session, RunClaim claim)
    {
        using var transaction = session.BeginTransaction();
        // Two that ask for the same at the same moment: one after the other.
        session.Execute("select pg_advisory_xact_lock(@Class, hashtext(@What))", new { Class = WarehouseLocks.Requests, What = $"{claim.Pipeline} {claim.AsOf:yyyy-MM-dd} {claim.ParametersHash}" });
        var equal = session.QueryFirstOrDefault<string?>("select run_id from clv.run where pipeline = @Pipeline and as_of = @AsOf and parameters_hash = @ParametersHash and status in ('queued', 'running') and run_id <> @RunId", Values(claim));
        if (equal is not null) throw new RunTakenException(equal, RunState.Active);

        var there = session.QueryFirstOrDefault<(long RunNo, string Status)?>("select run_no, status from clv.run where run_id = @RunId for update", claim);
        if (there is { Status: "succeeded" }) throw new RunTakenException(claim.RunId, RunState.Finished);
        if (there is { Status: "running" or "queued" }) throw new RunTakenException(claim.RunId, RunState.Active);
        var (runNo, attempt) = session.QuerySingle<(long, long)>("""
            insert into clv.run (run_id, pipeline, as_of, status, attempt, trigger, requested_by, note, requested_at, started_at, parameters, parameters_hash, engine, version, host, may_publish, heartbeat_at)
            values (@RunId, @Pipeline, @AsOf, 'running', 1, @Trigger, @RequestedBy, @Note, @RequestedAt, now(), @Parameters, @ParametersHash, 'in-process', @Version, @Host, @MayPublish, now())
            on conflict (run_id) do update set (pipeline, as_of, status, attempt, trigger, requested_by, note, requested_at, started_at, finished_at, parameters, parameters_hash, version, host, may_publish, heartbeat_at, of_queue, cancel_requested_at, cancelled_by, stage, progress, error)
                = (excluded.pipeline, excluded.as_of, 'running', run.attempt + 1, excluded.trigger, excluded.requested_by, excluded.note, excluded.requested_at, now(), null, excluded.parameters, excluded.parameters_hash, excluded.version, excluded.host, excluded.may_publish, now(), false, null, null, null, null, null)
            returning run_no, attempt
            """, Values(claim));
        // Somebody may have it who has not got as far as a row: an attempt that is just dying, or a sweep that looks whether it is dead.
        if (!session.ExecuteScalar<bool>("select pg_try_advisory_lock(@Class, @RunNo::int)", new { WarehouseLocks.Class, RunNo = runNo })) throw new RunTakenException(claim.RunId, RunState.Active);
        transaction.Commit();
        return (runNo, attempt);
    }

    /// <summary>Writes down that a run has ended without results, unless somebody else has taken it up.</summary>
    /// <returns>Whether it was still ours.</returns>
    public static bool End(NpgsqlConnection connection, long runNo, long attempt, string status, string? error) => 0 < connection.ExecuteScalar<int>(
        $"with ended as (update clv.run set status = @status, error = @error, finished_at = now(), {Idle} where run_no = @runNo and attempt = @attempt and status = 'running' returning pg_notify('{WarehouseNews.Channel}', run_id)) select count(*)::int from ended",
        new { runNo, attempt, status, error });

    // A date as text: what the driver makes of one depends on its version.
    private static object Values(RunClaim claim) => new
    {
        claim.RunId, claim.Pipeline, AsOf = claim.AsOf, claim.Parameters, claim.ParametersHash, claim.Trigger, claim.RequestedBy, claim.Note, RequestedAt = claim.RequestedAt.UtcDateTime, claim.MayPublish, claim.Host, claim.Version,
    };
}
