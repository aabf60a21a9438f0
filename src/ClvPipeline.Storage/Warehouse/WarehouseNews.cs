using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>A worker's session beside its runs: it listens for what others write into the queue, and its lock tells them that somebody is at work. Opened again whenever it is cut.</summary>
internal sealed class WarehouseNews : IDisposable
{
    /// <summary>What is notified whenever a run is asked for, ends, or goes back into the queue.</summary>
    public const string Channel = "clv_run";

    private readonly Warehouse _warehouse;
    private readonly Action _heard;
    private readonly CancellationTokenSource _over = new();
    private readonly Thread _thread;

    public WarehouseNews(Warehouse warehouse, Action heard)
    {
        (_warehouse, _heard) = (warehouse, heard);
        _thread = new Thread(Listen) { IsBackground = true, Name = "clv news" };
        _thread.Start();
    }

    public void Dispose()
    {
        _over.Cancel();
        _thread.Join();
        _over.Dispose();
    }

    private void Listen()
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                using var session = _warehouse.Open();
                session.Notification += (_, _) => _heard();
                session.Execute($"select pg_advisory_lock_shared(@Class, 0); listen {Channel}", new { Class = WarehouseLocks.Workers });
                _heard(); // whatever was missed
                while (!_over.IsCancellationRequested) session.WaitAsync(_over.Token).GetAwaiter().GetResult();
            }
            catch (Exception e) when (e is OperationCanceledException or NpgsqlException or BadInputException or InvalidOperationException or TimeoutException)
            {
                // Workers ask from time to time anyway: without a session they only hear later.
                _over.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(1));
            }
        }
    }
}
