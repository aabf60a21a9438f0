using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>A run that was complete, but died (or found the disk full) before readers were shown it. Asked for again, it is shown; nothing is computed twice.</summary>
internal static class Interrupted
{
    /// <summary>Shows such a run.</summary>
    /// <returns>Whether it was one.</returns>
    public static bool Publish(string outFolder, string runId)
    {
        var run = RunRegister.Find(outFolder, runId);
        if (run.Status != RunRecord.Succeeded || run.Instant("published_at") is not { } publishedAt || run.AsOf is not { } asOf || run.Pipeline is not { } pipeline) return false;
        // A pointer that was moved later than this run was to be shown has passed it by.
        if (Publication.Current(outFolder)?.PublishedAt >= publishedAt) return false;
        return Publication.Move(outFolder, new Publication(runId, asOf, pipeline, publishedAt, (long)run.Run["orders"]!));
    }
}
