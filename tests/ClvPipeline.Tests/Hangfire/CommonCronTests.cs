using System.Globalization;
using ClvPipeline.Jobs.Serve;
using global::Hangfire;
using global::Hangfire.Common;
using global::Hangfire.InMemory;
using global::Hangfire.Storage;
using Xunit;
using Cron = ClvPipeline.Jobs.Serve.Cron;

namespace ClvPipeline.Tests.Hangfire;

/// <summary>Two libraries that nobody here wrote, each computing when a schedule fires: they name the same instants, through the nights when clocks change too.</summary>
public class CommonCronTests
{
    private static readonly string[] Zones = ["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "UTC"];
    private static readonly string[] Starts = ["2026-03-07T00:00Z", "2026-03-27T12:00Z", "2026-04-04T00:00Z", "2026-10-03T00:00Z", "2026-10-23T12:00Z", "2026-10-31T00:00Z"];

    public static TheoryData<string> Crons =>
    [
        "30 2 * * *", "0 3 * * *", "15 1 * * *", "*/20 * * * *", "0 */6 * * *", "0 22-4 * * *", "5,35 1-3 * * *", "30 2 29 3 *", "0 2 1,15 * *", "0 2 */2 * *", "0 2 1/10 * *", "0 2 * 1,4,7,10 *",
        "0 2 * * 7", "0 2 * * 0", "0 2 * * 1-5", "30 2 * * sun", "0 2 * * 5-1", "0 2 * * */2", "0 2 * * 2/2", "0 2 * * 5L", "0 2 * * 1#2", "0 2 L * *", "0 2 LW * *", "0 2 L-3 * *", "0 2 15W * *", "0 2 13 * 5", "0 2 13 * MON", "0 2 1,L * *", "0 2 1W,15W * *",
        "0 30 2 * * ?", "*/30 30 2 * * ?", "0 30 2 1,L * ?", "0 30 2 ? * 1", "0 30 2 ? * 2-6", "0 30 2 ? * 6-2", "0 30 2 ? * SAT,2", "0 30 2 ? * 2/2", "0 30 2 ? * MON/2", "0 30 2 ? * */2", "0 30 2 ? * L", "0 30 2 ? * 6L", "0 30 2 ? * FRIL", "0 30 2 ? * 2#1", "0 30 2 13 * 6",
    ];

    [Theory]
    [MemberData(nameof(Crons))]
    public void Hangfire_fires_at_the_instants_of_our_own_clock(string text)
    {
        using var memory = new InMemoryStorage();
        foreach (var zone in Zones)
        {
            var ours = new Cron(text, zone);
            foreach (var start in Starts)
            {
                var at = DateTimeOffset.Parse(start, CultureInfo.InvariantCulture);
                for (var i = 0; i < 12; i++)
                {
                    // Hangfire counts the moment itself.
                    var theirs = CommonCron.Of(text).Min(cron => Next(memory, cron, zone, at.AddSeconds(1)));
                    Assert.True(ours.Next(at) == theirs, $"{text} in {zone} after {at:s}: ours {ours.Next(at):s}, theirs {theirs:s}");
                    at = theirs!.Value;
                }
            }
        }
    }

    private static DateTimeOffset? Next(InMemoryStorage memory, string cron, string zone, DateTimeOffset from)
    {
        var manager = new RecurringJobManager(new TestTimeStorage(memory), JobFilterProviders.Providers, new DefaultTimeZoneResolver(), () => from.UtcDateTime);
        manager.RemoveIfExists("n");
        manager.AddOrUpdate("n", Job.FromExpression(() => GC.KeepAlive(null)), cron, new RecurringJobOptions { TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone) });
        using var connection = memory.GetConnection();
        return connection.GetRecurringJobs(["n"])[0].NextExecution is { } next ? new DateTimeOffset(DateTime.SpecifyKind(next, DateTimeKind.Utc)) : null;
    }
}
