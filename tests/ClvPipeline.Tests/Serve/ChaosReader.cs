using ClvPipeline.Tests.Postgres;
using Npgsql;

namespace ClvPipeline.Tests.Serve;

/// <summary>Somebody who reads what is published, all the while: every reading must be one complete run.</summary>
internal sealed class ChaosReader : IDisposable
{
    // One statement, one snapshot: every view shows the run of the pointer and no other, and they add up.
    private const string Reading = """
        select p.run_id,
            (select count(distinct run_id) from clv.current_channel_value) = 1 and (select min(run_id) from clv.current_channel_value) = p.run_id
            and (select count(distinct run_id) from clv.current_customer_value) = 1 and (select min(run_id) from clv.current_customer_value) = p.run_id
            and (select count(*) from clv.current_customer_value) = r.customers and (select sum(clv) from clv.current_customer_value) = r.total_clv
            and not exists (select from clv.current_channel_value group by mode, model having sum(clv) <> r.total_clv)
            and (select count(*) from clv.current_run_check where not passed) = 0 and (select count(*) from clv.current_run_check) > 5
            and exists (select from clv.current_channel_path) and r.status = 'succeeded' and r.has_results
        from clv.publication p join clv.run r on r.run_id = p.run_id
        """;

    private readonly CancellationTokenSource _over = new();
    private readonly PostgresDatabase _database;
    private readonly Thread _thread;

    public ChaosReader(PostgresDatabase database)
    {
        _database = database;
        _thread = new Thread(Read) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>How often it has read.</summary>
    public int Readings { get; private set; }

    /// <summary>The runs that it saw.</summary>
    public HashSet<string> Seen { get; } = [];

    /// <summary>What it saw that was no complete run.</summary>
    public List<string> Torn { get; } = [];

    public void Dispose()
    {
        _over.Cancel();
        _thread.Join();
        _over.Dispose();
    }

    private void Read()
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                using var connection = _database.Open();
                while (!_over.Token.WaitHandle.WaitOne(60))
                {
                    using var command = new NpgsqlCommand(Reading, connection) { CommandTimeout = 20 };
                    using var row = command.ExecuteReader();
                    if (!row.Read()) continue;
                    Readings++;
                    Seen.Add(row.GetString(0));
                    if (row.IsDBNull(1) || !row.GetBoolean(1)) Torn.Add(row.GetString(0));
                }
            }
            catch (NpgsqlException)
            {
                // The server is being restarted.
                _over.Token.WaitHandle.WaitOne(100);
            }
        }
    }
}
