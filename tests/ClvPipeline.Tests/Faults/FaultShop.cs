using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Faults;

/// <summary>
/// A shop of 20,000 customers, the output of the night before, and a run of this night that nothing disturbed: how long it takes and what it gives.
/// Made once for all tests that disturb it; they follow one another.
/// </summary>
[CollectionDefinition(Name)]
public sealed class FaultShop : IDisposable, ICollectionFixture<FaultShop>
{
    public const string Name = "Runs that are disturbed";

    /// <summary>The run that is disturbed.</summary>
    public const string Night = "night";

    private const string NightBefore = "night-before";
    private readonly TestShell _shell = new();
    private int _outputs;

    public FaultShop()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("generate", "--customers", "20000", "--out", "shop"));
        Assert.Equal(0, Measured("run", "--config", "shop/clv.json", "--out", "before", "--run-id", NightBefore, "--as-of", "2026-06-29"));
        Undisturbed = NewOutput();
        Assert.Equal(0, Run(Undisturbed));
    }

    public string Folder => _shell.Folder;

    /// <summary>How much processor time a run takes, from the start of the process to its end: the least that was seen so far.</summary>
    public TimeSpan Duration { get; private set; } = TimeSpan.MaxValue;

    /// <summary>The output of a run that nothing disturbed.</summary>
    public string Undisturbed { get; }

    /// <summary>A copy of the output as it was before this night, by its path.</summary>
    public string NewOutput()
    {
        var output = Path.Combine(Folder, $"out-{Interlocked.Increment(ref _outputs)}");
        var before = Path.Combine(Folder, "before");
        foreach (var file in Directory.EnumerateFiles(before, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(output, Path.GetRelativePath(before, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return output;
    }

    /// <summary>The arguments of the run that is disturbed.</summary>
    public static string[] Arguments(string output) => ["run", "--config", "shop/clv.json", "--out", output, "--run-id", Night];

    /// <summary>Runs it undisturbed.</summary>
    public int Run(string output) => Measured(Arguments(output));

    /// <summary>Where a run under way keeps its tables.</summary>
    public static string Partial(string output) => Path.Combine(output, "runs", $".{Night}.partial");

    /// <summary>Whether readers see the run of this night; anything but that or the one before is an error, and so is a run that is not whole.</summary>
    public bool ShowsNight(string output)
    {
        foreach (var run in RunRegister.List(output)) AssertWhole(run);
        var shown = Publication.Current(output)!.RunId;
        Assert.Contains(shown, RunRegister.List(output).Select(run => run.RunId));
        if (shown == Night) return true;
        Assert.Equal(NightBefore, shown);
        Assert.Equal(File.ReadAllBytes(Path.Combine(Folder, "before", "current.json")), File.ReadAllBytes(Path.Combine(output, "current.json")));
        return false;
    }

    /// <summary>That nothing is left of the run of this night.</summary>
    public void AssertUntouched(string output)
    {
        Assert.False(ShowsNight(output));
        Assert.Equal([NightBefore], Directory.EnumerateDirectories(Path.Combine(output, "runs")).Select(folder => Path.GetFileName(folder)));
    }

    /// <summary>That the run of this night gave what it gives undisturbed.</summary>
    public void AssertSameResults(string output)
    {
        Assert.Equal(ResultHashOf(Undisturbed), ResultHashOf(output));
        foreach (var file in Directory.EnumerateFiles(RunPath(Undisturbed), "*.parquet").Where(file => Path.GetFileName(file) != "run.parquet"))
            Assert.True(File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(RunPath(output), Path.GetFileName(file)))), Path.GetFileName(file));
    }

    public void Dispose() => _shell.Dispose();

    private int Measured(params string[] arguments)
    {
        using var run = ClvProcess.Start(Folder, arguments);
        var used = TimeSpan.Zero;
        run.Until(() => (used = run.Used) == TimeSpan.MaxValue);
        var code = run.Wait();
        if (code == ExitCode.Ok && used < Duration) Duration = used;
        return code;
    }

    private static string RunPath(string output) => Path.Combine(output, "runs", Night);

    private static string ResultHashOf(string output) => (string)JsonNode.Parse(File.ReadAllText(Path.Combine(RunPath(output), "run.json")))!["result_hash"]!;

    private static void AssertWhole(RunEntry run)
    {
        Assert.Equal((null, "succeeded"), (run.Problem, run.Status));
        foreach (var table in Tables.All.Append(RunTable.Spec).Append(RunCheckTable.Spec)) ResultReader.Read(run.Folder, table);
        Assert.False(File.Exists(Path.Combine(run.Folder, ".lock")));
    }
}
