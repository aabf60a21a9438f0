using System.Globalization;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>Whether readers see a run, and if not, why not.</summary>
/// <param name="Published">Whether they do.</param>
/// <param name="Because">A sentence that says so to people.</param>
public sealed record Publishing(bool Published, string Because)
{
    /// <summary>Why a run may not move the pointer, or null if it may.</summary>
    internal static string? Against(RunOrder order, DateOnly asOf, Publication? shown)
    {
        if (!order.MayPublish && order.Held is { } held) return $"Not published: its settings are not the pipeline's own. To show it to readers: clv publish {held.Run.RunId}";
        if (!order.MayPublish) return "Not published: --set changed its settings for this time. To show it to readers, run it with --publish.";
        return Against(asOf, shown);
    }

    /// <summary>Why what is shown may not be replaced by a run of that day, or null if it may.</summary>
    internal static string? Against(DateOnly asOf, Publication? shown)
    {
        if (shown is null) return null;
        if (asOf < shown.AsOf) return $"Not published: readers see run {shown.RunId}, whose as-of date {Date(shown.AsOf)} is newer.";
        if (asOf <= shown.PinnedThrough) return $"Not published: run {shown.RunId} is pinned through as-of date {Date(shown.PinnedThrough.Value)}.";
        return null;
    }

    internal static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
