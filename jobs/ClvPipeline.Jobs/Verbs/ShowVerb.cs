using System.Text.Json.Nodes;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary><c>clv show</c>: one run in full.</summary>
internal static class ShowVerb
{
    public static Verb Create(CliHost host)
    {
        var source = new OutputOptions();
        var run = OutputOptions.Run("The run's id.");
        var follow = VerbOption.Flag("--follow", "Waits until it has ended, and tells how far it is.");
        var json = VerbOption.Flag("--json", "Prints one JSON object instead.");
        return new Verb("show", "Shows one run: its state, times, counts, settings and inputs.",
            ["clv show 2026-06-30-20260701T013000Z-4f2a # a run of the outputs that clv.json names", "clv show 2026-06-30-20260701T013000Z-4f2a --follow # until it has ended"],
            [source.Config, source.Folder, follow, json],
            parsed =>
            {
                var queue = source.Of(parsed, host).Queue(host.Clock);
                return parsed.GetValue(follow) ? Follow(queue, parsed.GetValue(run)!, parsed.GetValue(json), host) : Write(queue.Find(parsed.GetValue(run)!), parsed.GetValue(json), host);
            }, run);
    }

    /// <summary>Tells how far a run is on the error stream until it has ended, then shows it.</summary>
    /// <returns>What a run of that end gives.</returns>
    internal static int Follow(IRunQueue queue, string runId, bool json, CliHost host)
    {
        var run = new RunFollow(queue, runId, host).ToItsEnd();
        Write(run, json, host);
        return run.Status switch { RunRecord.Succeeded => ExitCode.Ok, "cancelled" => ExitCode.Cancelled, _ => ExitCode.Failed };
    }

    private static int Write(RunEntry run, bool json, CliHost host)
    {
        if (run.Problem is { } problem) throw new BadInputException($"run {run.RunId}: {problem}");
        if (json)
        {
            host.Out.WriteLine(JsonText.Of(run.Run.DeepClone()));
            return ExitCode.Ok;
        }

        foreach (var (name, value) in run.Run)
        {
            if (value is null || name == "run_no") continue;
            if (value is JsonObject or JsonArray)
            {
                host.Out.WriteLine(name);
                foreach (var line in JsonText.Of(value).Split('\n')) host.Out.WriteLine($"  {PrintedColumn.Plain(line)}");
            }
            else host.Out.WriteLine($"{name,-25}{PrintedColumn.Plain(value is JsonValue text && text.TryGetValue<string>(out var said) ? said : value.ToJsonString())}");
        }

        return ExitCode.Ok;
    }
}
