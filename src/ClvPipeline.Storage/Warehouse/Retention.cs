using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>
/// Drops the results of old runs; their rows in <c>clv.run</c> stay. Of each pipeline the last runs are kept, the last one of each month with the pipeline's own settings, what readers see and what
/// a rollback would show. A table that somebody is reading is left to the next time: dropping waits for readers, and new readers would wait behind it.
/// </summary>
public static class Retention
{
    private const string Wait = "set local lock_timeout = '200ms'";

    /// <summary>Drops what is not to be kept.</summary>
    /// <param name="warehouse">Where.</param>
    /// <param name="keep">How many of a pipeline's last runs with results stay.</param>
    /// <returns>The runs whose results were dropped.</returns>
    public static IReadOnlyList<string> Apply(Warehouse warehouse, int keep)
    {
        using var connection = warehouse.Open();
        var old = connection.Query<(string RunId, long RunNo)>("""
            with kept as (
                select run_id, run_no, row_number() over (partition by pipeline order by requested_at desc, run_no desc) as place,
                    of_pipeline and row_number() over (partition by pipeline, date_trunc('month', as_of), of_pipeline order by as_of desc, published_at desc nulls last, requested_at desc) = 1 as of_month
                from (select *, status = 'succeeded' and (may_publish or published_at is not null) as of_pipeline from clv.run where has_results) as with_results
            )
            select run_id, run_no from kept where place > @keep and not of_month and run_id not in (select run_id from clv.publication)
                and run_id not in (select run_id from clv.publication_before order by position desc limit 1)
            order by run_no
            """, new { keep }).ToList();
        return [.. old.Where(run => Drop(connection, run.RunNo)).Select(run => run.RunId)];
    }

    private static bool Drop(NpgsqlConnection connection, long runNo)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var transaction = connection.BeginTransaction();
            try
            {
                connection.Execute(Wait);
                // Who is about to publish it finds it gone rather than half of it.
                if (!connection.ExecuteScalar<bool>("select pg_try_advisory_xact_lock(@Class, @Publication)", new { WarehouseLocks.Class, WarehouseLocks.Publication })) continue;
                if (connection.ExecuteScalar<bool>("select exists (select from clv.publication p join clv.run r using (run_id) where r.run_no = @runNo)", new { runNo })) return false;
                RunPart.DropAll(connection, runNo);
                connection.Execute("update clv.run set has_results = false where run_no = @runNo", new { runNo });
                transaction.Commit();
                return true;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                // Being read.
            }
        }

        return false;
    }
}
