using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>
/// Clears away what runs have left that were killed: rows of plain runs that say running, and partitions that nobody attached. A plain run is dead when its lock is free; one of the
/// queue has a chance to come back, and is judged by <see cref="WarehouseRecovery"/>.
/// </summary>
internal static class RunSweep
{
    /// <summary>How long to wait for a table that somebody looks at; the next sweep comes.</summary>
    private const string Wait = "set local lock_timeout = '500ms'";

    /// <summary>Does it.</summary>
    public static void Of(NpgsqlConnection connection)
    {
        foreach (var runNo in connection.Query<long>("select run_no from clv.run where status = 'running' and not of_queue").ToList()) Bury(connection, runNo);
        Parts(connection);
    }

    /// <summary>Drops partitions that nobody attached and nobody works on. An attempt whose session was cut keeps what it has loaded: it is about to come back.</summary>
    public static void Parts(NpgsqlConnection connection)
    {
        foreach (var (part, runNo) in connection.Query<(string Part, long RunNo)>($"""
            select c.oid::regclass::text, substring(c.relname from '_(\d+)_\d+$')::bigint from pg_class c
            where c.relnamespace = 'clv_part'::regnamespace and c.relkind = 'r' and not c.relispartition and c.relname ~ '_\d+_\d+$'
                and not exists (select from clv.run r where r.status = 'running' and c.relname like '%\_' || r.run_no || '\_' || r.attempt and r.heartbeat_at > clock_timestamp() - {WarehouseRecovery.Silence})
            """).ToList()) Drop(connection, part, runNo);
    }

    /// <summary>Drops what earlier attempts at a run have left, attached (a check refused it) or not; the run is ours.</summary>
    /// <exception cref="PostgresException">Somebody is reading it.</exception>
    public static void Own(NpgsqlConnection connection, long runNo)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute("set local lock_timeout = '2s'");
        RunPart.DropAll(connection, runNo);
        transaction.Commit();
    }

    private static void Bury(NpgsqlConnection connection, long runNo)
    {
        using var transaction = connection.BeginTransaction();
        if (Free(connection, runNo))
            connection.Execute($"update clv.run set status = 'failed', error = 'its process died', finished_at = now(), {RunRow.Idle} where run_no = @runNo and status = 'running'", new { runNo });
        transaction.Commit();
    }

    /// <summary>Whether nobody holds a run.</summary>
    public static bool Free(NpgsqlConnection connection, long runNo) => connection.ExecuteScalar<bool>("select pg_try_advisory_xact_lock(@Class, @runNo::int)", new { WarehouseLocks.Class, runNo });

    private static void Drop(NpgsqlConnection connection, string part, long runNo)
    {
        using var transaction = connection.BeginTransaction();
        try
        {
            connection.Execute(Wait);
            if (!Free(connection, runNo)) return;
            connection.Execute($"drop table if exists {part}");
            transaction.Commit();
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InsufficientPrivilege)
        {
            // Others' leftovers are no reason not to run.
        }
    }
}
