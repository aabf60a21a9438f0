using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>Writes requests into the register of a warehouse; equal ones are one.</summary>
internal static class WarehouseAsking
{
    private const string Equal = "pipeline = @Pipeline and as_of = @AsOf and parameters_hash = @ParametersHash and status in ('queued', 'running')";

    public static Asked Ask(NpgsqlConnection connection, RunWish wish, Func<string> newId)
    {
        for (var tries = 0; ; tries++)
        {
            var runId = newId();
            RunIds.Check(runId);
            var values = new
            {
                runId, wish.Pipeline, wish.AsOf, wish.Trigger, wish.RequestedBy, wish.Note, wish.Parameters, wish.ParametersHash, wish.MayPublish, ScheduledFor = wish.ScheduledFor?.UtcDateTime,
            };
            // Which of the rules stood in the way (an equal request, the same instant of a schedule, an id that is taken) is found out below; it may be gone by then.
            if (connection.Execute($"""
                insert into clv.run (run_id, pipeline, as_of, status, attempt, trigger, requested_by, note, requested_at, parameters, parameters_hash, may_publish, of_queue, scheduled_for)
                values (@runId, @Pipeline, @AsOf, 'queued', 0, @Trigger, @RequestedBy, @Note, clock_timestamp(), @Parameters, @ParametersHash, @MayPublish, true, @ScheduledFor) on conflict do nothing
                """, values) > 0)
            {
                connection.Execute($"select pg_notify('{WarehouseNews.Channel}', @runId)", new { runId });
                return new Asked(runId, true, "queued");
            }

            var there = connection.QueryFirstOrDefault<(string RunId, string Status)?>("select run_id, status from clv.run where pipeline = @Pipeline and scheduled_for = @ScheduledFor", values)
                ?? connection.QueryFirstOrDefault<(string RunId, string Status)?>($"select run_id, status from clv.run where {Equal}", values);
            if (there is { } equal)
            {
                // Who may publish it does not lose that because somebody else, who may not, was faster.
                if (wish.MayPublish) connection.Execute($"update clv.run set may_publish = true where {Equal} and status = 'queued' and not may_publish", values);
                return new Asked(equal.RunId, false, equal.Status);
            }

            if (tries == 10) throw new IOException($"run {runId}: could not be asked for, as others keep changing the register; try again");
        }
    }
}
