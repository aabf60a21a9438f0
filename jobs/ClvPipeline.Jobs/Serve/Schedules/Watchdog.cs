using System.Globalization;
using ClvPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace ClvPipeline.Jobs.Serve;

/// <summary>
/// Looks after schedules and alerts, each minute and whenever there is a reason to: that the clock still knows every schedule, that no night was missed, that no run was left
/// behind by a dead worker, that somebody is told. What fails in it fails alone: it is tried again, and no run waits for it.
/// </summary>
internal sealed class Watchdog(ScheduleKeeper keeper, IScheduleClock? clock, IRunQueue queue, IWatchRegister register, AlertWatch? alerts, AlertSender? sender, ILogger log, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private readonly Lock _turn = new();
    private (long At, IReadOnlyList<ScheduleStatus> Statuses)? _last;
    private Dictionary<string, bool> _alive = [];
    private bool _saidOnce;

    /// <summary>How often it looks at schedules.</summary>
    public TimeSpan Round { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often it looks whether there is something to tell.</summary>
    public TimeSpan AlertRound { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How schedules stand, a few seconds ago at most.</summary>
    /// <param name="anew">Whether something has just been changed.</param>
    public IReadOnlyList<ScheduleStatus> Stand(bool anew = false)
    {
        lock (_turn)
        {
            if (anew || _last is not { } last || time.GetElapsedTime(last.At) > Fresh) _last = (time.GetTimestamp(), [.. keeper.Stand().Select(Living)]);
            return _last.Value.Statuses;
        }
    }

    /// <summary>What was told last.</summary>
    public IReadOnlyList<Alert> Alerts(int most) => alerts is null ? [] : register.Alerts(most);

    /// <summary>Looks after schedules until it is told to stop.</summary>
    public Task WatchAsync(CancellationToken stop) => RepeatAsync(Round, LookAsync, stop);

    /// <summary>Looks after alerts until it is told to stop.</summary>
    public Task TellAsync(CancellationToken stop) => alerts is null || sender is null ? Task.CompletedTask : RepeatAsync(AlertRound, AlertAsync, stop);

    /// <summary>Looks after schedules once.</summary>
    internal async Task LookAsync(CancellationToken stop)
    {
        foreach (var found in queue.Recover()) log.Recovered(found.RunId, found.Worker, found.Status);
        var statuses = keeper.Look((schedule, asked) => log.CaughtUp(schedule.Name, asked.RunId));
        Dictionary<string, bool> alive = [];
        foreach (var status in statuses)
        {
            alive[status.Schedule.Name] = clock is null || status.IsPaused || await clock.NextAsync(status.Schedule.Name, stop) is not null;
            if (!alive[status.Schedule.Name] && _alive.GetValueOrDefault(status.Schedule.Name, true)) log.Dead(status.Schedule.Name);
            if (!_saidOnce) log.Watched(status.Schedule.Name, status.IsPaused ? "no time: it is paused" : status.Next?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "no time", status.Missing.Count);
        }

        (_alive, _saidOnce) = (alive, true);
    }

    /// <summary>Finds what is to be told, and tells what is due.</summary>
    internal async Task AlertAsync(CancellationToken stop)
    {
        foreach (var raised in alerts!.Look(keeper.Stand())) log.Raised(raised.Key, raised.Body);
        foreach (var (alert, error) in await sender!.SendAsync(stop))
            if (error is null) log.Told(alert.Key);
            else log.NotTold(alert.Key, alert.Attempts, error);
    }

    private ScheduleStatus Living(ScheduleStatus status) => status with { IsAlive = _alive.GetValueOrDefault(status.Schedule.Name, true) };

    private async Task RepeatAsync(TimeSpan round, Func<CancellationToken, Task> look, CancellationToken stop)
    {
        for (string? said = null; !stop.IsCancellationRequested;)
        {
            try
            {
                await look(stop);
                said = null;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it is, the next round tries again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (said != e.Message) log.WatchFailed(RunExecution.Sentence(e));
                said = e.Message;
            }

            await Task.Delay(round, time, stop).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
