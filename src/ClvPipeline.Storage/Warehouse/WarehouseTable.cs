using System.Globalization;
using System.Text;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>Reads a result table of a run back from a warehouse, as <see cref="ResultReader"/> does from a folder. For tables that fit into memory several times.</summary>
public static class WarehouseTable
{
    /// <summary>Reads it, in the order in which it was written. Empty where the run has no such rows.</summary>
    /// <exception cref="BadInputException">The database has no such table or column.</exception>
    public static ResultTable Read(Warehouse warehouse, string runId, TableSpec spec)
    {
        using var connection = warehouse.Open();
        // As text money and totals keep all their digits; as whole numbers they are what they are here. A run is one partition, in the order of its rows.
        using var command = new NpgsqlCommand($"select {string.Join(", ", spec.Columns.Select(Sql))} from clv.{SqlName.Quote(spec.Name)} where run_id = $1 order by tableoid, ctid", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = runId, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        var columns = spec.Columns.Select(column => new List<object?>()).ToArray();
        try
        {
            using var reader = command.ExecuteReader();
            while (reader.Read())
                for (var i = 0; i < columns.Length; i++) columns[i].Add(reader.IsDBNull(i) ? null : reader.GetValue(i));
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn)
        {
            throw new BadInputException($"{warehouse.Name}: {e.MessageText}", e);
        }

        return new ResultTable(spec, columns[0].Count, [.. spec.Columns.Zip(columns, (column, values) => Column(column.Kind, values))]);
    }

    private static string Sql(ColumnSpec column)
    {
        var name = SqlName.Quote(column.Name);
        return column.Kind switch
        {
            ResultKind.Money => $"({name} * 1000000)::bigint",
            ResultKind.WideMoney => $"({name} * 1000000)::numeric(44,0)::text",
            ResultKind.Date => $"({name} - date '1970-01-01')::bigint",
            ResultKind.Instant => $"(extract(epoch from {name}) * 1000000)::bigint",
            ResultKind.Boolean => $"{name}::int::bigint",
            _ => name,
        };
    }

    private static ResultColumn Column(ResultKind kind, List<object?> values)
    {
        var valid = values.Contains(null) ? values.Select(value => (byte)(value is null ? 0 : 1)).ToArray() : null;
        switch (kind)
        {
            case ResultKind.Text:
                var pool = new TextPool();
                return pool.Column([.. values.Select(value => value is string text ? pool.Code(Encoding.UTF8.GetBytes(text)) : -1)]);
            case ResultKind.WideMoney: return new ResultColumn.Wide([.. values.Select(value => value is string text ? Int128.Parse(text, CultureInfo.InvariantCulture) : 0)], valid);
            case ResultKind.Real: return new ResultColumn.Reals([.. values.Select(value => value is double real ? real : 0)], valid);
            default: return new ResultColumn.Longs([.. values.Select(value => value is long number ? number : 0)], valid);
        }
    }
}
