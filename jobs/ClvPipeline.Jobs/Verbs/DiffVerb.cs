using System.CommandLine;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary><c>clv diff</c>: what moved between two runs, and why.</summary>
internal static class DiffVerb
{
    public static Verb Create(CliHost host)
    {
        var source = new OutputOptions();
        var before = new Argument<string>("RUN") { Description = "The id of the run to start from." };
        var after = new Argument<string>("OTHER") { Description = "The id of the run to come to." };
        var mode = VerbOption.Text("--mode", "mode", "Only acquisition, order or lifetime.");
        var model = VerbOption.Text("--model", "name", "Only this credit model. Default: linear, or the first.");
        var json = VerbOption.Flag("--json", "Prints one JSON object with all models instead.");
        var verb = new Verb("diff", "Shows what each channel was worth in two runs, what moved most first, and by which cause.",
            ["clv diff 2026-06-29-20260630T013000Z-77c1 2026-06-30-20260701T013000Z-4f2a # what happened last night?", "clv diff nightly-1 nightly-31 --mode acquisition --model time_decay # over a month"],
            [source.Config, source.Folder, mode, model, json],
            parsed => Run(source.Of(parsed, host), parsed.GetValue(before)!, parsed.GetValue(after)!, parsed.GetValue(mode), parsed.GetValue(model), parsed.GetValue(json), host), before);
        verb.Arguments.Add(after);
        return verb;
    }

    private static int Run(RunOutputs outputs, string before, string after, string? mode, string? model, bool json, CliHost host)
    {
        var difference = RunDifference.Of(outputs, OutputOptions.Find(outputs, before), OutputOptions.Find(outputs, after));
        Demand("--mode", mode, difference.Channels.Select(row => row.Mode));
        Demand("--model", model, difference.Channels.Select(row => row.Model));
        if (json) host.Out.WriteLine(JsonText.Of(DifferenceJson.Of(difference, mode, model)));
        else new DifferenceText(difference, host.Width).Write(host.Out, mode, model);
        return ExitCode.Ok;
    }

    private static void Demand(string option, string? asked, IEnumerable<string> known)
    {
        if (asked is null) return;
        var all = known.Distinct().ToList();
        if (!all.Contains(asked)) throw new UsageException($"{option}: '{asked}' is in neither run; there are {string.Join(", ", all)}");
    }
}
