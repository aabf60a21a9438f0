using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>Where the results of a run go: a folder, a database, or both; what readers see in each is a matter of its own.</summary>
/// <param name="Folder">The output folder, in full, or null.</param>
/// <param name="Warehouse">The database, or null.</param>
internal sealed record RunOutputs(string? Folder, Warehouse? Warehouse)
{
    /// <summary>Those that an order asks for: <c>--out</c> goes before the settings' folder, and beside the database.</summary>
    /// <exception cref="UsageException">There is no such connection.</exception>
    public static RunOutputs Of(LoadedSettings settings, string? outFolder, string workingDirectory) =>
        new((outFolder ?? settings.OutFolder) is { } folder ? Path.GetFullPath(folder, workingDirectory) : null, settings.Warehouse());

    /// <summary>The register of all runs, and the queue: the database where there is one.</summary>
    public IRunQueue Queue(TimeProvider clock) => Warehouse is { } warehouse ? new WarehouseQueue(warehouse, VersionText.Version) : new FolderQueue(Folder!, clock);

    /// <summary>What processes of <c>clv serve</c> agree on besides runs.</summary>
    public IWatchRegister Watch(TimeProvider clock) => Warehouse is { } warehouse ? new WarehouseWatch(warehouse) : new FolderWatch(Folder!, clock);

    /// <summary>What readers see now: the run that the next is measured against.</summary>
    public Publication? Shown() => (Folder is null ? null : Publication.Current(Folder)) ?? (Warehouse is null ? null : WarehousePublication.Current(Warehouse));

    /// <summary>Says of both outputs together whether readers see the run.</summary>
    public Publishing Summary(Publishing? folder, Publishing? warehouse) => (folder, warehouse) switch
    {
        ({ } one, null) => one,
        (null, { } one) => one,
        ({ } one, { } other) when one == other => one,
        ({ } one, { } other) => new Publishing(one.Published || other.Published, $"In the folder: {one.Because} In {Warehouse!.Name}: {other.Because}"),
        _ => new Publishing(false, ""),
    };
}
