using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Jobs;
using ClvPipeline.Tests.Warehouses;

namespace ClvPipeline.Tests.Serve;

/// <summary>A small shop whose runs are asked for in a queue, in a database or in a folder: what is true of the one is true of the other.</summary>
internal sealed class QueueShop : IDisposable
{
    public const string Postgres = "postgres", Folder = "folder";
    private readonly WarehouseShop? _database;
    private readonly TestShell _shell;
    private int _asked;

    public QueueShop(string kind, int customers = 60)
    {
        if (kind == Postgres) _database = new WarehouseShop();
        _shell = _database?.Shell ?? new TestShell();
        if (_database is null)
        {
            Shell.Clv("generate", "--customers", $"{customers}", "--out", "shop", "--threads", "1");
            var file = Path.Combine(_shell.Folder, "shop", "clv.json");
            var settings = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(file))!;
            (settings["clv"]!["model"], settings["output"]) = ("none", new System.Text.Json.Nodes.JsonObject { ["folder"] = "out", ["report"] = false });
            File.WriteAllText(file, settings.ToJsonString());
        }

        Settings = ClvSettingsFile.Load("shop/clv.json", _shell.Variables, [], _shell.Folder);
        Queue = Another();
    }

    public TestShell Shell => _shell;

    public LoadedSettings Settings { get; }

    public IRunQueue Queue { get; }

    public WarehouseShop Database => _database!;

    /// <summary>The run that readers see.</summary>
    public string? Shown => _database is null ? Publication.Current(Path.Combine(_shell.Folder, "out"))?.RunId : _database.Shown;

    /// <summary>The same queue as another process sees it.</summary>
    public IRunQueue Another() => _database is null ? new FolderQueue(Path.Combine(_shell.Folder, "out"), TimeProvider.System) : new WarehouseQueue(_database.Warehouse, "test");

    /// <summary>How long a worker of the database may be silent, and asleep.</summary>
    public void Shorten(string time)
    {
        if (_database is null) return;
        var name = _database.Database.Scalar("select current_database()");
        _database.Database.Execute($"alter database {name} set clv.abandoned_after = '{time}'; alter database {name} set clv.frozen_after = '{time}'");
    }

    public RunWish Wish(int day = 30, string pipeline = "default", params string[] sets) =>
        Wishes.Of(sets.Length == 0 ? Settings with { Pipeline = pipeline } : Settings.With(Settings.ParametersJson, sets) with { Pipeline = pipeline }, new DateOnly(2026, 6, day), "api", "anna", "why not");

    public Asked Ask(RunWish wish) => Queue.Ask(wish, () => $"run-{Interlocked.Increment(ref _asked)}");

    public string Ask(int day = 30, string pipeline = "default", params string[] sets) => Ask(Wish(day, pipeline, sets)).RunId;

    public RunJob Job(IRunQueue? queue = null, Func<RunResults, RunResults>? during = null, IRunObserver? observer = null) =>
        new(TimeProvider.System, _shell.Folder) { Place = new RunPlace(Settings, queue ?? Queue, "tester") { Threads = 1, Observer = observer }, Tamper = during };

    public string Status(string runId) => Queue.Find(runId).Status!;

    public int Clv(string verb, params string[] arguments) => _shell.Clv([verb, .. arguments, "--config", "shop/clv.json"]);

    public void Dispose()
    {
        if (_database is not null) _database.Dispose();
        else _shell.Dispose();
    }
}
