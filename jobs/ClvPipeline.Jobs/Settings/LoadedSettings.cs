using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>Settings that were read and found right.</summary>
public sealed record LoadedSettings
{
    /// <summary>A month of nights.</summary>
    internal const int DefaultKeepRuns = 31;

    /// <summary>The pipeline's name: runs of one pipeline follow one another.</summary>
    public string Pipeline { get; init; } = "default";

    /// <summary>What the engine takes.</summary>
    public required RunSettings Run { get; init; }

    /// <summary>The datasets by name; touchpoints and orders are there.</summary>
    public required IReadOnlyDictionary<string, DatasetSource> Sources { get; init; }

    /// <summary>The folder that results go to, as written; relative to the working directory. Null where they go to Postgres alone.</summary>
    public required string? OutFolder { get; init; }

    /// <summary>The connection of the database that results go to; null where they go to a folder alone.</summary>
    public string? Postgres { get; init; }

    /// <summary>How many runs of a pipeline keep their results in Postgres.</summary>
    public int KeepRuns { get; init; } = DefaultKeepRuns;

    /// <summary>The as-of date that the settings fix, or null.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>How much memory a run may take, in bytes; it decides no number.</summary>
    public required long MemoryLimit { get; init; }

    /// <summary>Whether a run says what moved since the run before; it decides no other number.</summary>
    public bool RunChange { get; init; } = true;

    /// <summary>How many runs <c>clv serve</c> computes side by side; they share <see cref="MemoryLimit"/> and the processors. None in a process that only schedules and shows.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>The report of a run.</summary>
    public ReportSettings Report { get; init; } = new();

    /// <summary>What <c>clv serve</c> does.</summary>
    public ServeSettings Serve { get; init; } = new();

    /// <summary>All that decides the numbers, defaults filled in, keys sorted. Reads back as settings.</summary>
    public required string ParametersJson { get; init; }

    /// <summary>SHA-256 of <see cref="ParametersJson"/>, in hex.</summary>
    public required string ParametersHash { get; init; }

    /// <summary>Whether <c>--set</c>, or the parameters of a kept run, made these other than the pipeline's own.</summary>
    public bool ChangedBySet { get; init; }

    /// <summary>What the names of connections stand for: secrets, which no record of a run holds.</summary>
    public ConnectionStrings Connections { get; init; } = ConnectionStrings.None;

    /// <summary>The folder that relative input paths start from: that of the settings file, else the working directory.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>The settings file, or null where the environment gave everything.</summary>
    public string? File { get; init; }

    /// <summary>
    /// The same place (inputs' folder, connections, outputs, memory, report) with the parameters of a kept run, and changes to them.
    /// </summary>
    /// <param name="parametersJson">The parameters of a run, as its <c>parameters</c> holds them; what an older version did not know yet is at its default.</param>
    /// <param name="sets">Changes, each as behind <c>--set</c>.</param>
    /// <exception cref="UsageException">Everything that is wrong with them, in one go.</exception>
    public LoadedSettings With(string parametersJson, IReadOnlyList<string> sets) => KeptParameters.Lay(this, parametersJson, sets);

    /// <summary>The pipeline's own settings: of the schedule of that name; those of the file under that name where there is none.</summary>
    public LoadedSettings Of(string pipeline) => Serve.Schedules.FirstOrDefault(schedule => schedule.Name == pipeline)?.Settings ?? this with { Pipeline = pipeline };

    /// <summary>The database that results go to, not yet opened; null where they go to a folder alone.</summary>
    /// <exception cref="UsageException">There is no such connection.</exception>
    public Warehouse? Warehouse() => Postgres is { } name ? WarehouseConnection.Of(Connections, name, "output.postgres") : null;
}
