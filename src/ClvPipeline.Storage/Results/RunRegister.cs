namespace ClvPipeline.Storage;

/// <summary>The finished runs of an output folder.</summary>
public static class RunRegister
{
    /// <summary>All of them, the latest request first; runs whose <c>run.json</c> is damaged come last.</summary>
    public static IReadOnlyList<RunEntry> List(string outFolder)
    {
        var runs = Path.Combine(outFolder, "runs");
        if (!Directory.Exists(runs)) return [];
        return [.. Directory.EnumerateDirectories(runs)
            .Where(folder => RunIds.IsValid(Path.GetFileName(folder)))
            .Select(RunEntry.Read)
            .OrderByDescending(run => run.RequestedAt ?? DateTimeOffset.MinValue)
            .ThenByDescending(run => run.RunId, StringComparer.Ordinal)];
    }

    /// <summary>One of them.</summary>
    /// <exception cref="BadInputException">There is no such run; the message names the nearest.</exception>
    public static RunEntry Find(string outFolder, string runId)
    {
        RunIds.Check(runId);
        var folder = Path.Combine(outFolder, "runs", runId);
        if (Directory.Exists(folder)) return RunEntry.Read(folder);
        var near = Nearest.Of(runId, List(outFolder).Select(run => run.RunId));
        throw new BadInputException($"run {runId}: no such run in {Path.GetFullPath(outFolder)}{(near is null ? "" : $"; did you mean {near}?")}");
    }
}
