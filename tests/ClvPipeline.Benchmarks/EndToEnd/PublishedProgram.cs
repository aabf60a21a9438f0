namespace ClvPipeline.Benchmarks;

/// <summary>The program <c>clv</c>, published from the working copy into a folder of the benchmark's own.</summary>
/// <param name="Path">The executable.</param>
/// <param name="Kind">How it was compiled, in words.</param>
internal sealed record PublishedProgram(string Path, string Kind)
{
    /// <summary>Publishes it compiled ahead of time (ReadyToRun), or, where the package feed has no such compiler, to be compiled as it runs.</summary>
    public static PublishedProgram Best(string data)
    {
        try
        {
            return ReadyToRun(data);
        }
        catch (InvalidOperationException)
        {
            return Plain(data);
        }
    }

    public static PublishedProgram ReadyToRun(string data) =>
        Publish(data, "ready-to-run", "as published (ahead of time, with the framework)");

    public static PublishedProgram Plain(string data) => Publish(data, "plain", "plain Release build", "-p:PublishReadyToRun=false");

    private static PublishedProgram Publish(string data, string name, string kind, params string[] how)
    {
        var folder = System.IO.Path.Combine(data, "clv", name);
        // Artifacts of its own: publishing leaves no trace in the working copy's obj folders.
        var artifacts = System.IO.Path.Combine(data, "clv", $"{name}-build");
        Child.Run("dotnet", Repository.Root, ["publish", Repository.Jobs, "-c", "Release", "-o", folder, "--artifacts-path", artifacts, .. how]);
        return new PublishedProgram(System.IO.Path.Combine(folder, OperatingSystem.IsWindows() ? "clv.exe" : "clv"), kind);
    }
}
