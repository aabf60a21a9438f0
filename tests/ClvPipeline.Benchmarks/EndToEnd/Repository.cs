namespace ClvPipeline.Benchmarks;

/// <summary>The folders of the working copy that the benchmark was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Up("ClvPipeline.sln");

    public static string Jobs => Path.Combine(Root, "jobs", "ClvPipeline.Jobs");

    public static string DuckDb => Path.Combine(Root, "tests", "duckdb");

    public static string EndToEnd => Path.Combine(Root, "tests", "ClvPipeline.Benchmarks", "EndToEnd");

    private static string Up(string marker)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, marker))) return folder.FullName;
        }
        throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} holds {marker}");
    }
}
