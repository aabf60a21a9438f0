using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>What the schema asks of a result table's partitions.</summary>
/// <param name="Key">What tells its rows apart within a run; null where rows may be alike.</param>
/// <param name="Indexes">Its indexes: unique or not, and everything from <c>using</c> on.</param>
internal sealed record TableLayout(string? Key, IReadOnlyList<(bool Unique, string Definition)> Indexes)
{
    /// <summary>Whether an index sees to it that no two rows are alike in the key.</summary>
    public bool IsUnique => Indexes.Any(index => index.Unique && index.Definition.Trim() == $"USING btree ({Key}, run_id)");

    /// <summary>The layouts of all result tables, by name.</summary>
    public static IReadOnlyDictionary<string, TableLayout> Read(NpgsqlConnection connection) =>
        connection.Query<(string Table, string? Key, bool? Unique, string? Index)>("""
            select t.table_name, t.key_columns, i.indisunique, pg_get_indexdef(i.indexrelid) from clv.result_table t
            left join pg_index i on i.indrelid = to_regclass(format('clv.%I', t.table_name)) order by t.table_name, i.indexrelid
            """)
        .GroupBy(row => (row.Table, row.Key))
        .ToDictionary(rows => rows.Key.Table, rows => new TableLayout(rows.Key.Key, [.. rows.Where(row => row.Index is not null).Select(row => (row.Unique!.Value, row.Index![row.Index!.IndexOf(" USING ", StringComparison.Ordinal)..]))]));
}
