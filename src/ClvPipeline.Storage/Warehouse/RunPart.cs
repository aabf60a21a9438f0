using System.Globalization;
using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>The partition that holds one table of one attempt at a run: loaded apart in <c>clv_part</c>, seen by readers once it is attached.</summary>
/// <param name="Table">The result table.</param>
/// <param name="RunId">The run.</param>
/// <param name="RunNo">Its number.</param>
/// <param name="Attempt">Which attempt.</param>
internal sealed record RunPart(string Table, string RunId, long RunNo, long Attempt)
{
    /// <summary>Its name, quoted.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"clv_part.{SqlName.Quote($"{Table}_{RunNo}_{Attempt}")}");

    private string Parent => $"clv.{SqlName.Quote(Table)}";

    // Ids of runs hold no quote, but a rule that holds elsewhere need not be trusted here.
    private string RunLiteral => $"'{RunId.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Creates it, copies the rows in, indexes and checks them: all in one transaction, so that nothing is left of one that fails.</summary>
    /// <exception cref="IOException">The database does not hold what was sent.</exception>
    public void Load(NpgsqlConnection connection, ResultTable table, TableLayout layout, RunTotals totals, CancellationToken cancellation)
    {
        TableCheck.Demand(table);
        using var transaction = connection.BeginTransaction();
        // A partition that proves by a constraint whose rows it holds is attached without being read.
        connection.Execute($"create table {Name} (like {Parent}, check (run_id is not null and run_id = {RunLiteral}))");
        Copy(connection, table, cancellation);
        List<string> after = [.. layout.Indexes.Select(index => $"create {(index.Unique ? "unique " : "")}index on {Name} {index.Definition}")];
        // A quarter of the usual sample: readers mostly want all rows of a run, and this is time that they wait for it.
        if (table.Rows > 0) after.Add($"set local default_statistics_target = 25; analyze {Name}");
        if (after.Count > 0) connection.Execute(string.Join("; ", after));
        if (PartCheck.Problem(connection, this, table, layout, totals) is { } problem) throw new IOException($"run {RunId}: {problem}; nothing was published");
        cancellation.ThrowIfCancellationRequested();
        transaction.Commit();
    }

    /// <summary>Shows it to readers of the table, when the transaction that this is a part of commits.</summary>
    public void Attach(NpgsqlConnection connection) => connection.Execute($"alter table {Parent} attach partition {Name} for values in ({RunLiteral})");

    /// <summary>Drops what is there of a run, attached or not, by whichever attempt, in the caller's transaction.</summary>
    public static void DropAll(NpgsqlConnection connection, long runNo)
    {
        foreach (var part in connection.Query<string>("""
            select c.oid::regclass::text from pg_class c
            where c.relnamespace = 'clv_part'::regnamespace and c.relkind = 'r' and substring(c.relname from '_(\d+)_\d+$')::bigint = @runNo order by c.relname
            """, new { runNo }).ToList()) connection.Execute($"drop table {part}");
    }

    private void Copy(NpgsqlConnection connection, ResultTable table, CancellationToken cancellation)
    {
        var columns = string.Join(", ", table.Spec.Columns.Select(column => SqlName.Quote(column.Name)));
        // Frozen, as nobody else can see the table yet: rows are written once, not again when they are first read.
        using var copy = connection.BeginRawBinaryCopy($"copy {Name} ({columns}) from stdin (format binary, freeze)");
        try
        {
            CopyStream.Write(copy, table, cancellation);
        }
        catch (Exception e) when (e is not NpgsqlException)
        {
            copy.Cancel();
            throw;
        }
    }
}
