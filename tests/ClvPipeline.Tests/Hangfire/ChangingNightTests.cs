using ClvPipeline.Hangfire;
using ClvPipeline.Tests.Serve;
using global::Hangfire;
using global::Hangfire.Client;
using global::Hangfire.Common;
using global::Hangfire.InMemory;
using global::Hangfire.Server;
using global::Hangfire.Storage;
using Xunit;

namespace ClvPipeline.Tests.Hangfire;

/// <summary>Hangfire's own scheduler, taken through both changing nights a minute at a time: it fires once a night, and then our own clock knows for which instant.</summary>
public class ChangingNightTests
{
    [Theory]
    [InlineData("2026-03-27T12:00Z", "2026-03-30T12:00Z")]
    [InlineData("2026-10-23T12:00Z", "2026-10-26T12:00Z")]
    public void A_recurring_job_fires_once_in_each_night_and_the_schedule_has_that_instant(string from, string through)
    {
        const string Zone = "Europe/Amsterdam", Text = "30 2 * * *";
        var clock = new MovableClock(DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture));
        using var memory = new InMemoryStorage();
        var storage = new TestTimeStorage(memory);
        var factory = new Fires();
        new RecurringJobManager(storage, factory, new DefaultTimeZoneResolver()).AddOrUpdate("nightly", Job.FromExpression<RunJob>(job => job.FireAsync("nightly", CancellationToken.None), RunJob.ClockQueueName), Text,
            new RecurringJobOptions { TimeZone = TimeZoneInfo.FindSystemTimeZoneById(Zone), MisfireHandling = MisfireHandlingMode.Relaxed });
        // It was added just now by the machine's clock: what counts is from the test's on.
        using (var connection = storage.GetConnection()) connection.SetRangeInHash("recurring-job:nightly", [new("CreatedAt", JobHelper.SerializeDateTime(clock.Now.UtcDateTime)), new("LastExecution", JobHelper.SerializeDateTime(clock.Now.UtcDateTime)), new("NextExecution", JobHelper.SerializeDateTime(clock.Now.UtcDateTime.AddMinutes(1)))]);
        using (var connection = storage.GetConnection())
        using (var transaction = connection.CreateWriteTransaction())
        {
            transaction.AddToSet("recurring-jobs", "nightly", JobHelper.ToTimestamp(clock.Now.UtcDateTime.AddMinutes(1)));
            transaction.Commit();
        }

        var scheduler = new RecurringJobScheduler(factory, TimeSpan.FromTicks(1), new DefaultTimeZoneResolver(), () => clock.Now.UtcDateTime);
        var context = new BackgroundProcessContext("test", storage, new Dictionary<string, object>(), new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), CancellationToken.None, CancellationToken.None, CancellationToken.None);
        List<DateTimeOffset> fired = [];
        for (var end = DateTimeOffset.Parse(through, System.Globalization.CultureInfo.InvariantCulture); clock.Now < end; clock.Now += TimeSpan.FromMinutes(5))
        {
            var before = factory.Made;
            scheduler.Execute(context);
            if (factory.Made > before) fired.AddRange(Enumerable.Repeat(clock.Now, factory.Made - before));
        }

        var nights = new ClvPipeline.Jobs.Serve.Cron(Text, Zone).Between(DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture), clock.Now).ToList();
        Assert.Equal(3, nights.Count);
        Assert.Equal(nights.Count, fired.Count);
        // It looks every five minutes here, and never fires before the instant.
        Assert.All(nights.Zip(fired), pair => Assert.InRange(pair.Second - pair.First, TimeSpan.Zero, TimeSpan.FromMinutes(5)));
    }

    private sealed class Fires : IBackgroundJobFactory
    {
        private readonly BackgroundJobFactory _inner = new(JobFilterProviders.Providers);

        public int Made { get; private set; }

        public global::Hangfire.States.IStateMachine StateMachine => _inner.StateMachine;

        public BackgroundJob Create(CreateContext context)
        {
            Made++;
            return _inner.Create(context);
        }
    }
}
