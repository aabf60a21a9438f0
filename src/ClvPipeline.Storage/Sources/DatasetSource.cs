namespace ClvPipeline.Storage;

/// <summary>Where a dataset's rows come from, as the settings say.</summary>
/// <param name="Name"><c>touchpoints</c>, <c>orders</c>, <c>customers</c> or <c>spend</c>.</param>
/// <param name="Parquet">A file, a glob (<c>*</c>, <c>?</c>, and <c>**</c> across folders) or a folder, relative to the file that names it; empty where they come from Postgres.</param>
/// <param name="Columns">Our name of a column to theirs; a column that is not listed has our name.</param>
/// <param name="TimeZone">IANA zone of timestamps without one, or null for the run's.</param>
public sealed record DatasetSource(string Name, string Parquet, IReadOnlyDictionary<string, string> Columns, string? TimeZone)
{
    /// <summary>The table or query that the rows come from; null where they come from Parquet.</summary>
    public PostgresSource? Postgres { get; init; }

    /// <summary>Makes the reader of last resort for its files, when one is needed; null where the build has none.</summary>
    public Func<ISecondReader>? SecondReader { get; init; }
}
