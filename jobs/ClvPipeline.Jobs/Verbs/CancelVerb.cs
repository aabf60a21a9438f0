using System.Text.Json.Nodes;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary><c>clv cancel</c>: stops a run that waits or is under way.</summary>
internal static class CancelVerb
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10), Look = TimeSpan.FromSeconds(0.25);

    public static Verb Create(CliHost host)
    {
        var source = new OutputOptions();
        var run = OutputOptions.Run("The run's id.");
        var json = VerbOption.Flag("--json", "Prints one JSON object instead.");
        return new Verb("cancel", "Stops a run that waits or is under way; nothing of it becomes visible.",
            ["clv cancel 2026-06-30-20260701T013000Z-4f2a # in the outputs that clv.json names", "clv cancel 2026-06-30-20260701T013000Z-4f2a --out out # in a folder"],
            [source.Config, source.Folder, json],
            parsed => Cancel(source.Of(parsed, host).Queue(host.Clock), parsed.GetValue(run)!, parsed.GetValue(json), host), run);
    }

    private static int Cancel(IRunQueue queue, string runId, bool json, CliHost host)
    {
        var before = queue.Find(runId).Status;
        var status = queue.Cancel(runId, host.Variable("USER") ?? host.Variable("USERNAME"));
        for (var left = Wait; status == "running" && left > TimeSpan.Zero && !host.Cancellation.WaitHandle.WaitOne(Look); left -= Look) status = queue.Find(runId).Status ?? status;
        var (code, message) = status switch
        {
            "cancelled" when before == "cancelled" => (ExitCode.Nothing, $"Run {runId} has been cancelled before; nothing was done."),
            "cancelled" => (ExitCode.Ok, $"Run {runId} is cancelled."),
            "running" or "queued" => (ExitCode.Ok, $"Run {runId} was asked to stop; its worker has not answered yet. Nothing of it will become visible."),
            _ => (ExitCode.Nothing, $"Run {runId} has {status} already; nothing was done."),
        };
        if (json) host.Out.WriteLine(JsonText.Of(new JsonObject { ["run_id"] = runId, ["status"] = status, ["exit_code"] = code }));
        else host.Out.WriteLine(message);
        return code;
    }
}
