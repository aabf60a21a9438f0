namespace ClvPipeline.Jobs;

/// <summary>Where a dataset comes from.</summary>
/// <param name="Parquet">A file, a glob or a folder, as written; relative to the settings' folder.</param>
/// <param name="Columns">Our names of columns to theirs, where they differ.</param>
/// <param name="TimeZone">The zone of its timestamps without one; null for the run's.</param>
public sealed record SourceSettings(string Parquet, IReadOnlyDictionary<string, string> Columns, string? TimeZone);
