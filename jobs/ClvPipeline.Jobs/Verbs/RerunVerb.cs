using System.Text.Json.Nodes;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary><c>clv rerun</c>: asks for a run once more, with the parameters that it had or with changed ones.</summary>
internal static class RerunVerb
{
    public static Verb Create(CliHost host)
    {
        var source = new SettingsOptions();
        var run = OutputOptions.Run("The run's id.");
        var asOf = VerbOption.Date("--as-of", "Another as-of date. Default: the run's.");
        var note = VerbOption.Text("--note", "text", "Why; it is kept with the run.");
        var publish = VerbOption.Flag("--publish", "Shows the run to readers although its parameters are not the pipeline's own.");
        var here = VerbOption.Flag("--here", "Runs it in this process, rather than leave it to a clv serve.");
        var follow = VerbOption.Flag("--follow", "Waits until it has ended, and tells how far it is.");
        var json = VerbOption.Flag("--json", "Prints one JSON object instead.");
        return new Verb("rerun", "Asks for a run once more, with the parameters that it had, or with some of them changed. A clv serve takes it up.",
            ["clv rerun 2026-06-30-20260701T013000Z-4f2a --set attribution.models.time_decay.halfLifeDays=14 --note 'slower decay?' # what if? Kept beside the published run", "clv rerun 2026-06-30-20260701T013000Z-4f2a --as-of 2026-05-31 --here # another day, without a clv serve"],
            [source.Config, asOf, source.Sets, note, publish, here, follow, json],
            parsed =>
            {
                var settings = ClvSettingsFile.Load(parsed.GetValue(source.Config), host.Environment, [], host.WorkingDirectory);
                var queue = RunOutputs.Of(settings, null, host.WorkingDirectory).Queue(host.Clock);
                var found = queue.Find(parsed.GetValue(run)!);
                var wish = Wishes.Again(settings.Of(found.Pipeline ?? settings.Pipeline), found, parsed.GetValue(source.Sets) ?? [], parsed.GetValue(asOf), "manual", host.Variable("USER") ?? host.Variable("USERNAME"), parsed.GetValue(note), parsed.GetValue(publish));
                var asked = queue.Ask(wish, host.Clock);
                if (parsed.GetValue(here)) return Here(new RunPlace(settings, queue, Worker.NameOfProcess), asked, parsed.GetValue(json), host);
                var code = Say(queue, asked, parsed.GetValue(follow) ? host.Error : host.Out, parsed.GetValue(json) && !parsed.GetValue(follow), host);
                return parsed.GetValue(follow) ? ShowVerb.Follow(queue, asked.RunId, parsed.GetValue(json), host) : code;
            }, run);
    }

    private static int Say(IRunQueue queue, Asked asked, TextWriter to, bool json, CliHost host)
    {
        var code = asked.New ? ExitCode.Ok : ExitCode.Nothing;
        if (json) host.Out.WriteLine(JsonText.Of(new JsonObject { ["run_id"] = asked.RunId, ["new"] = asked.New, ["status"] = asked.Status, ["exit_code"] = code }));
        else to.WriteLine(asked.New ? $"Run {asked.RunId} is queued. Watch it: clv show {asked.RunId} --follow" : $"Run {asked.RunId} is {asked.Status} already: it is the same request.");
        if (asked.Status == "queued" && !queue.HasWorkers) host.Error.WriteLine($"No clv serve is at work on {queue.Name}: the run waits until one is.");
        return code;
    }

    private static int Here(RunPlace place, Asked asked, bool json, CliHost host)
    {
        var end = Watched.Do(host, progress => new RunJob(host.Clock, host.WorkingDirectory) { Place = place with { Progress = _ => progress } }.ExecuteAsync(asked.RunId, host.Cancellation).GetAwaiter().GetResult());
        if (end.Outcome is { } outcome)
        {
            if (json) host.Out.WriteLine(JsonText.Of(RunJson.Of(outcome)));
            else RunSummary.Write(outcome, host);
            return outcome.ExitCode;
        }

        var code = end.Kind switch
        {
            RunEndKind.Finished => ExitCode.Ok,
            RunEndKind.Cancelled or RunEndKind.HandedBack => ExitCode.Cancelled,
            RunEndKind.TakenOver => ExitCode.Failed,
            _ => ExitCode.Nothing,
        };
        if (json) host.Out.WriteLine(JsonText.Of(new JsonObject { ["run_id"] = end.RunId, ["message"] = end.Message, ["exit_code"] = code }));
        else host.Out.WriteLine(end.Message);
        return code;
    }
}
