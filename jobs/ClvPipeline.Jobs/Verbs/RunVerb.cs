using System.Text.Json.Nodes;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary><c>clv run</c>: one run, from settings to published tables.</summary>
internal static class RunVerb
{
    public static Verb Create(CliHost host)
    {
        var source = new SettingsOptions();
        var asOf = VerbOption.Date("--as-of", "The last local day whose events count. Default: asOf in the settings, else yesterday in the run's time zone.");
        var folder = VerbOption.Text("--out", "folder", "Where results go. Default: output.folder in the settings, else out.");
        var runId = VerbOption.Text("--run-id", "id", "The run's id. Default: the as-of date, the second of the request and four random digits. A finished run is not run again.");
        var dryRun = VerbOption.Flag("--dry-run", "Does everything but writing.");
        var publish = VerbOption.Flag("--publish", "Shows the run to readers although --set changed its settings.");
        var threads = VerbOption.Whole("--threads", "n", 1, 1024, "How many threads to use; never changes a number. Default: one per processor.");
        var json = VerbOption.Flag("--json", "Prints one JSON object instead of tables.");
        return new Verb("run", "Computes customer values, spreads them over channels, checks and publishes them.",
            ["clv run # with clv.json of this folder, up to yesterday", "clv run --config shop/clv.json --as-of 2026-06-30 --set attribution.models.time_decay.halfLifeDays=14 # what if? Kept beside the published run"],
            [source.Config, asOf, folder, runId, source.Sets, dryRun, publish, threads, json],
            parsed => Run(new RunOrder
            {
                Settings = source.Load(parsed, host),
                AsOf = parsed.GetValue(asOf),
                OutFolder = parsed.GetValue(folder),
                RunId = parsed.GetValue(runId),
                DryRun = parsed.GetValue(dryRun),
                Publish = parsed.GetValue(publish),
                Threads = (int?)parsed.GetValue(threads),
                RequestedBy = host.Variable("USER") ?? host.Variable("USERNAME"),
            }, parsed.GetValue(json), host));
    }

    /// <summary>Runs what was ordered and prints what came of it.</summary>
    internal static int Run(RunOrder order, bool json, CliHost host, Func<RunResults, RunResults>? tamper = null)
    {
        var job = new RunJob(host.Clock, host.WorkingDirectory) { Tamper = tamper };
        RunOutcome outcome;
        try
        {
            outcome = Watched.Do(host, progress => job.Run(order, progress, host.Cancellation));
        }
        catch (RunTakenException e) when (e.State == RunState.Finished && ShowsLate(order, e.RunId, host))
        {
            return ShownLate(e.RunId, json, host);
        }

        Retire(outcome, host);

        if (json) host.Out.WriteLine(JsonText.Of(RunJson.Of(outcome)));
        else RunSummary.Write(outcome, host);
        return outcome.ExitCode;
    }

    private static bool ShowsLate(RunOrder order, string runId, CliHost host) =>
        Watched.Do(host, progress => Interrupted.Publish(RunOutputs.Of(order.Settings, order.OutFolder, host.WorkingDirectory), runId, progress, host.Cancellation));

    /// <summary>Drops what is not to be kept any longer. The run is done, whatever becomes of this.</summary>
    internal static void Retire(RunOutcome outcome, CliHost host)
    {
        if (outcome.Warehouse is not null && outcome.ExitCode == ExitCode.Ok) RetireFrom(outcome, host);
    }

    // Apart, so that a run on files does not load the driver.
    private static void RetireFrom(RunOutcome outcome, CliHost host)
    {
        try
        {
            if (Retention.Apply(outcome.Settings.Warehouse()!, outcome.Settings.KeepRuns) is { Count: > 0 } dropped) host.Error.WriteLine($"results no longer kept in {outcome.Warehouse}: {string.Join(", ", dropped)}");
        }
        catch (Npgsql.NpgsqlException e)
        {
            host.Error.WriteLine($"{outcome.Warehouse}: old results were not dropped ({e.Message}); the next run tries again");
        }
    }

    private static int ShownLate(string runId, bool json, CliHost host)
    {
        var message = $"Run {runId} was complete, but readers were not shown it. Published: they see it now.";
        if (json) host.Out.WriteLine(JsonText.Of(new JsonObject { ["run_id"] = runId, ["status"] = RunRecord.Succeeded, ["exit_code"] = ExitCode.Ok, ["published"] = true, ["message"] = message }));
        else host.Out.WriteLine(message);
        return ExitCode.Ok;
    }
}
