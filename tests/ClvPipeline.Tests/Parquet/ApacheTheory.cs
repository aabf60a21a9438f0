using Xunit;

namespace ClvPipeline.Tests.Parquet;

/// <summary>A test of each file of the Apache Parquet project's corpus: of the part in the shared reference folder, or of all of a clone that CLV_PARQUET_TESTING names.</summary>
internal sealed class ApacheTheoryAttribute : TheoryAttribute
{
    public ApacheTheoryAttribute()
    {
        if (Folder is null) Skip = "the Apache files are not there (CLV_REFERENCE, ../shared/reference beside the repository, or a clone of apache/parquet-testing in CLV_PARQUET_TESTING)";
        else if (!DuckDb.IsThere) Skip = "Node.js (node and npm) is not on the PATH, so DuckDB cannot be asked";
    }

    public static string? Folder { get; } =
        new[] { Environment.GetEnvironmentVariable("CLV_PARQUET_TESTING"), ReferenceFiles.Shared is { } shared ? Path.Combine(shared, "parquet", "apache") : null }.FirstOrDefault(Directory.Exists);

    public static TheoryData<string> Files => Folder is null
        ? new("none")
        : new(from sub in new[] { "data", "bad_data" } from path in Directory.EnumerateFiles(Path.Combine(Folder, sub), "*.parquet").Order(StringComparer.Ordinal) select $"{sub}/{Path.GetFileName(path)}");
}
