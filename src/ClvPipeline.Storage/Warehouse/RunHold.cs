using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>
/// Keeps hold of a run while it is computed: a session with its lock and, once a second, a heartbeat with how far it is, which hears too whether somebody has cancelled it. The
/// server ends a session that it has not heard of for a while (the process is frozen), so that others may take the run up; one that is cut is opened again, if the run is still ours.
/// </summary>
internal sealed class RunHold : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private readonly Warehouse _warehouse;
    private readonly long _runNo, _attempt;
    private readonly Timer _timer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _turn = new(), _news = new();
    private NpgsqlConnection? _session;
    private RunProgress? _state;
    private bool _over;

    public RunHold(Warehouse warehouse, long runNo, long attempt, NpgsqlConnection session)
    {
        (_warehouse, _runNo, _attempt, _session) = (warehouse, runNo, attempt, session);
        Stop = _stop.Token;
        EndIfSilent(session);
        _timer = new Timer(_ => Tell(), null, Beat, Beat);
    }

    /// <summary>Ends the work: the run was cancelled, or is not ours any more.</summary>
    public CancellationToken Stop { get; }

    /// <summary>Who cancelled it; null where nobody did.</summary>
    public string? CancelledBy { get; private set; }

    /// <summary>Whether others have it.</summary>
    public bool IsLost { get; private set; }

    public void Report(RunProgress progress)
    {
        lock (_news) _state = progress with { Done = Math.Clamp(progress.Done, 0, 1) };
    }

    /// <summary>Somebody has cancelled it.</summary>
    public void Cancel(string by)
    {
        CancelledBy ??= by;
        // Whoever waits for this does so elsewhere: a heartbeat must not wait for them.
        _ = _stop.CancelAsync();
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_turn)
        {
            _over = true;
            _session?.Dispose();
            _session = null;
        }
    }

    // An administrator may choose another time: alter database … set clv.frozen_after = '5min'.
    private static void EndIfSilent(NpgsqlConnection session) =>
        session.Execute("select set_config('idle_session_timeout', coalesce(nullif(current_setting('clv.frozen_after', true), ''), '60s'), false)");

    private void Tell()
    {
        // A beat that takes longer than the time to the next one is not waited for.
        if (!_turn.TryEnter()) return;
        try
        {
            if (_over) return;
            _session ??= Again();
            if (_session is not null) Tell(_session);
        }
        catch (Exception e) when (e is NpgsqlException or BadInputException or InvalidOperationException or TimeoutException)
        {
            // The run goes on: whether it is still ours is asked when it is published.
            _session?.Dispose();
            _session = null;
        }
        finally
        {
            _turn.Exit();
        }
    }

    private void Tell(NpgsqlConnection session)
    {
        RunProgress? state;
        lock (_news) state = _state;
        var heard = session.Query<string?>("""
            update clv.run set heartbeat_at = clock_timestamp(), stage = @Stage, progress = @Done, stage_rows = @Rows, stage_unit = @Unit, rows_per_second = @Rate, share = @Share, seconds_left = @SecondsLeft
            where run_no = @runNo and attempt = @attempt and status = 'running' returning case when cancel_requested_at is not null then coalesce(cancelled_by, '') end
            """, new { state?.Stage, state?.Done, state?.Rows, state?.Unit, state?.Rate, state?.Share, state?.SecondsLeft, runNo = _runNo, attempt = _attempt }, commandTimeout: 20).ToList();
        if (heard is [{ } by]) Cancel(by);
        if (heard.Count == 0) Look(session);
    }

    // Its row does not run by our hand any more: because we have just published it, or because others have it.
    private void Look(NpgsqlConnection session)
    {
        var ours = session.ExecuteScalar<bool>("select exists (select from clv.run where run_no = @runNo and attempt = @attempt and (status in ('running', 'succeeded') or has_results))", new { runNo = _runNo, attempt = _attempt });
        if (ours) return;
        IsLost = true;
        _ = _stop.CancelAsync();
    }

    private NpgsqlConnection? Again()
    {
        var session = _warehouse.Open();
        EndIfSilent(session);
        var locked = session.QueryFirstOrDefault<bool?>("select pg_try_advisory_lock(@Class, run_no::int) from clv.run where run_no = @runNo and attempt = @attempt and status = 'running'", new { WarehouseLocks.Class, runNo = _runNo, attempt = _attempt });
        if (locked == true) return session;
        // Somebody looks whether it is dead, or has it: we ask again at the next beat.
        if (locked is null) Look(session);
        session.Dispose();
        return null;
    }
}
