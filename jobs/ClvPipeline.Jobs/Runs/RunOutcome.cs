namespace ClvPipeline.Jobs;

/// <summary>What came of a run.</summary>
public sealed record RunOutcome
{
    /// <summary>What is written down of it.</summary>
    public required RunRecord Record { get; init; }

    /// <summary>The settings it ran with.</summary>
    public required LoadedSettings Settings { get; init; }

    /// <summary>What was computed.</summary>
    public required RunResults Results { get; init; }

    /// <summary>Every check, the engine's and the host's.</summary>
    public required IReadOnlyList<RunCheck> Checks { get; init; }

    /// <summary>Whether readers see it.</summary>
    public required Publishing Publishing { get; init; }

    /// <summary>An <see cref="Jobs.ExitCode"/>.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Where its tables are; null if nothing was written.</summary>
    public string? Folder { get; init; }

    /// <summary>The database that its tables are in; null if they are in none.</summary>
    public string? Warehouse { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }
}
