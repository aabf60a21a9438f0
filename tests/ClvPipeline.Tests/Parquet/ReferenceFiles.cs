using Xunit;

namespace ClvPipeline.Tests.Parquet;

/// <summary>Where the files lie that other programs wrote.</summary>
internal static class ReferenceFiles
{
    public static string Root { get; } = Up("ClvPipeline.sln");

    public static string DuckDb(string name) => Path.Combine(Root, "tests", "ClvPipeline.Tests", "Reference", "parquet", "duckdb", name);

    /// <summary>The shared reference folder beside the repository, or null.</summary>
    public static string? Shared { get; } = new[] { Environment.GetEnvironmentVariable("CLV_REFERENCE"), Path.Combine(Root, "..", "shared", "reference") }.FirstOrDefault(Directory.Exists);

    public static TheoryData<string> Readable =>
        new(from codec in new[] { "uncompressed", "snappy", "gzip", "brotli", "zstd", "lz4_raw" } from version in new[] { "V1", "V2" } select $"{codec}_{version}.parquet");

    private static string Up(string marker)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, marker))) return folder.FullName;
        }
        throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} holds {marker}");
    }
}

/// <summary>A folder of one test, gone with it.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("clv-parquet-");

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(Path(name), bytes);
        return Path(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
