using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;

namespace ClvPipeline.Hangfire;

/// <summary>What the states of our jobs mean: one that is requeued after it has ended is to be run again, one whose run was cancelled is deleted, and what has ended is kept for 90 days.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RunStatesAttribute : JobFilterAttribute, IElectStateFilter, IApplyStateFilter
{
    /// <summary>The parameter of a job that somebody has requeued after its end.</summary>
    internal const string Requeued = "clv-requeued";

    /// <summary>The parameter that says what came of a delivery.</summary>
    internal const string CameTo = "clv-came-to";

    /// <summary>Why we enqueue: anybody else is somebody.</summary>
    internal const string Ours = "The register says that it is its turn";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <inheritdoc />
    public void OnStateElection(ElectStateContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.BackgroundJob.Job.Method.Name != nameof(RunJob.ExecuteAsync)) return;
        if (context.CandidateState is EnqueuedState && context.CandidateState.Reason != Ours && context.CurrentState is "Succeeded" or "Failed" or "Deleted") context.SetJobParameter(Requeued, true);
        if (context.CandidateState is SucceededState && context.GetJobParameter<string>(CameTo) == "Cancelled") context.CandidateState = new DeletedState { Reason = "The run was cancelled" };
    }

    /// <inheritdoc />
    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.JobExpirationTimeout = Kept;
    }

    /// <inheritdoc />
    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
    }
}
