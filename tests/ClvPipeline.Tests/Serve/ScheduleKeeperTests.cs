using System.Globalization;
using ClvPipeline.Jobs;
using ClvPipeline.Jobs.Serve;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Serve;

/// <summary>Nights are asked for once each, whoever was asleep when.</summary>
public sealed class ScheduleKeeperTests : IDisposable
{
    private readonly MovableClock _clock = new(At("2026-10-20T12:00Z"));
    private readonly Registers _registers;

    public ScheduleKeeperTests() => _registers = new Registers(postgres: false, _clock);

    public void Dispose() => _registers.Dispose();

    [Fact]
    public void Three_nights_asleep_give_three_as_of_dates_in_order_and_one_at_a_time()
    {
        var schedule = Nightly();
        Assert.Empty(Asked(schedule)); // the first look: nothing before it was missed
        _clock.Now = At("2026-10-23T09:00Z");
        Assert.Equal(["2026-10-20", "2026-10-21", "2026-10-22"], Asked(schedule));
        Assert.Empty(Asked(schedule)); // asking again asks for nothing

        // The queue gives out the oldest, and the next only when that has ended.
        foreach (var day in new[] { "2026-10-20", "2026-10-21", "2026-10-22" })
        {
            using var held = _registers.Queue.Claim("a")!;
            Assert.Equal(day, Publishing.Date(held.Run.Wish.AsOf));
            Assert.True(held.Run.Wish.MayPublish);
            Assert.Null(_registers.Queue.Claim("b"));
            held.End("failed", "for a test");
        }

        // A night that failed is not missing: somebody is told, and nobody asks for ever.
        Assert.Empty(Asked(schedule));
        Assert.Equal(3, new ScheduleKeeper([schedule], _registers.Queue, _registers.Watch, _clock).Stand()[0].Missing.Count);
    }

    [Theory]
    [InlineData("last", "2026-10-22")]
    [InlineData("none", "")]
    public void What_is_caught_up_is_a_choice(string catchUp, string expected)
    {
        var schedule = Nightly(catchUp);
        Asked(schedule);
        _clock.Now = At("2026-10-23T09:00Z");
        Assert.Equal(expected, string.Join(' ', Asked(schedule)));
    }

    [Fact]
    public async Task The_night_when_clocks_go_back_is_asked_for_once_however_many_processes_fire()
    {
        var schedule = Nightly();
        Asked(schedule);
        var fires = schedule.Cron.Between(At("2026-10-24T12:00Z"), At("2026-10-25T12:00Z")).ToList();
        Assert.Equal(At("2026-10-25T00:30Z"), Assert.Single(fires));
        _clock.Now = At("2026-10-25T00:30Z");
        foreach (var process in Enumerable.Range(0, 3).Select(_ => new ScheduleKeeper([schedule], _registers.Queue, _registers.Watch, _clock)))
        {
            await process.FireAsync(schedule, fires[0], CancellationToken.None);
            process.Look();
        }

        // And again later, by a process whose clock is late, when the first run has ended.
        using (var held = _registers.Queue.Claim("a")!) held.End("failed", "for a test");
        _clock.Now = At("2026-10-25T01:30Z"); // the second half past two
        await new ScheduleKeeper([schedule], _registers.Queue, _registers.Watch, _clock).FireAsync(schedule, fires[0], CancellationToken.None);
        Assert.Equal(["2026-10-20", "2026-10-21", "2026-10-22", "2026-10-23", "2026-10-24"], Days());
    }

    [Fact]
    public async Task A_fire_goes_behind_the_nights_that_were_missed_before_it()
    {
        var schedule = Nightly();
        Asked(schedule);
        _clock.Now = At("2026-10-22T00:30Z");
        await new ScheduleKeeper([schedule], _registers.Queue, _registers.Watch, _clock).FireAsync(schedule, At("2026-10-22T00:30Z"), CancellationToken.None);
        Assert.Equal(["2026-10-20", "2026-10-21"], Days());
    }

    [Fact]
    public void What_lies_in_a_pause_is_not_missed()
    {
        var schedule = Nightly();
        Asked(schedule);
        _registers.Watch.Pause("nightly", true, "Ann");
        _clock.Now = At("2026-10-22T09:00Z");
        Assert.Empty(Asked(schedule));
        var status = Assert.Single(new ScheduleKeeper([schedule], _registers.Queue, _registers.Watch, _clock).Stand());
        Assert.Equal((true, "Ann", null), (status.IsPaused, status.State.PausedBy, status.Next));
        _registers.Watch.Pause("nightly", false, "Ann");
        Assert.Empty(Asked(schedule));
        _clock.Now = At("2026-10-23T09:00Z");
        Assert.Equal(["2026-10-22"], Asked(schedule));
    }

    [Fact]
    public void A_schedule_of_every_hour_makes_up_for_lost_days_and_not_for_lost_hours()
    {
        var schedule = Nightly(cron: "15 * * * *");
        Asked(schedule);
        _clock.Now = At("2026-10-22T09:30Z");
        Assert.Equal(["2026-10-19", "2026-10-20", "2026-10-21"], Asked(schedule));
        Assert.Equal(At("2026-10-22T09:15Z"), _registers.Queue.List(new RunQuery { AsOf = new DateOnly(2026, 10, 21) })[0].Instant("scheduled_for"));
    }

    [Fact]
    public async Task A_clock_that_does_not_know_a_schedule_is_found_out_and_said_once()
    {
        var schedule = Nightly();
        using StringWriter said = new();
        using var log = new LineLog(said, _clock, json: true);
        foreach (var known in new Schedule[][] { [schedule], [] })
        {
            await using var clock = new QuartzClock();
            await clock.StartAsync(known, (_, _, _) => Task.CompletedTask, CancellationToken.None);
            var watchdog = new Watchdog(new ScheduleKeeper([schedule], _registers.Queue, _registers.Watch, _clock), clock, _registers.Queue, _registers.Watch, null, null, log, _clock);
            for (var round = 0; round < 2; round++) await watchdog.LookAsync(CancellationToken.None);
            Assert.Equal(known.Length > 0, Assert.Single(watchdog.Stand(anew: true)).IsAlive);
        }

        Assert.Single(said.ToString().Split('\n'), line => line.Contains("\"schedule.dead\"", StringComparison.Ordinal));
    }

    private List<string> Asked(Schedule schedule)
    {
        var before = Days();
        new ScheduleKeeper([schedule], _registers.Queue, _registers.Watch, _clock).Look();
        return [.. Days().Skip(before.Count)];
    }

    /// <summary>The as-of dates of all runs, in the order in which they were asked for.</summary>
    private List<string> Days() => [.. _registers.Queue.List(new RunQuery()).Reverse().Select(run => run.Text("as_of")!).Order(StringComparer.Ordinal)];

    private static Schedule Nightly(string catchUp = "all", string cron = "30 2 * * *")
    {
        using var shell = new TestShell();
        shell.Write("clv.json", $$"""
            { "timeZone": "Europe/Amsterdam", "sources": { "touchpoints": { "parquet": "t" }, "orders": { "parquet": "o" } }, "clv": { "grossMargin": 0.4 },
              "schedule": [ { "name": "nightly", "cron": "{{cron}}", "catchUp": "{{catchUp}}" } ] }
            """);
        return ClvSettingsFile.Load(null, new Dictionary<string, string>(), [], shell.Folder).Serve.Schedules[0];
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
