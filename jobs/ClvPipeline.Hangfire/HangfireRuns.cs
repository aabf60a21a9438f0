using System.Diagnostics;
using Hangfire;
using Hangfire.Common;
using Hangfire.InMemory;
using Hangfire.Logging;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Hangfire.Storage;
using Npgsql;

namespace ClvPipeline.Hangfire;

/// <summary>A schedule, as Hangfire takes it.</summary>
/// <param name="Name">Its name, which is the pipeline's.</param>
/// <param name="Crons">When: at the instants of each, in five fields or in six with seconds first.</param>
/// <param name="TimeZone">The IANA name of the zone whose clock that is.</param>
public sealed record FiringTime(string Name, IReadOnlyList<string> Crons, string TimeZone)
{
    /// <summary>The recurring jobs by which it is kept.</summary>
    internal IEnumerable<string> Jobs => Crons.Select((_, i) => i == 0 ? Name : $"{Name} ({i + 1})");
}

/// <summary>Hangfire at work: its storage, a server with a queue of its own, and the recurring jobs. Any number of processes may share a database.</summary>
public sealed class HangfireRuns : IDisposable
{
    /// <summary>The schema of Hangfire's own tables.</summary>
    public const string Schema = "clv_hangfire";

    // Who asks a process to stop waits ten seconds, and kills it then.
    private static readonly TimeSpan Shutdown = TimeSpan.FromSeconds(7), Longest = TimeSpan.FromSeconds(8.5);

    private readonly IRunHost _host;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<BackgroundJobServer> _servers = [];
    private IReadOnlyList<FiringTime> _schedules = [];
    private IDisposable? _attendance;
    private int _disposed;
    private Task _bridge = Task.CompletedTask;

    /// <summary>Opens the storage, and makes its tables where they are not there.</summary>
    /// <param name="host">The program that runs what it is time for.</param>
    /// <param name="connectionString">The database; null to keep jobs in memory.</param>
    /// <param name="clock">The time, for what is too long.</param>
    public HangfireRuns(IRunHost host, string? connectionString, TimeProvider clock)
    {
        (_host, _clock) = (host, clock);
        LogProvider.SetCurrentLogProvider(HangfireLog.Instance);
        Storage = connectionString is null ? new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromDays(90) }) : Postgres(connectionString);
    }

    /// <summary>What Hangfire keeps.</summary>
    internal JobStorage Storage { get; }

    /// <summary>Starts: recurring jobs are those of the schedules, and no others.</summary>
    /// <param name="schedules">When what is run.</param>
    /// <param name="workers">How many runs at a time; none to keep the time only.</param>
    /// <param name="name">What this process is called.</param>
    /// <param name="away">Told when the register or the storage cannot be reached.</param>
    public void Start(IReadOnlyList<FiringTime> schedules, int workers, string name, Action<Exception> away)
    {
        HangfireLog.Instance.Away = away;
        _schedules = schedules;
        var recurring = new RecurringJobManager(Storage, JobFilterProviders.Providers, new DefaultTimeZoneResolver(), () => _clock.GetUtcNow().UtcDateTime);
        using (var connection = Storage.GetConnection())
            foreach (var gone in connection.GetRecurringJobs().ExceptBy(schedules.SelectMany(schedule => schedule.Jobs), job => job.Id)) recurring.RemoveIfExists(gone.Id);
        foreach (var schedule in schedules)
        {
            // After missed nights it fires once: which nights have no run, the register tells.
            var options = new RecurringJobOptions { TimeZone = TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone), MisfireHandling = MisfireHandlingMode.Relaxed };
            foreach (var (id, cron) in schedule.Jobs.Zip(schedule.Crons)) recurring.AddOrUpdate(id, Job.FromExpression<RunJob>(job => job.FireAsync(schedule.Name, CancellationToken.None), RunJob.ClockQueueName), cron, options);
        }

        if (workers > 0) _attendance ??= _host.Queue.Attend(name);
        _servers.Add(Server(RunJob.ClockQueueName, 1, $"{name}:clock"));
        if (workers > 0) _servers.Add(Server(RunJob.QueueName, workers, name));

        _bridge = Task.Factory.StartNew(() => new RunBridge(Storage, _host, _clock).Watch(away, _stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>When a schedule fires next; null where Hangfire does not know it, or has given it up.</summary>
    public DateTimeOffset? Next(string schedule)
    {
        using var connection = Storage.GetConnection();
        var jobs = connection.GetRecurringJobs(_schedules.First(each => each.Name == schedule).Jobs);
        return jobs.Exists(job => job.Removed || job.NextExecution is null) ? null : jobs.Min(job => new DateTimeOffset(DateTime.SpecifyKind(job.NextExecution!.Value, DateTimeKind.Utc)));
    }

    /// <summary>Tells it to stop: what is under way is given back.</summary>
    public void SendStop()
    {
        _stop.Cancel();
        foreach (var server in _servers) server.SendStop();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        var begun = Stopwatch.GetTimestamp();
        SendStop();
        foreach (var server in _servers) server.Dispose();
        _attendance?.Dispose();
        // It may hold a lock that outlives it.
        if (Longest - Stopwatch.GetElapsedTime(begun) is var left && left > TimeSpan.Zero) _bridge.Wait(left);
        (Storage as IDisposable)?.Dispose();
        _stop.Dispose();
    }

    private BackgroundJobServer Server(string queue, int workers, string name) => new(new BackgroundJobServerOptions
    {
        ServerName = name, Queues = [queue], WorkerCount = workers, Activator = new RunJobActivator(_host), SchedulePollingInterval = TimeSpan.FromSeconds(3), CancellationCheckInterval = TimeSpan.FromSeconds(2),
        ShutdownTimeout = Shutdown, HeartbeatInterval = TimeSpan.FromSeconds(10), ServerTimeout = TimeSpan.FromMinutes(1),
    }, Storage);

    private static PostgreSqlStorage Postgres(string connectionString)
    {
        var options = new PostgreSqlStorageOptions
        {
            // A process that dies between taking a job and saying so leaves it enqueued and out of sight: it comes back after this. Whoever works on one says so five times as often, and the register knows what was done.
            SchemaName = Schema, UseSlidingInvisibilityTimeout = true, InvisibilityTimeout = TimeSpan.FromMinutes(1), EnableLongPolling = true, QueuePollInterval = TimeSpan.FromSeconds(5),
            // A lock is a row that its owner's death leaves behind: others wait this long.
            DistributedLockTimeout = TimeSpan.FromSeconds(30), PrepareSchemaIfNecessary = false,
        };
        // Processes that start at the same moment: one makes the tables, the others find them.
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using (var turn = new NpgsqlCommand($"select pg_advisory_lock(hashtext('{Schema}'))", connection)) turn.ExecuteNonQuery();
        PostgreSqlObjectsInstaller.Install(connection, Schema);
        using (var turn = new NpgsqlCommand($"select pg_advisory_unlock(hashtext('{Schema}'))", connection)) turn.ExecuteNonQuery();
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(connectionString, options), options);
    }
}
