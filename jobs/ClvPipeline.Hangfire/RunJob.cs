using Hangfire;
using Hangfire.Server;
using Hangfire.States;
using Hangfire.Storage;

namespace ClvPipeline.Hangfire;

/// <summary>
/// The jobs that Hangfire stores. What is stored outlives versions of the program, so neither this type nor its methods nor their arguments are ever renamed; arguments are primitives,
/// and everything else is read from the register.
/// </summary>
[RunStates]
public sealed class RunJob(IRunHost host)
{
    /// <summary>The queue of runs: only servers of ours look into it.</summary>
    public const string QueueName = "clv";

    /// <summary>The queue of the clock: a night is asked for while runs are computed.</summary>
    public const string ClockQueueName = "clv_clock";

    /// <summary>Runs a run of the register. Pipeline and as-of date are there for the job's name.</summary>
    [JobDisplayName("{1}, as of {2}")]
    [Queue(QueueName)]
    [AutomaticRetry(Attempts = 2, DelaysInSeconds = [10, 40], ExceptOn = [typeof(BadInputException)])]
    public async Task<string> ExecuteAsync(string runId, string pipeline, string asOf, PerformContext? context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.GetJobParameter<bool>(RunStatesAttribute.Requeued))
        {
            context.SetJobParameter(RunStatesAttribute.Requeued, false);
            var asked = host.Again(runId);
            return $"run {asked.RunId} {(asked.New ? "was asked for" : $"is {asked.Status} already")}: run {runId} once more";
        }

        using var stop = new CancellationTokenSource();
        // A job that was deleted is a run that was cancelled; a server that stops gives its run back.
        await using var stopping = cancellation.Register(() =>
        {
            try
            {
                if (IsDeleted(context)) host.Queue.Cancel(runId, "Hangfire");
            }
            finally
            {
                stop.Cancel();
            }
        }).ConfigureAwait(false);
        var delivered = await host.ExecuteAsync(runId, stop.Token).ConfigureAwait(false);
        if (delivered.Kind == "HandedBack") cancellation.ThrowIfCancellationRequested();
        context.SetJobParameter(RunStatesAttribute.CameTo, delivered.Kind);
        return delivered.Message;
    }

    /// <summary>It is time for a schedule.</summary>
    [JobDisplayName("{0}: it is time")]
    [Queue(ClockQueueName)]
    [AutomaticRetry(Attempts = 2, DelaysInSeconds = [10, 40], ExceptOn = [typeof(BadInputException)])]
    public Task FireAsync(string schedule, CancellationToken cancellation) => host.FireAsync(schedule, cancellation);

    private static bool IsDeleted(PerformContext context)
    {
        using var connection = context.Storage.GetConnection();
        return connection.GetStateData(context.BackgroundJob.Id)?.Name == DeletedState.StateName;
    }
}

/// <summary>Makes the jobs.</summary>
internal sealed class RunJobActivator(IRunHost host) : JobActivator
{
    public override object ActivateJob(Type jobType) => jobType == typeof(RunJob) ? new RunJob(host) : throw new InvalidOperationException($"{jobType} is no job of clv");
}
