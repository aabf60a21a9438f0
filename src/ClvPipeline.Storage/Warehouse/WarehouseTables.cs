using System.Globalization;
using System.Text;
using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>Reads result tables back from a database.</summary>
public static class WarehouseTables
{
    private sealed record Found(string Name, string Type, int? Digits, bool Nullable);

    /// <summary>Reads tables as they are at one moment, their rows in the order in which they were loaded.</summary>
    /// <param name="warehouse">The database.</param>
    /// <param name="tables">Which; null for all that the login may read.</param>
    /// <param name="runId">Of which run; null for the one that readers see, by the views that they have.</param>
    /// <exception cref="BadInputException">There is no such run or table, or the login may not read it.</exception>
    /// <exception cref="IOException">The server is away.</exception>
    public static IReadOnlyList<ResultTable> Read(Warehouse warehouse, IReadOnlyList<string>? tables, string? runId)
    {
        try
        {
            using var connection = warehouse.Open();
            connection.Execute("set synchronize_seqscans = off; set max_parallel_workers_per_gather = 0");
            using var transaction = connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
            var prefix = runId is null ? "current_" : "";
            if (runId is not null && !connection.ExecuteScalar<bool>("select exists (select from clv.dim_run where run_id = @runId)", new { runId })) throw new BadInputException($"connection {warehouse.Name}: run {runId}: no such run");
            var there = connection.Query<string>("""
                select t.relname from pg_class t join pg_class v on v.relnamespace = t.relnamespace and v.relname = @prefix || t.relname
                where t.relnamespace = to_regnamespace('clv') and t.relkind in ('r', 'p') and (t.relname = 'run' or exists (select from pg_class c where c.relnamespace = t.relnamespace and c.relname = 'current_' || t.relname))
                    and has_table_privilege(v.oid, 'select') order by t.relname
                """, new { prefix }).ToList();
            if (tables?.FirstOrDefault(table => !there.Contains(table)) is { } missing)
                throw new BadInputException($"connection {warehouse.Name}: no table '{missing}' that the login may read{(runId is null ? "" : " for a run by its id")}; {(there.Count == 0 ? "there is none" : $"there are {string.Join(", ", there)}")}");
            return [.. (tables ?? there).Select(table => Read(connection, table, prefix + table, runId))];
        }
        catch (Exception e) when (PostgresFault.Is(e))
        {
            throw PostgresFault.Of(e, $"connection {warehouse.Name}", "the results");
        }
    }

    private static ResultTable Read(NpgsqlConnection connection, string table, string relation, string? runId)
    {
        var from = $"clv.{SqlName.Quote(relation)}";
        var columns = connection.Query<Found>("""
            select attname as "Name", atttypid::regtype::text as "Type", case when atttypid = 'numeric'::regtype and atttypmod > 0 then ((atttypmod - 4) >> 16) & 65535 end as "Digits", not attnotnull as "Nullable"
            from pg_attribute where attrelid = to_regclass(@from) and attnum > 0 and not attisdropped order by attnum
            """, new { from }).ToList();
        var specs = columns.Select(column => new ColumnSpec(column.Name, KindOf(column), "", column.Nullable)).ToList();
        using var command = new NpgsqlCommand($"select {string.Join(", ", specs.Select(Value))} from {from}{(runId is null ? "" : " where run_id = $1")}", connection);
        if (runId is not null) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = runId });
        using var rows = command.ExecuteReader();
        var into = specs.Select(spec => new Column(spec.Kind)).ToList();
        var count = 0;
        for (; rows.Read(); count++)
            for (var c = 0; c < into.Count; c++) into[c].Add(rows, c);
        return new ResultTable(new TableSpec(table, "", specs), count, [.. into.Select(column => column.Filled())]);
    }

    private static ResultKind KindOf(Found column) => column.Type switch
    {
        "smallint" or "integer" or "bigint" => ResultKind.Integer,
        "numeric" => column.Digits <= 18 ? ResultKind.Money : ResultKind.WideMoney,
        "double precision" or "real" => ResultKind.Real,
        "date" => ResultKind.Date,
        "timestamp with time zone" => ResultKind.Instant,
        "boolean" => ResultKind.Boolean,
        _ => ResultKind.Text,
    };

    // The server makes of each what a result column holds.
    private static string Value(ColumnSpec spec)
    {
        var name = SqlName.Quote(spec.Name);
        return spec.Kind switch
        {
            ResultKind.Integer => $"{name}::bigint",
            ResultKind.Money => $"({name} * 1000000)::bigint",
            ResultKind.WideMoney => $"trunc({name} * 1000000)::text",
            ResultKind.Real => $"{name}::double precision",
            ResultKind.Date => $"({name} - date '1970-01-01')::bigint",
            ResultKind.Instant => $"(extract(epoch from {name}) * 1000000)::bigint",
            ResultKind.Boolean => $"{name}::int::bigint",
            _ => $"{name}::text",
        };
    }

    private sealed class Column(ResultKind kind)
    {
        private readonly List<long> _longs = [];
        private readonly List<Int128> _wide = [];
        private readonly List<double> _reals = [];
        private readonly List<int> _codes = [];
        private readonly List<byte> _valid = [];
        private readonly TextPool _texts = new();

        public void Add(NpgsqlDataReader row, int at)
        {
            var known = !row.IsDBNull(at);
            _valid.Add(known ? (byte)1 : (byte)0);
            switch (kind)
            {
                case ResultKind.Text: _codes.Add(known ? _texts.Code(Encoding.UTF8.GetBytes(row.GetString(at))) : -1); break;
                case ResultKind.WideMoney: _wide.Add(known ? Int128.Parse(row.GetString(at), CultureInfo.InvariantCulture) : 0); break;
                case ResultKind.Real: _reals.Add(known ? row.GetDouble(at) : 0); break;
                default: _longs.Add(known ? row.GetInt64(at) : 0); break;
            }
        }

        public ResultColumn Filled() => kind switch
        {
            ResultKind.Text => _texts.Column([.. _codes]),
            ResultKind.WideMoney => new ResultColumn.Wide([.. _wide], Valid()),
            ResultKind.Real => new ResultColumn.Reals([.. _reals], Valid()),
            _ => new ResultColumn.Longs([.. _longs], Valid()),
        };

        private byte[]? Valid() => _valid.Contains(0) ? [.. _valid] : null;
    }
}
