using ClvPipeline.Storage;
using Xunit;

namespace ClvPipeline.Tests.Storage;

public sealed class RunRegisterTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void An_output_without_runs_lists_none() => Assert.Empty(RunRegister.List(_temp["none"]));

    [Fact]
    public void Runs_are_listed_latest_first_and_damaged_ones_last()
    {
        File.WriteAllText(_temp["runs/a/run.json"], """{"run_id": "a", "status": "succeeded", "pipeline": "nightly", "as_of": "2026-11-01", "requested_at": "2026-11-02T02:30:00Z"}""");
        File.WriteAllText(_temp["runs/b/run.json"], """{"run_id": "b", "status": "failed", "requested_at": "2026-11-03T02:30:00Z"}""");
        File.WriteAllText(_temp["runs/c/run.json"], "{ half");
        File.WriteAllText(_temp["runs/d/run.json"], """{"status": "a", "status": "b"}""");
        File.WriteAllText(_temp["runs/.e.partial/run.json"], "{}");
        var runs = RunRegister.List(_temp.Path);
        Assert.Equal(["b", "a", "d", "c"], runs.Select(run => run.RunId));
        Assert.Equal(("succeeded", "nightly", new DateOnly(2026, 11, 1)), (runs[1].Status, runs[1].Pipeline, runs[1].AsOf));
        Assert.Equal(new DateTimeOffset(2026, 11, 2, 2, 30, 0, TimeSpan.Zero), runs[1].RequestedAt);
        Assert.StartsWith($"{_temp["runs/c/run.json"]} cannot be read: ", runs[3].Problem, StringComparison.Ordinal);
        Assert.NotNull(runs[2].Problem);
    }

    [Fact]
    public void A_run_that_is_not_there_names_the_nearest()
    {
        File.WriteAllText(_temp["runs/2026-11-01-nightly/run.json"], "{}");
        Assert.Equal("2026-11-01-nightly", RunRegister.Find(_temp.Path, "2026-11-01-nightly").RunId);
        Assert.Equal($"run 2026-11-02-nightly: no such run in {_temp.Path}; did you mean 2026-11-01-nightly?", Assert.Throws<BadInputException>(() => RunRegister.Find(_temp.Path, "2026-11-02-nightly")).Message);
        Assert.Throws<BadInputException>(() => RunRegister.Find(_temp.Path, "../x"));
    }
}
