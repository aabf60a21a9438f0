using ClvPipeline.Tests.Postgres;
using Npgsql;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>Watches the server, some hundred times a second, for a session that waits for another one, or makes others wait.</summary>
internal sealed class LockWaits : IDisposable
{
    private readonly Thread _watcher;
    private volatile bool _over;
    private int _seen, _looks;

    /// <param name="database">Where.</param>
    /// <param name="session">The session, by the id of its process.</param>
    public LockWaits(PostgresDatabase database, int session)
    {
        _watcher = new Thread(() =>
        {
            using var connection = database.Open();
            using var command = new NpgsqlCommand($"select count(*) from pg_stat_activity a where datname = current_database() and ({session} = any(pg_blocking_pids(a.pid)) or (a.pid = {session} and cardinality(pg_blocking_pids(a.pid)) > 0))", connection);
            for (; !_over; Thread.Sleep(2))
            {
                if ((long)command.ExecuteScalar()! > 0) _seen++;
                _looks++;
            }
        });
        _watcher.Start();
    }

    /// <summary>How often one waited so far.</summary>
    public int Seen => Volatile.Read(ref _seen);

    /// <summary>How often it was looked at.</summary>
    public int Looks => Volatile.Read(ref _looks);

    public void Dispose()
    {
        _over = true;
        _watcher.Join();
    }
}
