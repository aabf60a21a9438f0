using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>
/// A run under way in a warehouse: its row in the register is <c>running</c>, and a session of its own holds its lock, which is free as soon as the process is gone.
/// Taking a run up raises its <c>attempt</c>; who publishes must still have the latest.
/// </summary>
public sealed class WarehouseRun : IDisposable
{
    private readonly RunHold _hold;
    private bool _over;

    internal WarehouseRun(Warehouse warehouse, RunClaim claim, long runNo, long attempt, NpgsqlConnection session)
    {
        (Warehouse, Claim, RunNo, Attempt) = (warehouse, claim, runNo, attempt);
        _hold = new RunHold(warehouse, runNo, attempt, session);
    }

    /// <summary>Where.</summary>
    public Warehouse Warehouse { get; }

    /// <summary>What was asked for.</summary>
    public RunClaim Claim { get; }

    /// <summary>How many times it was tried, this time included.</summary>
    public long Attempt { get; }

    /// <summary>Ends the work: somebody has cancelled the run, or others have it now.</summary>
    public CancellationToken Stop => _hold.Stop;

    /// <summary>Who cancelled it, blank where that is not known; null where nobody did.</summary>
    public string? CancelledBy => _hold.CancelledBy;

    /// <summary>Whether others have it now.</summary>
    public bool IsLost => _hold.IsLost;

    /// <summary>Whether a worker took it from the queue: it goes back there, or is found there, if this ends without a word.</summary>
    public bool OfQueue { get; init; }

    internal long RunNo { get; }

    /// <summary>Takes a run up, after clearing away what dead ones have left.</summary>
    /// <exception cref="RunTakenException">It has succeeded, or it or an equal request is in hand.</exception>
    /// <exception cref="BadInputException">The schema is missing, older or newer.</exception>
    public static WarehouseRun Begin(Warehouse warehouse, RunClaim claim)
    {
        RunIds.Check(claim.RunId);
        var session = warehouse.Open();
        try
        {
            Migrator.Demand(warehouse, session);
            RunSweep.Of(session);
            var (runNo, attempt) = RunRow.Take(session, claim);
            RunShowing.Late(session);
            return new WarehouseRun(warehouse, claim, runNo, attempt, session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Tells the register how far the run is; it is written at most once a second.</summary>
    public void Report(RunProgress progress) => _hold.Report(progress);

    /// <summary>Loads the tables, has the database check them, and shows them: all of it, or nothing. Goes on trying for a while if the server is away.</summary>
    /// <param name="tables">The result tables without <c>run</c>.</param>
    /// <param name="row">The table <c>run</c>.</param>
    /// <param name="totals">What the tables add up to.</param>
    /// <param name="shown">What the pointer is to name; null where it stays, or where the run has failed.</param>
    /// <param name="progress">Told how many rows are in.</param>
    /// <param name="cancellation">Ends it before the pointer moves.</param>
    /// <returns>Whether readers see the run now.</returns>
    /// <exception cref="RunFencedException">Somebody else has taken the run up meanwhile.</exception>
    public bool Publish(IReadOnlyList<ResultTable> tables, ResultTable row, RunTotals totals, Publication? shown, IProgressSink progress, CancellationToken cancellation)
    {
        var moved = new RunDelivery(this, tables, row, totals, shown, progress).Deliver(cancellation);
        _over = true;
        return moved;
    }

    /// <summary>Writes down that the run has ended without results.</summary>
    public void End(string status, string error)
    {
        _over = true;
        try
        {
            using var connection = Warehouse.Open();
            RunRow.End(connection, RunNo, Attempt, status, error);
        }
        catch (NpgsqlException)
        {
            // What made the run fail must not be hidden by this; the next run finds the lock free and writes it down.
        }
    }

    /// <summary>Lets go of it before what became of it is written down: who takes it up then finds it free.</summary>
    internal void Release() => _hold.Dispose();

    /// <summary>Somebody has cancelled it.</summary>
    internal OperationCanceledException Cancelled(string by)
    {
        _hold.Cancel(by);
        return new OperationCanceledException(Stop);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_over && !OfQueue) End("failed", "ended without saying why");
        _hold.Dispose();
    }
}
