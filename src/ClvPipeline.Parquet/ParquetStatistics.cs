namespace ClvPipeline.Parquet;

/// <summary>What a row group says about one of its columns: for leaving out row groups, never for answers.</summary>
/// <param name="Nulls">The number of rows without a value, or null where that is unknown.</param>
/// <param name="Min">No value is less, counted as the column is read as long; null where that is unknown.</param>
/// <param name="Max">No value is greater; known exactly where <paramref name="Min"/> is.</param>
public sealed record ParquetStatistics(long? Nulls, long? Min, long? Max);
