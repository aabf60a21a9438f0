using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>Installs and upgrades the schema <c>clv</c> of a warehouse, and says what is missing.</summary>
public static class Migrator
{
    private const string History = """
        create schema if not exists clv;
        create table if not exists clv.migration (number int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now(), applied_by text not null default session_user);
        comment on table clv.migration is 'The steps of this schema that were run.';
        comment on column clv.migration.number is 'The step.';
        comment on column clv.migration.name is 'What it is about.';
        comment on column clv.migration.checksum is 'SHA-256 of its statements, in hex.';
        comment on column clv.migration.applied_at is 'When it was run.';
        comment on column clv.migration.applied_by is 'By whom.';
        """;

    /// <summary>Runs the steps that are missing, each in a transaction of its own; one migration at a time.</summary>
    /// <param name="warehouse">Where.</param>
    /// <param name="roles">Whether the roles <c>clv_writer</c>, <c>clv_reader</c> and <c>clv_customer_reader</c> are created too.</param>
    /// <returns>The names of the steps that were run.</returns>
    /// <exception cref="BadInputException">The schema is newer than this program, was changed, or the database cannot hold it.</exception>
    public static IReadOnlyList<string> Apply(Warehouse warehouse, bool roles)
    {
        using var connection = warehouse.OpenAsLogin();
        connection.Execute("select pg_advisory_lock(@Class, @Key)", new { WarehouseLocks.Class, Key = WarehouseLocks.Migration });
        DemandUtf8(warehouse, connection);
        using (var begun = connection.BeginTransaction())
        {
            // Not where it is there already: whoever upgrades later need not be allowed to create schemas.
            if (!HasHistory(connection)) connection.Execute(History);
            begun.Commit();
        }

        List<string> run = [];
        foreach (var migration in Missing(warehouse, connection))
        {
            using var step = connection.BeginTransaction();
            connection.Execute(migration.Sql);
            connection.Execute("insert into clv.migration (number, name, checksum) values (@Number, @Name, @Checksum)", new { migration.Number, migration.Name, migration.Checksum });
            step.Commit();
            run.Add($"{migration.Number:0000} {migration.Name}");
        }

        using var granted = connection.BeginTransaction();
        if (roles) connection.Execute(Migration.Roles);
        if (roles || run.Count > 0) connection.Execute("select clv.grant_roles()");
        granted.Commit();
        return run;
    }

    /// <summary>The names of the steps that a warehouse lacks.</summary>
    /// <exception cref="BadInputException">Its schema is newer than this program, or was changed.</exception>
    public static IReadOnlyList<string> Missing(Warehouse warehouse)
    {
        using var connection = warehouse.Open();
        return [.. (HasHistory(connection) ? Missing(warehouse, connection) : Migration.All).Select(migration => $"{migration.Number:0000} {migration.Name}")];
    }

    /// <summary>Demands that nothing is missing.</summary>
    /// <exception cref="BadInputException">The schema is missing, older or newer; the sentence says what to do.</exception>
    internal static void Demand(Warehouse warehouse, NpgsqlConnection connection)
    {
        if (!HasHistory(connection)) throw new BadInputException($"output.postgres: {warehouse.Name} has no schema clv yet; run clv migrate once");
        if (Missing(warehouse, connection) is [var next, ..])
            throw new BadInputException($"output.postgres: the schema clv of {warehouse.Name} lacks {next.Number:0000} {next.Name} and what follows, up to {Migration.All[^1].Number:0000}; run clv migrate");
    }

    private static List<Migration> Missing(Warehouse warehouse, NpgsqlConnection connection)
    {
        var done = connection.Query<(int Number, string Checksum)>("select number, checksum from clv.migration order by number").ToDictionary(step => step.Number, step => step.Checksum);
        if (done.Count > 0 && done.Keys.Max() > Migration.All.Count)
            throw new BadInputException($"output.postgres: the schema clv of {warehouse.Name} is newer ({done.Keys.Max():0000}) than this clv knows ({Migration.All.Count:0000}); use the newer clv");
        if (Migration.All.FirstOrDefault(migration => done.TryGetValue(migration.Number, out var checksum) && checksum != migration.Checksum) is { } changed)
            throw new BadInputException($"output.postgres: step {changed.Number:0000} {changed.Name} of the schema clv of {warehouse.Name} is not the one that this clv has; it was made by another build");
        return [.. Migration.All.Where(migration => !done.ContainsKey(migration.Number))];
    }

    private static bool HasHistory(NpgsqlConnection connection) => connection.ExecuteScalar<bool>("select to_regclass('clv.migration') is not null");

    private static void DemandUtf8(Warehouse warehouse, NpgsqlConnection connection)
    {
        var encoding = connection.ExecuteScalar<string>("select current_setting('server_encoding')");
        if (encoding != "UTF8") throw new BadInputException($"output.postgres: the database of {warehouse.Name} has the encoding {encoding}, which cannot hold every name; expected UTF8");
    }
}
