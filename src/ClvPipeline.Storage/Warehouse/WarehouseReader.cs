using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>Reads a result table of a run back from a warehouse: what <see cref="ResultReader"/> does for folders.</summary>
public static class WarehouseReader
{
    /// <summary>Reads the rows of a run, in no order.</summary>
    /// <exception cref="BadInputException">The schema is missing, older or newer.</exception>
    public static ResultTable Read(Warehouse warehouse, string runId, TableSpec spec)
    {
        RunIds.Check(runId);
        using var connection = warehouse.Open();
        Migrator.Demand(warehouse, connection);
        using var command = new NpgsqlCommand($"select {string.Join(", ", spec.Columns.Select(Plain))} from clv.{SqlName.Quote(spec.Name)} where run_id = $1", connection) { Parameters = { new() { Value = runId } } };
        using var rows = command.ExecuteReader();
        var columns = spec.Columns.Select(column => new Filling(column.Kind)).ToArray();
        var count = 0;
        for (; rows.Read(); count++)
            for (var c = 0; c < columns.Length; c++) columns[c].Add(rows, c);
        return new ResultTable(spec, count, [.. columns.Select(column => column.Column)]);
    }

    /// <summary>A column as a number or text that loses nothing: money in micro-units, days and microseconds since 1970.</summary>
    private static string Plain(ColumnSpec column) => string.Format(null, column.Kind switch
    {
        ResultKind.Text => "{0}::text",
        ResultKind.Integer => "{0}::bigint",
        ResultKind.Money => "({0} * 1000000)::bigint",
        ResultKind.WideMoney => "({0} * 1000000)::numeric(38,0)::text",
        ResultKind.Date => "({0} - date '1970-01-01')::bigint",
        ResultKind.Instant => "(extract(epoch from {0}) * 1000000)::bigint",
        ResultKind.Boolean => "{0}::int::bigint",
        _ => "{0}::double precision",
    }, SqlName.Quote(column.Name));

    private sealed class Filling(ResultKind kind)
    {
        private readonly List<long> _longs = [];
        private readonly List<double> _reals = [];
        private readonly List<Int128> _wide = [];
        private readonly List<byte> _valid = [];
        private readonly List<int> _codes = [];
        private readonly TextPool _texts = new();

        public ResultColumn Column
        {
            get
            {
                var valid = _valid.Contains(0) ? _valid.ToArray() : null;
                return kind switch
                {
                    ResultKind.Text => _texts.Column([.. _codes]),
                    ResultKind.WideMoney => new ResultColumn.Wide([.. _wide], valid),
                    ResultKind.Real => new ResultColumn.Reals([.. _reals], valid),
                    _ => new ResultColumn.Longs([.. _longs], valid),
                };
            }
        }

        public void Add(NpgsqlDataReader row, int at)
        {
            var there = !row.IsDBNull(at);
            _valid.Add(there ? (byte)1 : (byte)0);
            switch (kind)
            {
                case ResultKind.Text: _codes.Add(there ? _texts.Code(System.Text.Encoding.UTF8.GetBytes(row.GetString(at))) : -1); break;
                case ResultKind.WideMoney: _wide.Add(there ? Int128.Parse(row.GetString(at), System.Globalization.CultureInfo.InvariantCulture) : 0); break;
                case ResultKind.Real: _reals.Add(there ? row.GetDouble(at) : 0); break;
                default: _longs.Add(there ? row.GetInt64(at) : 0); break;
            }
        }
    }
}
