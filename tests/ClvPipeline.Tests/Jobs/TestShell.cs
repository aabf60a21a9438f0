using ClvPipeline.Jobs;

namespace ClvPipeline.Tests.Jobs;

/// <summary>A working directory of its own, an environment, a clock that stands still, and the program run in it.</summary>
internal sealed class TestShell : IDisposable
{
    public TestShell() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"clv-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");

    public Dictionary<string, string> Variables { get; } = [];

    public DateTimeOffset Now { get; set; } = new(2026, 7, 1, 1, 30, 0, TimeSpan.Zero);

    public string Out { get; private set; } = "";

    public string Error { get; private set; } = "";

    public int Width { get; init; } = 120;

    public CancellationToken Cancellation { get; set; }

    private static int s_count;

    public int Clv(params string[] args) => In(host => Cli.Run(args, host));

    public int In(Func<CliHost, int> run)
    {
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        var exitCode = run(new CliHost(output, error, new StandingClock(Now), Variables, Folder, Cancellation) { Width = Width });
        (Out, Error) = (output.ToString(), error.ToString());
        return exitCode;
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Makes a settings file ask for the optional tables too.</summary>
    public void AskForEveryTable(string settings)
    {
        var node = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, settings)))!;
        (node["output"]!["customerHorizon"], node["output"]!["orderValue"]) = (true, true);
        Write(settings, node.ToJsonString());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
