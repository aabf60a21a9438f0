using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>The pointer of a warehouse, the one row of <c>clv.publication</c>: which run its readers see.</summary>
public static class WarehousePublication
{
    private const string Columns = "run_id, as_of, pipeline, published_at, orders";

    /// <summary>What readers see, or null if nothing is published.</summary>
    public static Publication? Current(Warehouse warehouse)
    {
        using var connection = warehouse.Open();
        Migrator.Demand(warehouse, connection);
        return Current(connection);
    }

    /// <summary>Shows a run that is kept, whatever is shown now; a pin is lifted. What is shown already stays as it is.</summary>
    /// <exception cref="BadInputException">There is no such run, or not with results.</exception>
    public static Publication Publish(Warehouse warehouse, string runId)
    {
        RunIds.Check(runId);
        return InTurn(warehouse, connection =>
        {
            var run = WarehouseRegister.Find(warehouse, connection, runId);
            if (run.Status != "succeeded") throw new BadInputException($"run {runId}: {run.Status}; only a run that has succeeded can be published");
            if (!run.HasResults) throw new BadInputException($"run {runId}: its results are no longer kept in {warehouse.Name}; run it again");
            if (Current(connection) is { PinnedThrough: null } shown && shown.RunId == runId) return shown;
            var next = connection.QuerySingle<Row>("update clv.run set published_at = now() where run_id = @runId returning run_id as RunId, as_of::text as AsOf, pipeline, published_at as PublishedAt, orders, null as PinnedThrough", new { runId }).Publication;
            Write(connection, next);
            return next;
        });
    }

    /// <summary>Shows a run that was complete, but whose process died before readers were shown it.</summary>
    /// <returns>Whether it was one.</returns>
    public static bool ShowLate(Warehouse warehouse, string runId)
    {
        using var connection = warehouse.Open();
        return RunShowing.Late(connection, runId);
    }

    /// <summary>Shows the run that was shown before this one and is still kept, and pins it: no run up to the as-of date that is left moves the pointer by itself.</summary>
    /// <exception cref="BadInputException">There is nothing to go back to.</exception>
    public static Publication Rollback(Warehouse warehouse) => InTurn(warehouse, connection =>
    {
        var shown = Current(connection) ?? throw new BadInputException($"{warehouse.Name}: nothing is published, so there is nothing to go back from");
        var before = connection.QueryFirstOrDefault<Row>($"""
            select b.position, {string.Join(", ", Columns.Split(", ").Select(name => $"b.{name}"))} from clv.publication_before b join clv.run r on r.run_id = b.run_id and r.has_results
            where b.run_id <> @RunId order by b.position desc limit 1
            """.Replace("b.run_id, b.as_of, b.pipeline, b.published_at", "b.run_id as RunId, b.as_of::text as AsOf, b.pipeline, b.published_at as PublishedAt", StringComparison.Ordinal), shown)
            ?? throw new BadInputException($"{warehouse.Name}: no run that was shown before {shown.RunId} is kept, so there is nothing to go back to");
        connection.Execute("delete from clv.publication_before where position >= @Position", before);
        // What was taken back is no longer the run of its night either.
        connection.Execute("update clv.run set may_publish = false, published_at = null where run_id = @RunId", shown);
        var pinned = shown.PinnedThrough is { } pin && pin > shown.AsOf ? pin : shown.AsOf;
        var next = before.Publication with { PinnedThrough = pinned };
        connection.Execute("update clv.publication set run_id = @RunId, as_of = @AsOf, pipeline = @Pipeline, published_at = now(), orders = @Orders, pinned_through = @PinnedThrough", next);
        return next;
    });

    /// <summary>Whether the pointer may move to a run by itself.</summary>
    internal static bool Allows(NpgsqlConnection connection, Publication next) => Current(connection) is not { } shown || (next.AsOf >= shown.AsOf && !(next.AsOf <= shown.PinnedThrough));

    /// <summary>Moves the pointer, in the caller's transaction and turn.</summary>
    internal static void Write(NpgsqlConnection connection, Publication next)
    {
        connection.Execute($"insert into clv.publication_before ({Columns}) select {Columns} from clv.publication where run_id <> @RunId", next);
        connection.Execute("""
            insert into clv.publication (run_id, as_of, pipeline, published_at, orders) values (@RunId, @AsOf, @Pipeline, now(), @Orders)
            on conflict (single) do update set (run_id, as_of, pipeline, published_at, orders, pinned_through) = (excluded.run_id, excluded.as_of, excluded.pipeline, now(), excluded.orders, null)
            """, next);
    }

    internal static Publication? Current(NpgsqlConnection connection) => connection.QueryFirstOrDefault<Row>(
        "select run_id as RunId, as_of::text as AsOf, pipeline, published_at as PublishedAt, orders, pinned_through::text as PinnedThrough from clv.publication")?.Publication;

    private static Publication InTurn(Warehouse warehouse, Func<NpgsqlConnection, Publication> move)
    {
        using var connection = warehouse.Open();
        Migrator.Demand(warehouse, connection);
        using var transaction = connection.BeginTransaction();
        connection.Execute("set local lock_timeout = '30s'");
        connection.Execute("select pg_advisory_xact_lock(@Class, @Publication)", new { WarehouseLocks.Class, WarehouseLocks.Publication });
        var moved = move(connection);
        transaction.Commit();
        return moved;
    }

    // As the driver hands it over: dates as text, so that no version of it makes something else of them.
    private sealed record Row
    {
        public long Position { get; init; }
        public string RunId { get; init; } = "";
        public string AsOf { get; init; } = "";
        public string Pipeline { get; init; } = "";
        public DateTime PublishedAt { get; init; }
        public long Orders { get; init; }
        public string? PinnedThrough { get; init; }

        public Publication Publication => new(RunId, Day(AsOf), Pipeline, new DateTimeOffset(PublishedAt, TimeSpan.Zero), Orders) { PinnedThrough = PinnedThrough is null ? null : Day(PinnedThrough) };

        private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }
}
