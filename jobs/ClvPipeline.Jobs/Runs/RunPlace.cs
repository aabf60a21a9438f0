using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>Where a worker runs what the register tells it to: everything about a run that is not the run's own.</summary>
/// <param name="Settings">Where inputs and results are; parameters come from the register.</param>
/// <param name="Queue">The register.</param>
/// <param name="Worker">What the worker is called there.</param>
public sealed record RunPlace(LoadedSettings Settings, IRunQueue Queue, string Worker)
{
    /// <summary>The number of threads of a run; null for one per processor.</summary>
    public int? Threads { get; init; }

    /// <summary>The output folder, in full, where it is another one than the settings'.</summary>
    public string? OutFolder { get; init; }

    /// <summary>Who is told what becomes of runs; null for nobody.</summary>
    public IRunObserver? Observer { get; init; }

    /// <summary>Who is shown the progress of a run, besides the register.</summary>
    public Func<QueuedRun, IProgressSink>? Progress { get; init; }

    /// <summary>The same for one of so many runs side by side: they share the memory and the processors of their process.</summary>
    public RunPlace Shared(int runs) => this with
    {
        Settings = Settings with { MemoryLimit = Math.Max(MemorySize.Smallest, Settings.MemoryLimit / runs) },
        Threads = Math.Max(1, (Threads ?? Environment.ProcessorCount) / runs),
    };
}
