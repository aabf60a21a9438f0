using System.Diagnostics;
using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>The queue in a warehouse: rows of <c>clv.run</c> that are <c>queued</c>, taken up by one worker each.</summary>
public sealed class WarehouseQueue(Warehouse warehouse, string version) : IRunQueue
{
    // Programs that were frozen in the middle of a claim do not keep the others from claiming.
    private const string Limits = "set local lock_timeout = '5s'; set local idle_in_transaction_session_timeout = '5s'";

    // The first that is due. One that may publish waits for those of its pipeline that run, and for those of earlier days.
    private const string Next = """
        select run_no from clv.run r
        where of_queue and status = 'queued' and (wake_at is null or wake_at <= clock_timestamp()) and run_no <> all(@busy) and (not may_publish or not exists (
            select from clv.run o where o.of_queue and o.may_publish and o.pipeline = r.pipeline and (o.status = 'running' or (o.status = 'queued' and (o.as_of, o.run_no) < (r.as_of, r.run_no)))))
        order by requested_at, run_no limit 1 for update skip locked
        """;

    private static readonly TimeSpan Sweeps = TimeSpan.FromMinutes(1);
    private readonly Bell _bell = new();
    private long _swept = Stopwatch.GetTimestamp();

    /// <inheritdoc />
    public string Name => warehouse.Name;

    /// <inheritdoc />
    public long News => _bell.Rung;

    /// <inheritdoc />
    public bool HasWorkers
    {
        get
        {
            using var connection = Open();
            return connection.ExecuteScalar<bool>("select exists (select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()) and classid = @Class::bigint and objid = 0 and granted)", new { Class = WarehouseLocks.Workers });
        }
    }

    /// <inheritdoc />
    public Asked Ask(RunWish wish, Func<string> newId)
    {
        using var connection = Open();
        return WarehouseAsking.Ask(connection, wish, newId);
    }

    /// <inheritdoc />
    public IHeldRun? Claim(string worker)
    {
        var session = Open();
        IHeldRun? held = null;
        try
        {
            List<long> busy = [];
            for (var tries = 0; tries < 8 && held is null; tries++)
            {
                using var transaction = session.BeginTransaction();
                session.Execute(Limits);
                if (session.QueryFirstOrDefault<long?>(Next, new { busy }) is not { } runNo) break;
                // Its last worker is just letting go of it: the next one, then.
                if (!Lock(session, runNo)) busy.Add(runNo);
                else held = Hold(session, transaction, runNo, worker);
            }

            return held;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            // Another worker was faster with a run of the same pipeline.
            return null;
        }
        finally
        {
            if (held is null) session.Dispose();
        }
    }

    /// <inheritdoc />
    public Claimed Take(string worker, string runId)
    {
        RunIds.Check(runId);
        var session = Open();
        Claimed? taken = null;
        try
        {
            return taken = Take(session, worker, runId);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            return new Claimed(ClaimState.Waiting, null, $"run {runId} waits: another run of its pipeline is active");
        }
        finally
        {
            if (taken?.Run is null) session.Dispose();
        }
    }

    /// <inheritdoc />
    public string Cancel(string runId, string? by)
    {
        RunIds.Check(runId);
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        connection.Execute("set local lock_timeout = '30s'");
        var (status, _) = WarehouseRegister.Find(warehouse, connection, runId);
        status = connection.ExecuteScalar<string?>($"""
            update clv.run set cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp()), cancelled_by = coalesce(cancelled_by, @by), status = case status when 'queued' then 'cancelled' else status end,
                finished_at = case status when 'queued' then clock_timestamp() end, error = case status when 'queued' then 'cancelled' || coalesce(' by ' || @by, '') || ' before it began' end
            where run_id = @runId and status in ('queued', 'running') returning status
            """, new { runId, by }) ?? connection.ExecuteScalar<string>("select status from clv.run where run_id = @runId", new { runId }) ?? status;
        connection.Execute($"select pg_notify('{WarehouseNews.Channel}', @runId)", new { runId });
        transaction.Commit();
        return status;
    }

    /// <inheritdoc />
    public IReadOnlyList<RunEntry> List(RunQuery query) => WarehouseRegister.List(warehouse, query);

    /// <inheritdoc />
    public RunEntry Find(string runId) => WarehouseRegister.Find(warehouse, runId);

    /// <inheritdoc />
    public IReadOnlyList<Recovered> Recover()
    {
        using var connection = Open();
        var found = WarehouseRecovery.Of(connection);
        RunShowing.Late(connection);
        // What dead attempts have loaded is in nobody's way, but takes room.
        if (found.Count > 0 || Stopwatch.GetElapsedTime(Interlocked.Read(ref _swept)) > Sweeps)
        {
            RunSweep.Parts(connection);
            Interlocked.Exchange(ref _swept, Stopwatch.GetTimestamp());
        }

        return found;
    }

    /// <inheritdoc />
    public IDisposable Attend(string worker) => new WarehouseNews(warehouse, _bell.Ring);

    /// <inheritdoc />
    public void WaitForNews(long known, TimeSpan most, CancellationToken cancellation) => _bell.Wait(known, most, cancellation);

    private Claimed Take(NpgsqlConnection session, string worker, string runId)
    {
        using var transaction = session.BeginTransaction();
        session.Execute(Limits);
        WarehouseRegister.Find(warehouse, session, runId);
        var (runNo, status) = session.QuerySingle<(long, string)>("select run_no, status from clv.run where run_id = @runId for update", new { runId });
        if (status == "running") status = WarehouseRecovery.Of(session, runNo)?.Status ?? status;
        if (status is not ("queued" or "running"))
        {
            transaction.Commit();
            return new Claimed(ClaimState.Finished, null, $"run {runId} has {(status == "cancelled" ? "been " : "")}{status}");
        }

        if (status == "running" || !Lock(session, runNo)) return new Claimed(ClaimState.Active, null, $"run {runId} is active");
        return new Claimed(ClaimState.Taken, Hold(session, transaction, runNo, worker), "");
    }

    private static bool Lock(NpgsqlConnection session, long runNo) => session.ExecuteScalar<bool>("select pg_try_advisory_lock(@Class, @runNo::int)", new { WarehouseLocks.Class, runNo });

    private HeldWarehouseRun Hold(NpgsqlConnection session, NpgsqlTransaction transaction, long runNo, string worker)
    {
        var row = session.QuerySingle<Row>($"""
            update clv.run set status = 'running', attempt = attempt + 1, started_at = clock_timestamp(), heartbeat_at = clock_timestamp(), finished_at = null, of_queue = true, worker = @worker, host = @host, version = @version,
                wake_at = null, error = null, {RunRow.Idle} where run_no = @runNo
            returning run_id as RunId, pipeline, as_of::text as AsOf, parameters, parameters_hash as ParametersHash, trigger, requested_by as RequestedBy, note, may_publish as MayPublish, scheduled_for as ScheduledFor,
                requested_at as RequestedAt, attempt, deaths, faults
            """, new { runNo, worker, host = Environment.MachineName, version });
        transaction.Commit();
        var claim = row.Claim(version);
        return new HeldWarehouseRun(new WarehouseRun(warehouse, claim, runNo, row.Attempt, session) { OfQueue = true }, row.Queued);
    }

    private NpgsqlConnection Open()
    {
        var connection = warehouse.Open();
        try
        {
            Migrator.Demand(warehouse, connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // As the driver hands it over: dates as text, so that no version of it makes something else of them.
    private sealed record Row
    {
        public string RunId { get; init; } = "";
        public string Pipeline { get; init; } = "";
        public string AsOf { get; init; } = "";
        public string Parameters { get; init; } = "";
        public string ParametersHash { get; init; } = "";
        public string Trigger { get; init; } = "";
        public string? RequestedBy { get; init; }
        public string? Note { get; init; }
        public bool MayPublish { get; init; }
        public DateTime? ScheduledFor { get; init; }
        public DateTime RequestedAt { get; init; }
        public long Attempt { get; init; }
        public int Deaths { get; init; }
        public int Faults { get; init; }

        public QueuedRun Queued => new(RunId, new RunWish
        {
            Pipeline = Pipeline, AsOf = Day, Parameters = Parameters, ParametersHash = ParametersHash, Trigger = Trigger, RequestedBy = RequestedBy, Note = Note, MayPublish = MayPublish,
            ScheduledFor = ScheduledFor is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null,
        }, new DateTimeOffset(RequestedAt, TimeSpan.Zero), Attempt, Deaths, Faults);

        private DateOnly Day => DateOnly.ParseExact(AsOf, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        public RunClaim Claim(string version) => new()
        {
            RunId = RunId, Pipeline = Pipeline, AsOf = Day, Parameters = Parameters, ParametersHash = ParametersHash, Trigger = Trigger, RequestedBy = RequestedBy, Note = Note,
            RequestedAt = new DateTimeOffset(RequestedAt, TimeSpan.Zero), MayPublish = MayPublish, Host = Environment.MachineName, Version = version,
        };
    }
}
