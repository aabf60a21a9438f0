using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Postgres;
using Npgsql;
using Xunit;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>The schema says what the result tables say, column by column, and is installed once, whole, and never over a newer one.</summary>
public sealed class SchemaTests
{
    private static readonly IReadOnlyList<TableSpec> Facts = [.. Tables.All, .. Tables.Optional, RunCheckTable.Spec];

    [PostgresFact]
    public void Every_result_table_is_there_with_its_columns_types_and_comments()
    {
        using var shop = new WarehouseShop();
        foreach (var spec in Facts)
        {
            Assert.True(Sql.Columns(shop.Database, spec.Name) is { Count: > 0 }, $"a migration has to create it:\n{Sql.Of(spec)}");
            Assert.Equal(Sql.Expected(spec, nulls: true), Sql.Columns(shop.Database, spec.Name));
            Assert.Equal(Sql.Expected(spec, nulls: false), Sql.Columns(shop.Database, $"current_{spec.Name}", nulls: false));
            Assert.Equal(spec.Description, Sql.Comment(shop.Database, spec.Name));
            Assert.Equal($"The published run: {spec.Description}", Sql.Comment(shop.Database, $"current_{spec.Name}"));
        }

        var run = Sql.Columns(shop.Database, "run", nulls: false);
        Assert.Empty(Sql.Expected(RunTable.Spec, nulls: false).Except(run));
        Assert.Equal(RunTable.Spec.Description, Sql.Comment(shop.Database, "run"));
    }

    [PostgresFact]
    public void Every_table_view_and_column_has_a_comment_and_every_table_of_results_is_known()
    {
        using var shop = new WarehouseShop();
        Assert.Null(shop.Database.Scalar("select c.relname from pg_class c where c.relnamespace = 'clv'::regnamespace and c.relkind in ('r', 'p', 'v') and coalesce(obj_description(c.oid, 'pg_class'), '') = '' limit 1"));
        Assert.Null(shop.Database.Scalar("""
            select c.relname || '.' || a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where c.relnamespace = 'clv'::regnamespace and c.relkind in ('r', 'p', 'v') and coalesce(col_description(c.oid, a.attnum), '') = '' limit 1
            """));
        Assert.Equal(string.Join(' ', Facts.Select(spec => spec.Name).Order(StringComparer.Ordinal)), shop.Database.Scalar("select string_agg(table_name, ' ' order by table_name) from clv.result_table"));
        Assert.Equal((long)Facts.Count, shop.Database.Scalar("select count(*) from pg_class where relnamespace = 'clv'::regnamespace and relkind = 'p'"));
    }

    [PostgresFact]
    public void Views_for_tools_have_no_type_that_they_stumble_over()
    {
        using var shop = new WarehouseShop();
        Assert.Null(shop.Database.Scalar("""
            select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
            where c.relnamespace = 'clv'::regnamespace and c.relkind = 'v' and a.atttypid not in ('text'::regtype, 'bigint'::regtype, 'int'::regtype, 'numeric'::regtype, 'float8'::regtype, 'date'::regtype, 'timestamptz'::regtype, 'bool'::regtype) limit 1
            """));
    }

    [PostgresFact]
    public void Migrating_twice_or_by_two_at_once_is_migrating_once()
    {
        using var shop = new WarehouseShop(migrated: false);
        var applied = new IReadOnlyList<string>[2];
        Parallel.For(0, 2, i => applied[i] = Migrator.Apply(shop.Warehouse, roles: false));
        Assert.Equal([0, Migration.All.Count], applied.Select(steps => steps.Count).Order());
        Assert.Equal(ExitCode.Ok, shop.Clv("migrate", "--dry-run"));
        Assert.Equal("The schema clv of Warehouse is up to date.\n", shop.Shell.Out);
    }

    [PostgresFact]
    public void A_run_says_what_the_schema_lacks_before_it_computes()
    {
        using var shop = new WarehouseShop(migrated: false);
        Assert.Equal(ExitCode.Failed, shop.Clv("run"));
        Assert.Equal("output.postgres: Warehouse has no schema clv yet; run clv migrate once\n", shop.Shell.Error);
        Migrator.Apply(shop.Warehouse, roles: false);
        var last = Migration.All[^1];
        shop.Database.Execute($"delete from clv.migration where number = {last.Number}");
        Assert.Equal(ExitCode.Failed, shop.Clv("run"));
        Assert.Equal($"output.postgres: the schema clv of Warehouse lacks {last.Number:0000} {last.Name} and what follows, up to {last.Number:0000}; run clv migrate\n", shop.Shell.Error);
    }

    [PostgresTheory]
    [InlineData("insert into clv.migration (number, name, checksum) values (9000, 'later', 'x')", "is newer (9000) than this clv knows")]
    [InlineData("update clv.migration set checksum = 'x' where number = 2", "step 0002 results of the schema clv of Warehouse is not the one that this clv has")]
    public void A_schema_of_another_version_is_refused_by_run_and_migrate(string sql, string sentence)
    {
        using var shop = new WarehouseShop();
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "before"));
        shop.Database.Execute(sql);
        foreach (var verb in new[] { "run", "migrate", "runs" })
        {
            Assert.Equal(ExitCode.Failed, shop.Clv(verb));
            Assert.Contains(sentence, shop.Shell.Error);
        }

        Assert.Equal("before", shop.Shown);
        shop.AssertClean();
    }

    [PostgresFact]
    public void A_step_that_fails_leaves_nothing_of_itself()
    {
        using var shop = new WarehouseShop(migrated: false);
        shop.Database.Execute("create schema clv; create table clv.channel_path (mine int)");
        Assert.ThrowsAny<PostgresException>(() => Migrator.Apply(shop.Warehouse, roles: false));
        Assert.Equal((1L, 0L), ((long)shop.Database.Scalar("select count(*) from clv.migration")!, (long)shop.Database.Scalar("select count(*) from pg_class where relname = 'channel_value'")!));
    }

    [PostgresFact]
    public void A_database_of_another_encoding_is_refused()
    {
        using var database = new PostgresDatabase(encoding: "SQL_ASCII");
        var refused = Assert.Throws<BadInputException>(() => Migrator.Apply(new Warehouse("Warehouse", database.ConnectionString), roles: false));
        Assert.StartsWith("output.postgres: the database of Warehouse has the encoding SQL_ASCII", refused.Message, StringComparison.Ordinal);
    }
}
