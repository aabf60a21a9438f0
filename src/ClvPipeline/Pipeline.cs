namespace ClvPipeline;

/// <summary>What is asked of a run besides its settings.</summary>
/// <param name="RunId">The run's id, in every row of its results.</param>
/// <param name="AsOf">The last local day whose events count.</param>
public sealed record RunRequest(string RunId, DateOnly AsOf);

/// <summary>How the machine is used; never changes a result.</summary>
/// <param name="Threads">The number of threads.</param>
public sealed record RunOptions(int Threads);

/// <summary>The line: intake → journeys → value → attribution → results. A pure function of its inputs, settings and request.</summary>
public static class Pipeline
{
    /// <summary>Runs it.</summary>
    /// <exception cref="BadInputException">The inputs cannot be what the settings say.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static RunResults Run(Inputs inputs, RunSettings settings, RunRequest request, RunOptions options, IProgressSink progress, CancellationToken cancellation) =>
        throw new NotSupportedException();
}
