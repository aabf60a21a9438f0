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
