namespace ClvPipeline.Jobs;

/// <summary>What the program gets from the process it runs in. Tests hand in their own, so everything runs in process.</summary>
/// <param name="Out">Where results go.</param>
/// <param name="Error">Where progress and errors go.</param>
/// <param name="Clock">The time.</param>
/// <param name="Environment">The environment variables.</param>
/// <param name="WorkingDirectory">Where relative paths start.</param>
/// <param name="Cancellation">Ends the work early.</param>
public sealed record CliHost(
    TextWriter Out, TextWriter Error, TimeProvider Clock, IReadOnlyDictionary<string, string> Environment, string WorkingDirectory, CancellationToken Cancellation)
{
    /// <summary>Whether somebody watches: progress may then redraw itself.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>How many characters fit on a line.</summary>
    public int Width { get; init; } = 120;

    /// <summary>An environment variable, or null where it is missing or empty.</summary>
    public string? Variable(string name) => Environment.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
