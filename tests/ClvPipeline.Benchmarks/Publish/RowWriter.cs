using System.Text;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace ClvPipeline.Benchmarks.Publish;

/// <summary>The ways that a program without columns would write rows: one value after another.</summary>
internal static class RowWriter
{
    /// <summary>Npgsql's importer with the type of each value named.</summary>
    public static void Import(NpgsqlConnection connection, ResultTable table)
    {
        connection.Execute("create table clv_part.imported (like clv.customer_value)");
        using var importer = connection.BeginBinaryImport("copy clv_part.imported from stdin (format binary)");
        for (var row = 0; row < table.Rows; row++)
        {
            importer.StartRow();
            for (var column = 0; column < table.Columns.Count; column++) importer.Write(Value(table, column, row), Type(table.Spec.Columns[column].Kind));
        }

        importer.Complete();
    }

    /// <summary>Dapper, an insert of many rows at a time.</summary>
    public static void Insert(NpgsqlConnection connection, ResultTable table, int rows, int batch)
    {
        connection.Execute("create table clv_part.inserted (like clv.customer_value)");
        using var transaction = connection.BeginTransaction();
        var columns = table.Columns.Count;
        var sql = new StringBuilder("insert into clv_part.inserted values ").AppendJoin(", ", Enumerable.Range(0, batch).Select(row => $"({string.Join(", ", Enumerable.Range(0, columns).Select(column => $"@p{row * columns + column}"))})")).ToString();
        for (var first = 0; first + batch <= rows; first += batch)
        {
            var parameters = new DynamicParameters();
            for (var row = 0; row < batch; row++)
                for (var column = 0; column < columns; column++) parameters.Add($"p{row * columns + column}", Value(table, column, first + row));
            connection.Execute(sql, parameters, transaction);
        }

        transaction.Commit();
    }

    private static object Value(ResultTable table, int column, int row) => table.Columns[column] switch
    {
        ResultColumn.Longs longs => table.Spec.Columns[column].Kind switch
        {
            ResultKind.Money => longs.Values[row] / 1_000_000m,
            ResultKind.Date => DateTime.UnixEpoch.AddDays(longs.Values[row]).Date,
            ResultKind.Instant => DateTime.UnixEpoch.AddMicroseconds(longs.Values[row]),
            _ => longs.Values[row],
        },
        ResultColumn.Reals reals => reals.Values[row],
        ResultColumn.Text text => Encoding.UTF8.GetString(text.Data.AsSpan(text.Offsets[text.Codes[row]]..text.Offsets[text.Codes[row] + 1])),
        _ => throw new InvalidOperationException("customer_value has no such column"),
    };

    private static NpgsqlDbType Type(ResultKind kind) => kind switch
    {
        ResultKind.Text => NpgsqlDbType.Text,
        ResultKind.Money => NpgsqlDbType.Numeric,
        ResultKind.Real => NpgsqlDbType.Double,
        ResultKind.Date => NpgsqlDbType.Date,
        ResultKind.Instant => NpgsqlDbType.TimestampTz,
        _ => NpgsqlDbType.Bigint,
    };
}
