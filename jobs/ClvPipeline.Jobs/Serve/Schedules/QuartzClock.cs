using Quartz;
using Quartz.Extensibility;

namespace ClvPipeline.Jobs.Serve;

/// <summary>Quartz as the clock: its store is memory, because the register remembers.</summary>
internal sealed class QuartzClock : IScheduleClock
{
    private StandaloneSchedulerFactory? _factory;
    private IScheduler? _scheduler;

    public string Name => "quartz";

    public async Task StartAsync(IReadOnlyList<Schedule> schedules, Func<Schedule, DateTimeOffset, CancellationToken, Task> fire, CancellationToken cancellation)
    {
        var fires = new Fires(schedules.ToDictionary(schedule => schedule.Name), fire);
        _factory = QuartzSchedulerBuilder.Create(builder => builder.UseInMemoryStore().UseJobFactory(fires)).Build();
        _scheduler = await _factory.GetScheduler(cancellation);
        foreach (var schedule in schedules)
        {
            var when = CronScheduleBuilder.Create(schedule.Cron.Expression).InTimeZone(schedule.Cron.Expression.TimeZone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed);
            await _scheduler.ScheduleJob(JobBuilder.Create<Fire>().WithIdentity(schedule.Name).Build(), TriggerBuilder.Create().WithIdentity(schedule.Name).WithSchedule(when).Build(), default, cancellation);
        }

        await _scheduler.Start(cancellation);
    }

    public async Task<DateTimeOffset?> NextAsync(string schedule, CancellationToken cancellation)
    {
        if (_scheduler is not { Status: SchedulerStatus.Running } scheduler) return null;
        return (await scheduler.GetTrigger(new TriggerKey(schedule), cancellation))?.NextFireTimeUtc;
    }

    public async ValueTask DisposeAsync()
    {
        if (_scheduler is not null) await _scheduler.Shutdown(waitForJobsToComplete: false);
        if (_factory is not null) await _factory.DisposeAsync();
    }

    /// <summary>Makes the job of a fire.</summary>
    private sealed class Fires(Dictionary<string, Schedule> schedules, Func<Schedule, DateTimeOffset, CancellationToken, Task> fire) : IJobFactory
    {
        public ValueTask<JobScope> CreateJob(TriggerFiredBundle bundle, IScheduler scheduler, CancellationToken cancellationToken) =>
            new(new JobScope(new Fire(schedules[bundle.JobDetail.Key.Name], fire), null));

        public ValueTask ReturnJob(JobScope scope, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class Fire(Schedule schedule, Func<Schedule, DateTimeOffset, CancellationToken, Task> fire) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await fire(schedule, context.ScheduledFireTimeUtc ?? context.FireTimeUtc, cancellationToken);
    }
}
