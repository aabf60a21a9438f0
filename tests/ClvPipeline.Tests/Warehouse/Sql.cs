using System.Text;
using ClvPipeline.Tests.Postgres;
using Npgsql;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>What the catalogue says of a table, and what its description would have it say.</summary>
internal static class Sql
{
    /// <summary>A line a column: name, type, whether it may be null, comment.</summary>
    public static List<string> Columns(PostgresDatabase database, string table, bool nulls = true)
    {
        using var connection = database.Open();
        using var command = new NpgsqlCommand($"""
            select attname || ' ' || format_type(atttypid, atttypmod) || {(nulls ? "case when attnotnull then '' else ' null' end" : "''")} || ' ' || coalesce(col_description(attrelid, attnum), '')
            from pg_attribute where attrelid = to_regclass('clv."{table}"') and attnum > 0 and not attisdropped order by attnum
            """, connection);
        using var reader = command.ExecuteReader();
        List<string> lines = [];
        while (reader.Read()) lines.Add(reader.GetString(0));
        return lines;
    }

    public static string? Comment(PostgresDatabase database, string table) => database.Scalar($"select obj_description(to_regclass('clv.\"{table}\"'), 'pg_class')") as string;

    public static List<string> Expected(TableSpec spec, bool nulls) => [.. spec.Columns.Select(column => $"{column.Name} {Type(column.Kind)}{(nulls && column.Nullable ? " null" : "")} {column.Description}")];

    /// <summary>The statements of a migration that creates a table and its view.</summary>
    public static string Of(TableSpec spec)
    {
        var text = new StringBuilder($"create table clv.{spec.Name} (\n");
        text.AppendJoin(",\n", spec.Columns.Select(column => $"    {column.Name} {Type(column.Kind)}{(column.Name is "run_id" or "customer_id" or "order_id" ? " collate \"C\"" : "")}{(column.Nullable ? "" : " not null")}"));
        text.Append($"\n) partition by list (run_id);\ninsert into clv.result_table (table_name, key_columns) values ('{spec.Name}', 'WHAT TELLS ITS ROWS APART');\n");
        text.Append($"create view clv.current_{spec.Name} as\nselect {string.Join(", ", spec.Columns.Select(column => column.Name))}\nfrom clv.{spec.Name} where run_id = (select run_id from clv.publication);\n");
        foreach (var (table, kind, prefix) in new[] { (spec.Name, "table", ""), ($"current_{spec.Name}", "view", "The published run: ") })
        {
            text.Append($"comment on {kind} clv.{table} is '{prefix}{Quoted(spec.Description)}';\n");
            foreach (var column in spec.Columns) text.Append($"comment on column clv.{table}.{column.Name} is '{Quoted(column.Description)}';\n");
        }

        return text.ToString();
    }

    private static string Quoted(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    private static string Type(ResultKind kind) => kind switch
    {
        ResultKind.Text => "text",
        ResultKind.Integer => "bigint",
        ResultKind.Money => "numeric(18,6)",
        ResultKind.WideMoney => "numeric(38,6)",
        ResultKind.Real => "double precision",
        ResultKind.Date => "date",
        ResultKind.Instant => "timestamp with time zone",
        _ => "boolean",
    };
}
