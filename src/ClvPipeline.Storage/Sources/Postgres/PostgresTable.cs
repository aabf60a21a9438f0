using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace ClvPipeline.Storage;

/// <summary>What a table or query looks like: its columns, how many rows the server expects, and into which ranges of pages it can be split.</summary>
internal sealed class PostgresTable
{
    private const int TidRangeScans = 140_000;

    // What stands before the user's query when its columns are asked for.
    private const string Before = "select * from (\n";

    private readonly long _pagesPerPart;
    private long _pages;

    private PostgresTable(string place, string from, long pagesPerPart) => (Place, From, _pagesPerPart) = (place, from, pagesPerPart);

    /// <summary>What it is, in words.</summary>
    public string Place { get; }

    /// <summary>What stands behind <c>from</c>.</summary>
    public string From { get; }

    /// <summary>Its columns, as far as we may read them.</summary>
    public List<PostgresColumn> Columns { get; } = [];

    /// <summary>How many rows the server expects. Where a plan reads very many rows to return very few, its word is not taken for it.</summary>
    public long ExpectedRows { get; private set; }

    /// <summary>Where the user's query begins in the first that we send.</summary>
    public static int? Ahead(DatasetSource source) => source.Postgres is { IsQuery: true } ? Before.Length : null;

    /// <summary>What a source is called before it was looked at.</summary>
    public static string PlaceOf(DatasetSource source) =>
        source.Postgres is { IsQuery: true } query ? $"query '{source.Name}' at {query.Connection}" : $"table {source.Postgres!.Text.Trim()} at {source.Postgres.Connection}";

    /// <summary>Looks at it; null where it is none, and <paramref name="problems"/> says so.</summary>
    public static PostgresTable? Look(DatasetSource source, PostgresSnapshot snapshot, ProblemList problems)
    {
        var postgres = source.Postgres!;
        var table = postgres.IsQuery ? new PostgresTable(PlaceOf(source), $"(\n{postgres.Query}\n) as source", postgres.PagesPerPart) : Named(source, snapshot, problems);
        if (table is null) return null;
        if (postgres.IsQuery) table.Describe(snapshot, $"select * from {table.From}");
        if (table.Columns.Count > 0) table.Estimate(snapshot);
        return table;
    }

    /// <summary>Has the server check a query, its names and our permissions, without running it.</summary>
    public static void Prepare(PostgresSnapshot snapshot, string sql)
    {
        using var command = Single(snapshot, sql);
        using var reader = command.ExecuteReader(System.Data.CommandBehavior.SchemaOnly);
    }

    /// <summary>A condition for each range of pages, in their order; a single null where it is read in one go.</summary>
    public IReadOnlyList<string?> Conditions()
    {
        var parts = (_pages + _pagesPerPart - 1) / _pagesPerPart;
        if (parts <= 1) return [null];
        List<string?> conditions = [];
        for (var i = 0L; i < parts; i++)
        {
            var least = i == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"ctid >= '({i * _pagesPerPart},0)'::tid");
            var below = i == parts - 1 ? null : string.Create(CultureInfo.InvariantCulture, $"ctid < '({(i + 1) * _pagesPerPart},0)'::tid");
            conditions.Add(string.Join(" and ", new[] { least, below }.OfType<string>()));
        }

        return conditions;
    }

    private static PostgresTable? Named(DatasetSource source, PostgresSnapshot snapshot, ProblemList problems)
    {
        var text = source.Postgres!.Text;
        if (SqlName.Table(text) is not (var schema, var name))
        {
            problems.Add($"postgres: neither a query that begins with select, with, values or table, nor the name of a table; expected one such as crm.orders, or \"my.schema\".orders");
            return null;
        }

        const string find = """
            select c.oid, n.nspname::text, c.relkind::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relname::text = $1 and case when $2 = '' then pg_table_is_visible(c.oid) else n.nspname::text = $2 end
            """;
        var found = Rows(snapshot, find, row => (Oid: row.GetFieldValue<uint>(0), Schema: row.GetString(1), Kind: row.GetString(2)[0]), name, schema ?? "");
        if (found.Count == 0)
        {
            problems.Add($"no table {text.Trim()} at {source.Postgres.Connection}; {Others(snapshot, schema, name)}");
            return null;
        }

        var (oid, home, kind) = found[0];
        var table = new PostgresTable(PlaceOf(source), $"{SqlName.Quote(home)}.{SqlName.Quote(name)}", source.Postgres.PagesPerPart);
        table.Describe(snapshot, oid);
        if (table.Columns.Count == 0) problems.Add($"no permission to read any column of {table.Place}; have SELECT on it granted to the user of the connection");
        else if (kind is 'r' or 'p' or 'm' && snapshot.ServerVersion >= TidRangeScans) table._pages = Pages(snapshot, oid);
        return table;
    }

    private static string Others(PostgresSnapshot snapshot, string? schema, string name)
    {
        const string sql = "select case when pg_table_is_visible(c.oid) then '' else n.nspname || '.' end || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by 1 limit 1000";
        var there = Rows(snapshot, sql, row => row.GetString(0));
        var near = Nearest.Of(schema is null ? name : $"{schema}.{name}", there) ?? there.FirstOrDefault(other => other.EndsWith("." + name, StringComparison.OrdinalIgnoreCase));
        return near is not null ? $"did you mean '{near}'?" : there.Count == 0 ? "there is no table at all" : $"the tables there are {string.Join(", ", there.Take(20))}{(there.Count > 20 ? ", …" : "")}";
    }

    // A table's pages, or those of the largest of its partitions: each range is asked of all of them. Not where some are no tables of the usual kind, which have no pages.
    private static long Pages(PostgresSnapshot snapshot, uint oid)
    {
        const string sql = """
            with recursive tree(oid) as (select $1::oid union select i.inhrelid from pg_inherits i join tree t on i.inhparent = t.oid)
            select coalesce(max(pg_relation_size(c.oid)) / current_setting('block_size')::int8, 0) * coalesce(bool_and(c.relkind = 'p' or (c.relkind in ('r', 'm') and a.amname = 'heap')), false)::int
            from tree t join pg_class c on c.oid = t.oid left join pg_am a on a.oid = c.relam
            """;
        return Rows(snapshot, sql, row => row.GetInt64(0), (long)oid)[0];
    }

    private void Describe(PostgresSnapshot snapshot, uint oid)
    {
        const string sql = """
            select a.attname::text, t.oid, t.typtype::text, t.typname::text, format_type(a.atttypid, a.atttypmod)
            from pg_attribute a join pg_type d on d.oid = a.atttypid join pg_type t on t.oid = case when d.typtype = 'd' then d.typbasetype else d.oid end
            where a.attrelid = $1::oid and a.attnum > 0 and not a.attisdropped and has_column_privilege($1::oid, a.attnum, 'select') order by a.attnum
            """;
        Columns.AddRange(Rows(snapshot, sql, row => new PostgresColumn(row.GetString(0), PostgresTypes.Of(row.GetFieldValue<uint>(1), row.GetString(2)[0], row.GetString(3)), row.GetString(4)), (long)oid));
    }

    private void Describe(PostgresSnapshot snapshot, string query)
    {
        List<(string Name, uint Oid)> columns = [];
        using (var command = Single(snapshot, query))
        using (var reader = command.ExecuteReader(System.Data.CommandBehavior.SchemaOnly))
            for (var i = 0; i < reader.FieldCount; i++) columns.Add((reader.GetName(i), reader.GetDataTypeOID(i)));
        var types = columns.Select(column => column.Oid).Distinct().ToDictionary(type => type, type => Rows(snapshot,
            "select typtype::text, typname::text, format_type(oid, null) from pg_type where oid = $1::oid", row => (Kind: row.GetString(0)[0], Type: row.GetString(1), Shown: row.GetString(2)), (long)type)[0]);
        Columns.AddRange(columns.Select(column => new PostgresColumn(column.Name, PostgresTypes.Of(column.Oid, types[column.Oid].Kind, types[column.Oid].Type), types[column.Oid].Shown)));
    }

    private void Estimate(PostgresSnapshot snapshot)
    {
        using var command = Single(snapshot, $"explain (format json) select 1 from {From}");
        using var reader = command.ExecuteReader();
        reader.Read();
        using var json = JsonDocument.Parse(reader.GetString(0));
        var root = json.RootElement[0].GetProperty("Plan");
        var (expected, most) = (root.GetProperty("Plan Rows").GetDouble(), Most(root));
        ExpectedRows = (long)Math.Min(1e15, most > 100 * expected ? most : expected);
    }

    private static double Most(JsonElement node) =>
        Math.Max(node.GetProperty("Plan Rows").GetDouble(), node.TryGetProperty("Plans", out var below) ? below.EnumerateArray().Max(Most) : 0);

    // A command would be taken apart at its semicolons by the driver, and a query could smuggle in another; of a batch's command the server takes one statement and no more.
    private static NpgsqlBatch Single(PostgresSnapshot snapshot, string sql) => new(snapshot.Holder) { BatchCommands = { new NpgsqlBatchCommand(sql) } };

    private static List<T> Rows<T>(PostgresSnapshot snapshot, string sql, Func<NpgsqlDataReader, T> read, params object[] values)
    {
        using var command = new NpgsqlCommand(sql, snapshot.Holder);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = value is string ? NpgsqlDbType.Text : NpgsqlDbType.Bigint });
        using var reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }
}
