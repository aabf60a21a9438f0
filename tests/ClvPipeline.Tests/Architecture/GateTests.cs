using ClvPipeline.Jobs;
using ClvPipeline.Jobs.Serve;
using Xunit;

namespace ClvPipeline.Tests.Architecture;

/// <summary>Tests of what this build has not, one in place of all that were not compiled.</summary>
public class GateTests
{
#if !DATAFRAMES
    [Fact(Skip = "Microsoft.Data.Analysis and Parquet.Net are not on this package feed: the tests of frames were not compiled")]
    public void Frames_hold_what_their_tables_hold()
    {
    }
#endif

#if !HANGFIRE
    [Fact(Skip = "Hangfire is not on this package feed: its tests were not compiled")]
    public void Hangfire_runs_what_is_asked_for()
    {
    }
#endif

    [Fact]
    public void The_scheduler_is_Hangfire_where_the_build_has_it_and_one_that_it_lacks_is_refused_with_how_to_get_it()
    {
        static string? Name(string? asked) => ScheduleClocks.Of(new ServeSettings { Scheduler = asked })?.Name;
        Assert.Equal("quartz", Name("quartz"));
        Assert.Null(Name("none"));
        if (HangfireGate.Packages is not null) Assert.Equal(("hangfire", "hangfire"), (Name(null), Name("hangfire")));
        else
        {
            Assert.Equal("quartz", Name(null));
            Assert.Contains("-p:Hangfire=true), or set scheduler to quartz or none", Assert.Throws<UsageException>(() => Name("hangfire")).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_a_build_has_is_what_its_doctor_says()
    {
        using var shell = new Jobs.TestShell();
        shell.Clv("doctor", "--config", Path.Combine(Repository.Root, "sample-data", "clv.json"));
        var line = shell.Out.Split('\n').Single(line => line.StartsWith("ok    packages ", StringComparison.Ordinal));
#if HANGFIRE
        Assert.Matches(@"with Hangfire\.Core \d+\.\d+\.\d+, Hangfire\.PostgreSql \d+\.\d+\.\d+, Hangfire\.InMemory \d+\.\d+\.\d+", line);
#else
        Assert.Contains("without Hangfire", line, StringComparison.Ordinal);
#endif
#if DATAFRAMES
        Assert.Matches(@"Microsoft\.Data\.Analysis \d+\.\d+\.\d+, Parquet\.Net \d+\.\d+\.\d+", line);
#else
        Assert.Contains("without Microsoft.Data.Analysis and Parquet.Net", line, StringComparison.Ordinal);
#endif
    }
}
