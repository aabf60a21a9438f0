using System.Diagnostics;
using ClvPipeline.Jobs;
using Xunit;
using Xunit.Abstractions;

namespace ClvPipeline.Tests.Faults;

/// <summary>Kills real processes and looks at what they leave.</summary>
[Collection(FaultShop.Name)]
public class KillTests(FaultShop shop, ITestOutputHelper log)
{
    [Fact]
    public void A_run_killed_at_any_moment_leaves_the_pointer_whole_and_runs_again()
    {
        var moments = Environment.GetEnvironmentVariable("CLV_LONG") == "1" ? 20 : 6;
        var random = new Random(20_260_630);
        var killed = 0;
        for (var i = 0; i < moments; i++)
        {
            // One moment in each part of what a run takes.
            var moment = shop.Duration * ((i + random.NextDouble()) / moments);
            if (Kill($"after {moment.TotalMilliseconds:0} ms", (run, _) => run.Used >= moment)) killed++;
        }

        Assert.True(killed >= moments * 2 / 3, $"only {killed} of {moments} runs were still alive when killed; one takes {shop.Duration.TotalMilliseconds:0} ms");
    }

    [Theory]
    [InlineData("runs/.night.partial", "its folder is there")]
    [InlineData("runs/.night.partial/channel_value.parquet", "the first table is begun")]
    [InlineData("runs/.night.partial/customer_value.parquet", "the largest table is begun")]
    [InlineData("runs/.night.partial/run.json", "its record is begun")]
    [InlineData("runs/night", "its folder has its name")]
    public void A_run_killed_at_a_turning_point_leaves_the_pointer_whole_and_runs_again(string path, string moment) => Kill(moment, (_, output) => Path.Exists(Path.Combine(output, path)));

    // Kills a run when it is time and looks at what is left, then runs it again. Returns whether there was anything to kill.
    private bool Kill(string moment, Func<ClvProcess, string, bool> now)
    {
        var output = shop.NewOutput();
        using var run = ClvProcess.Start(shop.Folder, FaultShop.Arguments(output));
        run.Until(() => now(run, output));
        var alive = !run.IsOver;
        run.Kill();
        var shown = shop.ShowsNight(output);
        var again = shop.Run(output);
        log.WriteLine($"killed when {moment}: {(alive ? "alive" : "over")}, {(shown ? "shown" : "not shown")}, run again: {again}");
        // A run that readers saw before the kill is not run twice.
        Assert.Equal(shown ? ExitCode.Nothing : ExitCode.Ok, again);
        Assert.True(shop.ShowsNight(output));
        shop.AssertSameResults(output);
        Assert.Equal(2, Directory.GetDirectories(Path.Combine(output, "runs")).Length);
        return alive;
    }

    [Theory]
    [InlineData(ClvProcess.SigTerm, false)]
    [InlineData(ClvProcess.SigInt, false)]
    [InlineData(ClvProcess.SigTerm, true)]
    [InlineData(ClvProcess.SigInt, true)]
    public void A_run_that_is_asked_to_stop_stops_and_leaves_nothing(int signal, bool whileWriting)
    {
        if (OperatingSystem.IsWindows()) return;
        var output = shop.NewOutput();
        using var run = ClvProcess.Start(shop.Folder, FaultShop.Arguments(output));
        var partial = FaultShop.Partial(output);
        run.Until(() => whileWriting ? File.Exists(Path.Combine(partial, "channel_value.parquet")) : Directory.Exists(partial));
        var watch = Stopwatch.StartNew();
        run.Signal(signal);
        Assert.Equal(ExitCode.Cancelled, run.Wait());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.EndsWith("cancelled; nothing was written\n", run.Error, StringComparison.Ordinal);
        shop.AssertUntouched(output);
        Assert.Equal(ExitCode.Ok, shop.Run(output));
        shop.AssertSameResults(output);
    }

    [Fact]
    public void Of_two_runs_with_one_id_at_once_one_runs()
    {
        var output = shop.NewOutput();
        using ClvProcess one = ClvProcess.Start(shop.Folder, FaultShop.Arguments(output)), other = ClvProcess.Start(shop.Folder, FaultShop.Arguments(output));
        var codes = new[] { one.Wait(), other.Wait() };
        Assert.Equal([ExitCode.Ok, ExitCode.Nothing], codes.Order());
        Assert.Matches($@"run {FaultShop.Night} (is active|already exists); nothing was done\n\z", codes[0] == ExitCode.Nothing ? one.Error : other.Error);
        Assert.True(shop.ShowsNight(output));
        shop.AssertSameResults(output);
    }

    [Theory]
    [InlineData("Asia/Tokyo", "tr_TR.UTF-8")]
    [InlineData("America/St_Johns", "de_DE.UTF-8")]
    public void The_machine_s_time_zone_and_language_change_no_byte(string zone, string language)
    {
        var output = shop.NewOutput();
        using var run = ClvProcess.Start(shop.Folder, new Dictionary<string, string> { ["TZ"] = zone, ["LANG"] = language, ["LC_ALL"] = language }, FaultShop.Arguments(output));
        Assert.Equal(ExitCode.Ok, run.Wait());
        Assert.True(shop.ShowsNight(output));
        shop.AssertSameResults(output);
    }
}
