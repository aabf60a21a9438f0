namespace ClvPipeline.Storage;

/// <summary>A run was to be published by a process that others had taken for dead: they have taken it up since, or closed it. Nothing was published.</summary>
public sealed class RunFencedException(string runId, string found) : IOException($"run {runId}: not published: {found} while this process was out of touch with the database");
