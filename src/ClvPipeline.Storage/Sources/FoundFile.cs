namespace ClvPipeline.Storage;

/// <summary>A file that a dataset's path led to.</summary>
/// <param name="FullPath">Where it is.</param>
/// <param name="Name">Its path as the settings would name it, with <c>/</c>: relative to their folder where it lies below it or was given so.</param>
/// <param name="Partitions">The values of the Hive partition folders above it, null for <c>__HIVE_DEFAULT_PARTITION__</c>.</param>
internal sealed record FoundFile(string FullPath, string Name, IReadOnlyDictionary<string, string?> Partitions);
