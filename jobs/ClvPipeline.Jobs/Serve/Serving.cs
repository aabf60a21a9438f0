using ClvPipeline.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ClvPipeline.Jobs.Serve;

/// <summary>
/// A process of <c>clv serve</c>: keeps the time, runs what is asked for, looks after both, and shows it. Any number of them may share a register. Told to stop, it hands
/// back what it is at within ten seconds.
/// </summary>
internal sealed class Serving(LoadedSettings settings, CliHost host, LineLog log)
{
    private readonly ILogger _log = log;

    /// <summary>Told where the page is, once it is there.</summary>
    public Action<IReadOnlyList<string>>? Listening { get; init; }

    /// <summary>How often alerts are looked for.</summary>
    public TimeSpan AlertRound { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Serves until the host is told to stop.</summary>
    /// <exception cref="UsageException">Something that is asked for is not there.</exception>
    /// <exception cref="IOException">The address is taken.</exception>
    /// <param name="urls">Where the page is; null for the usual address, or another port where that is taken.</param>
    public async Task RunAsync(IReadOnlyList<string>? urls)
    {
        var outputs = RunOutputs.Of(settings, null, host.WorkingDirectory);
        var webhook = settings.Serve.Alerts is { } told ? Webhook.Of(told, settings.Connections) : null;
        var clock = ScheduleClocks.Of(settings.Serve);
        using var export = TelemetryExport.Start(host);
        var (queue, register) = (outputs.Queue(host.Clock), outputs.Watch(host.Clock));
        var observer = new ServeObserver(_log, host.Clock);
        if (!Ready(queue, observer)) return;

        var desk = new RunDesk(settings, queue, outputs, host);
        var keeper = new ScheduleKeeper(settings.Serve.Schedules, queue, register, host.Clock);
        using var sender = webhook is null ? null : new AlertSender(register, webhook, host.Clock);
        var watchdog = new Watchdog(keeper, clock, queue, register, sender is null ? null : new AlertWatch(settings.Serve.Alerts!, desk, register), sender, _log, host.Clock) { AlertRound = AlertRound };
        var actions = new ServeActions(desk, settings.Serve.Schedules, register, _log);
        var place = new RunPlace(settings, queue, Worker.NameOfProcess) { Observer = observer, Progress = observer.Progress };
        var scheduler = clock as IRunScheduler;
        scheduler?.Attach(new RunSite(settings, place, desk, actions, register, host));
        RunTelemetry.Watch(() => Age(outputs));
        var pages = new Pages(outputs.Warehouse?.Name ?? RunSummary.Shown(outputs.Folder!, host), desk, watchdog, actions, new Guard(), settings, host.Clock);
        await using var app = await ListenAsync(urls, at => WebHost.Build(at, pages, new Api(desk, watchdog, actions), () => Problems(queue, watchdog), log, scheduler));
        var addresses = WebHost.Addresses(app);
        _log.Started(queue.Name, settings.Serve.Schedules.Count, clock?.Name ?? "nobody here", settings.Workers, string.Join(", ", addresses));
        Listening?.Invoke(addresses);

        if (clock is not null) await clock.StartAsync(settings.Serve.Schedules, (schedule, fire, cancellation) => FireAsync(keeper, schedule, fire, cancellation), CancellationToken.None);
        List<Task> work = [watchdog.WatchAsync(host.Cancellation), watchdog.TellAsync(host.Cancellation)];
        if (settings.Workers > 0 && scheduler is null) work.Add(new Worker(place, host.Clock, host.WorkingDirectory).RunAsync(host.Cancellation));
        await Stopped();
        // Nothing new is asked for by a process that goes; a scheduler with workers gives back what they are at.
        if (clock is not null) await clock.DisposeAsync();
        await app.StopAsync(CancellationToken.None);
        await Task.WhenAny(Task.WhenAll(work), Task.Delay(TimeSpan.FromSeconds(9.5), CancellationToken.None));
        _log.Stopped();
    }

    private async Task<WebApplication> ListenAsync(IReadOnlyList<string>? urls, Func<IReadOnlyList<string>, WebApplication> build)
    {
        var app = build(urls ?? [Loopback.DefaultUrl]);
        try
        {
            await app.StartAsync(host.Cancellation);
            return app;
        }
        catch (IOException e) when (urls is not null)
        {
            await app.DisposeAsync();
            throw new IOException($"{e.Message.TrimEnd('.')}; name another with --urls, or none: clv serve then finds a free port", e);
        }
        catch (IOException)
        {
            // Another process of ours is there, most likely: each has a page.
            await app.DisposeAsync();
            app = build([Loopback.AnyPort]);
            await app.StartAsync(host.Cancellation);
            return app;
        }
    }

    private async Task FireAsync(ScheduleKeeper keeper, Schedule schedule, DateTimeOffset fire, CancellationToken cancellation)
    {
        try
        {
            if (await keeper.FireAsync(schedule, fire, cancellation) is { } asked) _log.Fired(schedule.Name, asked.RunId, asked.New ? "was asked for" : $"is {asked.Status} already");
            else _log.Rested(schedule.Name);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // The watchdog finds the night in the register, and asks for it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.NotAsked(schedule.Name, RunExecution.Sentence(e));
        }
    }

    private async Task Stopped()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registered = host.Cancellation.Register(stopped.SetResult);
        await stopped.Task;
    }

    private List<string> Problems(IRunQueue queue, Watchdog watchdog)
    {
        if (host.Cancellation.IsCancellationRequested) return ["it is being stopped"];
        try
        {
            queue.List(new RunQuery { Most = 1 });
            return [.. watchdog.Stand().Where(status => !status.IsAlive).Select(status => $"schedule {status.Schedule.Name}: the clock does not know of it any more")];
        }
        catch (Exception e) when (e is NpgsqlException or IOException or BadInputException)
        {
            return [$"the register cannot be reached: {RunExecution.Sentence(e)}"];
        }
    }

    private double? Age(RunOutputs outputs)
    {
        try
        {
            return outputs.Shown() is { } shown ? (host.Clock.GetUtcNow() - shown.PublishedAt).TotalSeconds : null;
        }
        catch (Exception e) when (e is NpgsqlException or IOException or BadInputException)
        {
            return null;
        }
    }

    // A database that is away at the start, after a power cut say, is waited for; one that cannot be used is said at once.
    private bool Ready(IRunQueue queue, ServeObserver observer)
    {
        while (!host.Cancellation.IsCancellationRequested)
        {
            try
            {
                queue.List(new RunQuery { Most = 1 });
                return true;
            }
            catch (NpgsqlException e) when (Warehouse.IsPassing(e))
            {
                observer.Away(e);
                host.Cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(1));
            }
        }

        return false;
    }
}
