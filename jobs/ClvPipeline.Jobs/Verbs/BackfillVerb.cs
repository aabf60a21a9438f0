using System.Globalization;
using System.Text.Json.Nodes;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary><c>clv backfill</c>: the runs of days gone by, one after another.</summary>
internal static class BackfillVerb
{
    public static Verb Create(CliHost host)
    {
        var source = new SettingsOptions();
        var from = VerbOption.Date("--from", "The first as-of date.");
        var to = VerbOption.Date("--to", "The last as-of date.");
        (from.Required, to.Required) = (true, true);
        var every = VerbOption.Choice("--every", "step", BackfillDates.Steps, "How far apart the dates are: day, week or month. Default: day.");
        var trust = VerbOption.Flag("--trust-queries", "Takes a Postgres source for unchanged where the same query is asked. Without it such dates run again: nothing tells whether its rows are the same.");
        var folder = VerbOption.Text("--out", "folder", "Where results go. Default: output.folder in the settings, else out.");
        var threads = VerbOption.Whole("--threads", "n", 1, 1024, "How many threads to use; never changes a number. Default: one per processor.");
        var json = VerbOption.Flag("--json", "Prints one JSON object instead of lines.");
        return new Verb("backfill", "Runs one as-of date after another; skips those that ran with the same settings and inputs. Stopped, it goes on where it was.",
            ["clv backfill --from 2026-01-31 --to 2026-06-30 --every month # month ends", "clv backfill --from 2026-06-01 --to 2026-06-30 # every day of June"],
            [source.Config, from, to, every, trust, folder, source.Sets, threads, json],
            parsed =>
            {
                var (first, last) = (parsed.GetValue(from)!.Value, parsed.GetValue(to)!.Value);
                if (last < first) throw new UsageException($"--to: {Publishing.Date(last)} is before --from, {Publishing.Date(first)}");
                var order = new RunOrder
                {
                    Settings = source.Load(parsed, host), OutFolder = parsed.GetValue(folder), Threads = (int?)parsed.GetValue(threads), Trigger = "backfill", RequestedBy = host.Variable("USER") ?? host.Variable("USERNAME"),
                };
                return Run([.. BackfillDates.Of(first, last, parsed.GetValue(every) ?? "day")], order, parsed.GetValue(trust), parsed.GetValue(json), host);
            });
    }

    private static int Run(DateOnly[] dates, RunOrder order, bool trustQueries, bool json, CliHost host)
    {
        var done = new JsonArray();
        var code = ExitCode.Ok;
        foreach (var date in dates)
        {
            var (runId, said, ended) = One(order with { AsOf = date }, trustQueries, host);
            done.Add(new JsonObject { ["as_of"] = Publishing.Date(date), ["run_id"] = runId, ["message"] = said, ["exit_code"] = ended });
            if (!json) host.Out.WriteLine($"{Publishing.Date(date)}  {runId ?? "-"}  {said}");
            // A day without orders is no reason to stop; one that a check refused is something to look at first.
            if (ended is ExitCode.Ok or ExitCode.Nothing) continue;
            code = ended;
            break;
        }

        if (json) host.Out.WriteLine(JsonText.Of(new JsonObject { ["runs"] = done, ["exit_code"] = code }));
        else host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done.Count} of {dates.Length} as-of dates are done."));
        return code;
    }

    private static (string? RunId, string Said, int Code) One(RunOrder order, bool trustQueries, CliHost host)
    {
        if (There(order, trustQueries, host) is { } there) return (there, "skipped: it ran with the same settings and inputs", ExitCode.Ok);
        try
        {
            var outcome = Watched.Do(host, progress => new RunJob(host.Clock, host.WorkingDirectory).Run(order, progress, host.Cancellation));
            RunVerb.Retire(outcome, host);
            return (outcome.Record.RunId, outcome.ExitCode == ExitCode.Refused ? outcome.Record.Error! : outcome.Publishing.Because, outcome.ExitCode);
        }
        catch (RunTakenException e)
        {
            return (e.RunId, $"{e.Message}; nothing was done", ExitCode.Nothing);
        }
    }

    /// <summary>The run of that day with the same settings and inputs whose results are there, or null.</summary>
    private static string? There(RunOrder order, bool trustQueries, CliHost host)
    {
        // A table may have changed whatever it is asked; only files tell by size, time and checksum.
        if (!trustQueries && order.Settings.Sources.Values.Any(source => source.Postgres is not null)) return null;
        var outputs = RunOutputs.Of(order.Settings, order.OutFolder, host.WorkingDirectory);
        using var inputs = RunInputs.Open(order.Settings, host.Cancellation);
        var now = RunInputs.Comparable(JsonNode.Parse(RunInputs.Json(inputs)));
        return outputs.Queue(host.Clock).List(new RunQuery { Statuses = [RunRecord.Succeeded], AsOf = order.AsOf }).FirstOrDefault(run =>
            run.Text("parameters_hash") == order.Settings.ParametersHash && run.Run["has_results"]?.GetValue<bool>() != false && JsonNode.DeepEquals(RunInputs.Comparable(run.Run["inputs"]?.DeepClone()), now))?.RunId;
    }
}
