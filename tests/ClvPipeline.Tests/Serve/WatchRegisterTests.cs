using ClvPipeline.Storage;
using ClvPipeline.Tests.Postgres;
using Xunit;

namespace ClvPipeline.Tests.Serve;

/// <summary>What processes agree on besides runs is the same in a folder and in a database.</summary>
public class WatchRegisterTests
{
    [Fact]
    public void A_folder_remembers_pauses_and_alerts()
    {
        var clock = new MovableClock(new DateTimeOffset(2026, 7, 1, 1, 30, 0, TimeSpan.Zero));
        using var registers = new Registers(postgres: false, clock);
        Remember(registers.Watch, () => clock.Now += TimeSpan.FromMinutes(2));
    }

    [PostgresFact]
    public void A_database_remembers_pauses_and_alerts()
    {
        using var registers = new Registers(postgres: true, new MovableClock(DateTimeOffset.UnixEpoch));
        Remember(registers.Watch, () => registers.Execute("update clv.alert set next_try_at = next_try_at - interval '2 minutes'"));
        Assert.InRange((registers.Watch.Now() - TimeProvider.System.GetUtcNow()).Duration(), TimeSpan.Zero, TimeSpan.FromMinutes(10)); // the server's clock, not the test's
    }

    private static void Remember(IWatchRegister register, Action later)
    {
        var seen = register.Schedules(["a", "b"]);
        Assert.Equal(seen["a"], register.Schedules(["a"])["a"]); // first seen once
        var paused = register.Pause("a", true, "Ann");
        Assert.Equal(("Ann", true), (paused.PausedBy, paused.PausedAt is not null));
        Assert.Equal("Ann", register.Pause("a", true, "Bob").PausedBy); // it was Ann who paused it
        Assert.Null(register.Schedules(["b"])["b"].PausedAt);
        var resumed = register.Pause("a", false, "Bob");
        Assert.Equal((null, null, true), (resumed.PausedAt, resumed.PausedBy, resumed.ResumedAt is not null));

        Assert.Null(register.Take(TimeSpan.FromMinutes(1)));
        var alert = new Alert("failed:x", "failed", "a", "x", "{}");
        Assert.True(register.Raise(alert));
        Assert.False(register.Raise(alert with { Body = "{ }" }));
        Assert.True(register.Raise(alert with { Key = "late:x", RunId = null }));

        var first = register.Take(TimeSpan.FromMinutes(1))!;
        Assert.Equal(("failed:x", 1), (first.Key, first.Attempts));
        var second = register.Take(TimeSpan.FromMinutes(1))!;
        Assert.Equal("late:x", second.Key);
        Assert.Null(register.Take(TimeSpan.FromMinutes(1))); // both are in somebody's hands
        register.Told(first.Number, "away", TimeSpan.FromMinutes(1));
        register.Told(second.Number, null, null);
        Assert.Null(register.Take(TimeSpan.FromMinutes(1)));
        later();
        var again = register.Take(TimeSpan.FromMinutes(1))!;
        Assert.Equal((first.Number, 2, "away"), (again.Number, again.Attempts, again.Error));
        register.Told(again.Number, "away", null);
        later();
        Assert.Null(register.Take(TimeSpan.FromMinutes(1)));
        var all = register.Alerts(10);
        Assert.Equal(["late:x", "failed:x"], all.Select(each => each.Key));
        Assert.True(all[0].DeliveredAt is not null && all[1].GivenUpAt is not null);
    }
}
