using System.Globalization;
using ClvPipeline.Jobs;
using ClvPipeline.Jobs.Serve;
using ClvPipeline.Tests.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Serve;

public class ServeSettingsTests
{
    private const string Shop = """ "timeZone": "Europe/Amsterdam", "sources": { "touchpoints": { "parquet": "t" }, "orders": { "parquet": "o" } }, "clv": { "grossMargin": 0.4 } """;

    [Fact]
    public void Each_schedule_is_a_pipeline_with_the_settings_of_the_file_and_its_own_changes()
    {
        var settings = Load("""
            "schedule": [
              { "name": "nightly", "cron": "30 2 * * *" },
              { "name": "quarter", "cron": "0 0 6 1 1,4,7,10 ?", "timeZone": "America/New_York", "catchUp": "last", "paused": true,
                "set": { "clv.horizonMonths": 60, "attribution.models.time_decay.halfLifeDays": 14, "attribution.modes.acquisition.windowDays": null } } ]
            """);
        Assert.Equal(["nightly", "quarter"], settings.Serve.Schedules.Select(schedule => schedule.Name));
        var (nightly, quarter) = (settings.Serve.Schedules[0], settings.Serve.Schedules[1]);
        Assert.Equal(("nightly", "Europe/Amsterdam", CatchUp.All, false), (nightly.Settings.Pipeline, nightly.Cron.Zone, nightly.CatchUp, nightly.Paused));
        Assert.Equal(settings.ParametersHash, nightly.Settings.ParametersHash);
        Assert.Equal(("quarter", "America/New_York", CatchUp.Last, true), (quarter.Settings.Pipeline, quarter.Cron.Zone, quarter.CatchUp, quarter.Paused));
        Assert.Equal(60, quarter.Settings.Run.Clv.HorizonMonths);
        Assert.Equal(14, quarter.Settings.Run.Attribution.Models.Single(model => model.Type == "time_decay").AllParameters()["halfLifeDays"]);
        Assert.Null(quarter.Settings.Run.Attribution.Acquisition!.WindowDays);
        Assert.Equal(36, settings.Run.Clv.HorizonMonths);
        // They are the pipeline's own: its runs may be shown.
        Assert.All(settings.Serve.Schedules, schedule => Assert.False(schedule.Settings.ChangedBySet));
    }

    [Theory]
    [InlineData("2026-06-30T22:05Z", "2026-06-30")] // five past midnight on 1 July in Amsterdam
    [InlineData("2026-06-30T21:55Z", "2026-06-29")]
    [InlineData("2026-10-25T00:30Z", "2026-10-24")]
    public void A_fire_is_for_the_local_day_before_it(string fire, string asOf) =>
        Assert.Equal(asOf, Publishing.Date(Load(""" "schedule": [ { "name": "n", "cron": "5 0 * * *" } ] """).Serve.Schedules[0].AsOf(DateTimeOffset.Parse(fire, CultureInfo.InvariantCulture))));

    [Theory]
    [InlineData(""" "schedule": [ { "cron": "30 2 * * *" } ] """, "schedule[0].name: missing; expected a name such as nightly")]
    [InlineData(""" "schedule": [ { "name": "a/b", "cron": "30 2 * * *" } ] """, "schedule[0].name: 'a/b' is not a name of a schedule")]
    [InlineData(""" "schedule": [ { "name": "n" } ] """, "schedule[0].cron: missing; expected when it is run")]
    [InlineData(""" "schedule": [ { "name": "n", "cron": "30 2 * *" } ] """, "schedule[0].cron: '30 2 * *' is no cron expression (it has 4 fields); expected five fields")]
    [InlineData(""" "schedule": [ { "name": "n", "cron": "0 0 30 2 *" } ] """, "schedule[0].cron: '0 0 30 2 *' never comes")]
    [InlineData(""" "schedule": [ { "name": "n", "cron": "30 2 * * *", "timeZone": "Europe/Amsterdm" } ] """, "schedule[0].timeZone: 'Europe/Amsterdm' is not a time zone of this machine")]
    [InlineData(""" "schedule": [ { "name": "n", "cron": "30 2 * * *", "catchUp": "some" } ] """, "schedule[0].catchUp: 'some' is not a way to catch up; expected all, last or none")]
    [InlineData(""" "schedule": [ { "name": "n", "cron": "30 2 * * *" }, { "name": "n", "cron": "30 3 * * *" } ] """, "schedule[1].name: 'n' is there twice")]
    [InlineData(""" "schedule": [ { "name": "n", "cron": "30 2 * * *", "set": { "clv.horizonMonth": 24 } } ] """, "schedule[0].set: clv.horizonMonth: unknown setting; did you mean 'clv.horizonMonths'?")]
    [InlineData(""" "schedule": [ { "name": "n", "cron": "30 2 * * *", "set": { "clv.horizonMonths": -1 } } ] """, "schedule[0].set: clv.horizonMonths")]
    [InlineData(""" "schedule": [ { "name": "n", "cron": "30 2 * * *", "set": [] } ] """, "schedule[0].set: expected changes in braces")]
    [InlineData(""" "schedule": [ { "name": "n", "crom": "30 2 * * *" } ] """, "schedule[0].crom: unknown setting; did you mean 'cron'?")]
    [InlineData(""" "scheduler": "qartz" """, "scheduler: 'qartz' is not a scheduler; expected quartz, hangfire, none")]
    [InlineData(""" "workers": -1 """, "workers: -1 is not allowed; expected a whole number from 0 to 64")]
    [InlineData(""" "alerts": { } """, "alerts.webhook: missing; expected the name of a connection")]
    [InlineData(""" "alerts": { "webhook": "Ops", "on": ["fail"] } """, "alerts.on: 'fail' is nothing that is told; expected failed, blocked, late, recovered, moved")]
    [InlineData(""" "alerts": { "webhook": "Ops", "channelMove": 0 } """, "alerts.channelMove: 0 is not allowed")]
    [InlineData(""" "alerts": { "webhook": "Ops", "lateAfterMinutes": 0 } """, "alerts.lateAfterMinutes: 0 is not allowed")]
    public void What_is_wrong_is_told_by_its_place(string serve, string problem) =>
        Assert.Contains(problem, string.Join('\n', Assert.Throws<UsageException>(() => Load(serve)).Problems), StringComparison.Ordinal);

    private static LoadedSettings Load(string serve)
    {
        using var shell = new TestShell();
        shell.Write("clv.json", $"{{ {Shop}, {serve} }}");
        return ClvSettingsFile.Load(null, new Dictionary<string, string>(), [], shell.Folder);
    }
}
