using ClvPipeline.Storage;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;

namespace ClvPipeline.Hangfire;

/// <summary>
/// Holds Hangfire's jobs against the register, whose word counts: a run that is due gets a job, or its job another go; a run that was cancelled loses its job, and one whose job was
/// deleted is cancelled. A run has one job, however often it is delivered.
/// </summary>
internal sealed class RunBridge(JobStorage storage, IRunHost host, TimeProvider clock)
{
    private const string Pairs = "clv:open", Turn = "clv:bridge";
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(2), Dead = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, long> _odd = [];

    /// <summary>Looks until it is told to stop: whenever there is news, and every few seconds in case that there was some.</summary>
    /// <param name="away">Told of what went wrong; the next look tries again.</param>
    /// <param name="stop">Ends it.</param>
    public void Watch(Action<Exception> away, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var known = host.Queue.News;
                host.Queue.Recover();
                Look();
                host.Queue.WaitForNews(known, TimeSpan.FromSeconds(3), stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
            }
            catch (DistributedLockTimeoutException)
            {
                // Others are at it.
            }
#pragma warning disable CA1031 // Whatever it is that is away comes back.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (stop.IsCancellationRequested) return;
                away(e);
                stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(2));
            }
        }
    }

    /// <summary>Looks once.</summary>
    public void Look()
    {
        using var connection = storage.GetConnection();
        using var turn = connection.AcquireDistributedLock(Turn, LongestTurn);
        var jobs = connection.GetAllItemsFromSet(Pairs).Select(pair => pair.Split(' ')).GroupBy(pair => pair[0]).ToDictionary(pairs => pairs.Key, pairs => pairs.First()[1]);
        var open = host.Queue.List(new RunQuery { Statuses = ["queued", "running"] });
        var client = new BackgroundJobClient(storage);
        var due = Due(open).ToList();
        foreach (var run in due)
            if (!jobs.TryGetValue(run.RunId, out var job) || connection.GetJobData(job) is null) Create(connection, client, run);
        foreach (var (runId, job) in jobs) Settle(connection, client, runId, job, open.FirstOrDefault(run => run.RunId == runId), due.Exists(run => run.RunId == runId));
    }

    // Runs that may publish follow one another within their pipeline; others go beside them.
    private static IEnumerable<RunEntry> Due(IReadOnlyList<RunEntry> open) => open.Where(run => run.Status == "queued" && (!MayPublish(run) || open.All(other => other.RunId == run.RunId || !MayPublish(other) || other.Pipeline != run.Pipeline
        || (other.Status == "queued" && (other.AsOf, other.RequestedAt, other.RunId).CompareTo((run.AsOf, run.RequestedAt, run.RunId)) > 0))));

    private static bool MayPublish(RunEntry run) => run.Run["may_publish"] is not System.Text.Json.Nodes.JsonValue value || !value.TryGetValue<bool>(out var may) || may;

    private static void Create(IStorageConnection connection, BackgroundJobClient client, RunEntry run)
    {
        var (pipeline, asOf) = (run.Pipeline ?? "", run.AsOf?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "");
        var id = client.Create(Job.FromExpression<RunJob>(job => job.ExecuteAsync(run.RunId, pipeline, asOf, null, CancellationToken.None), RunJob.QueueName), Turned());
        using var transaction = connection.CreateWriteTransaction();
        transaction.AddToSet(Pairs, $"{run.RunId} {id}");
        transaction.Commit();
    }

    private void Settle(IStorageConnection connection, BackgroundJobClient client, string runId, string job, RunEntry? open, bool due)
    {
        var state = connection.GetStateData(job)?.Name;
        if (open is null)
        {
            Close(connection, client, runId, job, state);
            return;
        }

        if (state == DeletedState.StateName) host.Queue.Cancel(runId, "Hangfire");
        // A run that waits while its job is at work, or is over, and that goes on: its server died, or it was not its turn.
        else if (due && (state is "Succeeded" or "Failed" || (state == ProcessingState.StateName && IsStale(runId)))) client.ChangeState(job, Turned(), state);
        if (open.Status != "queued" || state != ProcessingState.StateName) _odd.Remove(runId);
    }

    private void Close(IStorageConnection connection, BackgroundJobClient client, string runId, string job, string? state)
    {
        _odd.Remove(runId);
        if (state == ProcessingState.StateName) return; // about to end by itself
        var status = Status(runId);
        if (status == "cancelled" && state is "Enqueued" or "Scheduled" or "Failed") client.ChangeState(job, new DeletedState { Reason = "The run was cancelled" }, state);
        else if (status == "succeeded" && state is "Scheduled" or "Failed") client.ChangeState(job, new SucceededState($"run {runId} has succeeded, says the register", 0, 0), state);
        using var transaction = connection.CreateWriteTransaction();
        transaction.RemoveFromSet(Pairs, $"{runId} {job}");
        transaction.Commit();
    }

    private string? Status(string runId)
    {
        try
        {
            return host.Queue.Find(runId).Status;
        }
        catch (BadInputException)
        {
            return null;
        }
    }

    private bool IsStale(string runId) => clock.GetElapsedTime(_odd.TryGetValue(runId, out var since) ? since : _odd[runId] = clock.GetTimestamp()) > Dead;

    private static EnqueuedState Turned() => new(RunJob.QueueName) { Reason = RunStatesAttribute.Ours };
}
