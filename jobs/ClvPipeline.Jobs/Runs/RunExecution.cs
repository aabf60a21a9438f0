using ClvPipeline.Storage;
using Npgsql;

namespace ClvPipeline.Jobs;

/// <summary>One delivery of a run of the queue: runs it and says in the register what came of it, whatever that is.</summary>
internal sealed class RunExecution(RunJob job, RunPlace place, IHeldRun held)
{
    /// <summary>How many bad moments a run may meet with.</summary>
    private const int MostTries = 3;

    private readonly string _runId = held.Run.RunId;

    /// <summary>Does it, and tells whoever looks on.</summary>
    /// <exception cref="BadInputException">The inputs cannot be what the parameters say; written down, and not to be tried again.</exception>
    /// <exception cref="UsageException">The parameters are none of this version; written down, and not to be tried again.</exception>
    public RunEnd Do(CancellationToken cancellation)
    {
        place.Observer?.Began(held.Run);
        var end = Run(cancellation);
        place.Observer?.Ended(held.Run, end);
        return end;
    }

    private RunEnd Run(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, held.Stop);
        try
        {
            return Compute(stop.Token);
        }
        catch (Exception e) when (held.IsLost || e is RunFencedException)
        {
            return new RunEnd(RunEndKind.TakenOver, _runId, $"run {_runId}: this worker was out of touch, and others have taken the run up; what it did here does not count");
        }
        catch (OperationCanceledException) when (held.CancelledBy is not null)
        {
            var said = $"cancelled{(held.CancelledBy.Length == 0 ? "" : $" by {held.CancelledBy}")}";
            held.End("cancelled", said);
            return new RunEnd(RunEndKind.Cancelled, _runId, $"run {_runId} was {said}");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            held.HandBack();
            return new RunEnd(RunEndKind.HandedBack, _runId, $"run {_runId} was handed back");
        }
        catch (Exception e) when (IsPassing(e) && held.Run.Faults + 1 < MostTries)
        {
            held.HandBack(Sentence(e), TimeSpan.FromSeconds(10 * Math.Pow(4, held.Run.Faults)));
            place.Observer?.Failed(held.Run, e, again: true);
            throw;
        }
        catch (Exception e)
        {
            held.End(RunRecord.Failed, Sentence(e));
            place.Observer?.Failed(held.Run, e, again: false);
            throw;
        }
    }

    /// <summary>Whether the same may go well a little later.</summary>
    internal static bool IsPassing(Exception e) => Warehouse.IsPassing(e) || e is IOException;

    private RunEnd Compute(CancellationToken cancellation)
    {
        var wish = held.Run.Wish;
        var order = new RunOrder
        {
            Settings = place.Settings.With(wish.Parameters, []) with { Pipeline = wish.Pipeline }, AsOf = wish.AsOf, OutFolder = place.OutFolder, RunId = _runId, Threads = place.Threads,
            Trigger = wish.Trigger, RequestedBy = wish.RequestedBy, Note = wish.Note, Held = held,
        };
        RunOutcome outcome;
        try
        {
            outcome = job.Run(order with { Pace = RunPace.Of(place.Queue, wish.Pipeline) }, place.Progress?.Invoke(held.Run) ?? NoProgress.Instance, cancellation);
        }
        catch (RunTakenException e) when (e.State == RunState.Finished)
        {
            // Its folder is complete: whoever computed it died before readers, or the register, were told.
            var published = Interrupted.Finish(RunOutputs.Of(order.Settings, order.OutFolder, job.WorkingDirectory), held, cancellation);
            return new RunEnd(RunEndKind.Finished, _runId, $"run {_runId} was complete already{(published ? "; readers see it now" : "")}");
        }

        if (outcome.ExitCode == ExitCode.Nothing) held.End(RunRecord.Failed, outcome.Publishing.Because);
        else if (held.Stored is null) held.End(outcome.Record.Status, outcome.Record.Error);
        Retire(outcome);
        return new RunEnd(RunEndKind.Finished, _runId, outcome.ExitCode == ExitCode.Refused ? outcome.Record.Error! : outcome.Publishing.Because, outcome);
    }

    // The run is done, whatever becomes of this: the next one tries again.
    private static void Retire(RunOutcome outcome)
    {
        if (outcome.Warehouse is null || outcome.ExitCode != ExitCode.Ok) return;
        try
        {
            Retention.Apply(outcome.Settings.Warehouse()!, outcome.Settings.KeepRuns);
        }
        catch (NpgsqlException)
        {
        }
    }

    /// <summary>What to say of a fault.</summary>
    internal static string Sentence(Exception e) => e switch
    {
        PostgresException said => $"Postgres: {said.MessageText} ({said.SqlState})",
        NpgsqlException => $"Postgres: {e.Message}",
        BadInputException or UsageException or IOException => e.Message,
        _ => $"internal error: {e.GetType().Name}: {e.Message}",
    };
}
