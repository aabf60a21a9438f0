using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>
/// Keeps hold of a run while it is computed: a session with its lock and, once a second, a heartbeat with how far it is. The server ends a session that it has not
/// heard of for a while (the process is frozen), so that others may take the run up; one that is cut is opened again, if the run is still ours.
/// </summary>
internal sealed class RunHold : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private readonly Warehouse _warehouse;
    private readonly long _runNo, _attempt;
    private readonly Timer _timer;
    private readonly Lock _turn = new(), _news = new();
    private NpgsqlConnection? _session;
    private (string Stage, double Progress)? _state;
    private bool _over;

    public RunHold(Warehouse warehouse, long runNo, long attempt, NpgsqlConnection session)
    {
        (_warehouse, _runNo, _attempt, _session) = (warehouse, runNo, attempt, session);
        EndIfSilent(session);
        _timer = new Timer(_ => Tell(), null, Beat, Beat);
    }

    public void Report(string stage, double progress)
    {
        lock (_news) _state = (stage, Math.Clamp(progress, 0, 1));
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_turn)
        {
            _over = true;
            _session?.Dispose();
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
            (string Stage, double Progress)? state;
            lock (_news) state = _state;
            _session ??= Again();
            _session.Execute("update clv.run set heartbeat_at = clock_timestamp(), stage = @Stage, progress = @Progress where run_no = @runNo and attempt = @attempt and status = 'running'",
                new { state?.Stage, state?.Progress, runNo = _runNo, attempt = _attempt }, commandTimeout: 20);
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

    private NpgsqlConnection Again()
    {
        var session = _warehouse.Open();
        EndIfSilent(session);
        session.Execute("select pg_try_advisory_lock(@Class, run_no::int) from clv.run where run_no = @runNo and attempt = @attempt and status = 'running'", new { WarehouseLocks.Class, runNo = _runNo, attempt = _attempt });
        return session;
    }
}
