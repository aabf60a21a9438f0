using System.Text.Json.Nodes;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>Says which run readers of each output see after the pointer was moved.</summary>
internal static class PointerReport
{
    public static int Write(IReadOnlyList<(string Output, Publication Shown)> moved, bool json, CliHost host)
    {
        if (json)
        {
            host.Out.WriteLine(JsonText.Of(new JsonObject
            {
                ["outputs"] = new JsonArray([.. moved.Select(each => new JsonObject
                {
                    ["output"] = Path.IsPathFullyQualified(each.Output) ? RunSummary.Shown(each.Output, host) : each.Output, ["run_id"] = each.Shown.RunId, ["as_of"] = Publishing.Date(each.Shown.AsOf),
                    ["pinned_through"] = each.Shown.PinnedThrough is { } day ? Publishing.Date(day) : null,
                })]),
                ["exit_code"] = ExitCode.Ok,
            }));
            return ExitCode.Ok;
        }

        foreach (var (place, shown) in moved)
        {
            var output = Path.IsPathFullyQualified(place) ? RunSummary.Shown(place, host) : place;
            var pinned = shown.PinnedThrough is { } day ? $", pinned through as-of date {Publishing.Date(day)}" : "";
            host.Out.WriteLine($"{output}: readers see run {shown.RunId}, as of {Publishing.Date(shown.AsOf)}{pinned}.");
        }

        return ExitCode.Ok;
    }
}
