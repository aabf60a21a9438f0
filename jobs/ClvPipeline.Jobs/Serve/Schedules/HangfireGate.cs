using System.Runtime.CompilerServices;
#if HANGFIRE
using ClvPipeline.Hangfire;
using ClvPipeline.Jobs.Report;
using ClvPipeline.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
#endif

namespace ClvPipeline.Jobs.Serve;

/// <summary>What this build has of ClvPipeline.Hangfire, whose packages not every feed serves. It is loaded when it is needed.</summary>
internal static class HangfireGate
{
#if HANGFIRE
    /// <summary>Its packages with their versions; null where they are not there.</summary>
    public static string? Packages => Names();

    /// <summary>Hangfire as the scheduler; null where it is not there.</summary>
    public static IRunScheduler? Scheduler() => New();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Names() => Profile.Packages;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static HangfireScheduler New() => new();

    /// <summary>Hangfire keeps the time, brings runs to workers and shows them; everything else is as with any scheduler.</summary>
    private sealed class HangfireScheduler : IRunScheduler, IRunHost
    {
        private const int MostRuns = 50;
        private static readonly TimeSpan[] Looks = [TimeSpan.FromMinutes(2), TimeSpan.FromHours(2), TimeSpan.FromDays(2), TimeSpan.FromDays(40), TimeSpan.FromDays(400)];
        private RunSite _site = null!;
        private HangfireRuns _runs = null!;
        private IReadOnlyList<Schedule> _schedules = [];
        private Func<Schedule, DateTimeOffset, CancellationToken, Task> _fire = null!;

        public string Name => "hangfire";

        public IRunQueue Queue => _site.Place.Queue;

        public string LiveScript => "/serve.js";

        public void Attach(RunSite site)
        {
            _site = site;
            var connection = site.Settings.Postgres;
            try
            {
                Patiently(() => _runs = new HangfireRuns(this, connection is null ? null : site.Settings.Connections.Find(connection), site.Host.Clock));
            }
            catch (PostgresException e) when (e.SqlState is "42501" or "3F000")
            {
                throw new BadInputException($"scheduler: hangfire keeps its jobs in schema {HangfireRuns.Schema} of {connection}, and the login may not make it ({e.MessageText}); have an owner of the database run: create schema {HangfireRuns.Schema} authorization <the login>. Or set scheduler to quartz, which needs none", e);
            }
        }

        public void AddTo(IServiceCollection services) => HangfirePages.AddTo(services, _runs);

        public void Use(IApplicationBuilder app) => HangfirePages.Use(app, _runs, this);

        public Task StartAsync(IReadOnlyList<Schedule> schedules, Func<Schedule, DateTimeOffset, CancellationToken, Task> fire, CancellationToken cancellation)
        {
            (_schedules, _fire) = (schedules, fire);
            var times = schedules.Select(schedule => new FiringTime(schedule.Name, CommonCron.Of(schedule.Cron.Text), schedule.Cron.Zone)).ToList();
            Patiently(() =>
            {
                try
                {
                    _runs.Start(times, _site.Settings.Workers, _site.Place.Worker, Away);
                }
                catch (ArgumentException e) when (e.ParamName == "cronExpression")
                {
                    throw new UsageException($"schedule: Hangfire does not take one of the cron expressions ({(e.InnerException ?? e).Message.TrimEnd('.')}); put it in other words, or set scheduler to quartz");
                }
            });
            return Task.CompletedTask;
        }

        public Task<DateTimeOffset?> NextAsync(string schedule, CancellationToken cancellation) => Task.FromResult(_runs.Next(schedule));

        public async ValueTask DisposeAsync()
        {
            if (_runs is not null) await Task.Run(_runs.Dispose);
        }

        public async Task<Delivered> ExecuteAsync(string runId, CancellationToken cancellation)
        {
            try
            {
                var end = await new RunJob(_site.Host.Clock, _site.Host.WorkingDirectory) { Place = _site.Place.Shared(_site.Settings.Workers) }.ExecuteAsync(runId, cancellation);
                return new Delivered($"{end.Kind}", end.Message);
            }
            catch (UsageException e)
            {
                // Parameters that are none of this version stay so.
                throw new BadInputException(e.Message, e);
            }
        }

        // Hangfire says that it is time and not for which instant: the last one that the schedule names.
        public Task FireAsync(string schedule, CancellationToken cancellation)
        {
            var now = _site.Register.Now();
            return _schedules.FirstOrDefault(each => each.Name == schedule) is { } known && Looks.SelectMany(look => known.Cron.Between(now - look, now).TakeLast(1)).FirstOrDefault() is var fire && fire != default
                ? _fire(known, fire, cancellation)
                : Task.CompletedTask;
        }

        // A database that goes away just now comes back, and so does a lock that a dead process has left; Hangfire says either in exceptions of its own.
        private void Patiently(Action begin)
        {
            while (true)
            {
                try
                {
                    begin();
                    return;
                }
                catch (Exception e) when (e is not (PostgresException { IsTransient: false } or UsageException) && !_site.Host.Cancellation.IsCancellationRequested)
                {
                    Away(e);
                    _site.Host.Cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(1));
                }
            }
        }

        // A lock that is not given up in time, say: it is tried again, and is no fault of this program.
        private void Away(Exception e) => _site.Place.Observer?.Away(e is NpgsqlException or IOException ? e : new IOException($"Hangfire: {e.Message} ({e.GetType().Name})", e));

        public Asked Again(string runId) => _site.Actions.Ask(new RunAsk { Of = runId, Note = $"requeued: run {runId} once more", RequestedBy = "Hangfire" });

        public string? Newest() => _site.Desk.Outputs.Shown() is { } shown ? PageText.Length(_site.Register.Now() - shown.PublishedAt) : null;

        public bool MayLook(HttpContext context) => Guard.Refuse(context) is null;

        public bool MayAct(HttpContext context) => _site.Settings.Serve.DashboardActs;

        public string Form(string action, string tokenField, string token, IReadOnlyDictionary<string, string> posted)
        {
            var pipeline = _site.Desk.Settings(null, posted.GetValueOrDefault("pipeline"));
            return Written(html => new AskForm(pipeline.ParametersJson, posted).Write(html, new FormToken(tokenField, token), null, [.. _site.Desk.Pipelines.Select(each => each.Pipeline)], pipeline.Pipeline, _site.Desk.LatestDay(pipeline), action));
        }

        public (Asked? Run, IReadOnlyList<string> Problems) Ask(IReadOnlyDictionary<string, string> posted)
        {
            try
            {
                return (_site.Actions.Ask(AskedForm.Read(_site.Desk, posted)), []);
            }
            catch (UsageException e)
            {
                return (null, [.. e.Problems.Select(RunAsk.Plain)]);
            }
        }

        public string Runs() => Written(html => RunTable.Write(html, _site.Place.Queue.List(new RunQuery { Most = MostRuns })));

        private static string Written(Action<Html> write)
        {
            using var to = new StringWriter();
            write(new Html(to));
            return to.ToString();
        }
    }
#else
    /// <summary>Its packages with their versions: they are not there.</summary>
    public static string? Packages => null;

    /// <summary>Hangfire as the scheduler: it is not there.</summary>
    public static IRunScheduler? Scheduler() => null;
#endif
}
