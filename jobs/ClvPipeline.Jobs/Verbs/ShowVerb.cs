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
        var json = VerbOption.Flag("--json", "Prints one JSON object instead.");
        return new Verb("show", "Shows one run: its state, times, counts, settings and inputs.",
            ["clv show 2026-06-30-20260701T013000Z-4f2a # a run of the outputs that clv.json names", "clv show 2026-06-30-20260701T013000Z-4f2a --json # for a program"],
            [source.Config, source.Folder, json],
            parsed => Write(OutputOptions.Find(source.Of(parsed, host), parsed.GetValue(run)!), parsed.GetValue(json), host), run);
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
