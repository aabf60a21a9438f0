using ClvPipeline.Storage;
using ClvPipeline.Tests.Jobs;
using ClvPipeline.Tests.Postgres;

namespace ClvPipeline.Tests.Serve;

/// <summary>A register of schedules and alerts, and a queue beside it: in a folder, or in a database of its own.</summary>
internal sealed class Registers : IDisposable
{
    private readonly TestShell _shell = new();
    private readonly PostgresDatabase? _database;

    public Registers(bool postgres, MovableClock clock)
    {
        if (!postgres)
        {
            var folder = Path.Combine(_shell.Folder, "out");
            (Queue, Watch) = (new FolderQueue(folder, clock), new FolderWatch(folder, clock));
            return;
        }

        _database = new PostgresDatabase();
        var warehouse = new Warehouse("Warehouse", _database.ConnectionString);
        Migrator.Apply(warehouse, roles: false);
        (Queue, Watch) = (new WarehouseQueue(warehouse, "test"), new WarehouseWatch(warehouse));
    }

    public IRunQueue Queue { get; }

    public IWatchRegister Watch { get; }

    public void Execute(string sql) => _database!.Execute(sql);

    public void Dispose()
    {
        _shell.Dispose();
        _database?.Dispose();
    }
}
