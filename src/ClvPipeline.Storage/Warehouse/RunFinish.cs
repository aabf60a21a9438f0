using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>Writes the final state of a run into its row: every column that its table <c>run</c> has.</summary>
internal static class RunFinish
{
    // What the row has from when the run was taken up, by this database's clock and count; and what only the pointer's move decides.
    private static readonly string[] Kept = ["run_id", "attempt", "started_at", "published_at"];

    /// <summary>Writes it, in the transaction that shows the results.</summary>
    public static void Write(NpgsqlConnection connection, WarehouseRun run, ResultTable row, bool toShow)
    {
        var parameters = new DynamicParameters();
        List<string> sets = [];
        foreach (var (spec, column) in row.Spec.Columns.Zip(row.Columns))
        {
            if (Kept.Contains(spec.Name)) continue;
            // Between machines whose clocks differ, this one's decides: a run of the queue was begun by it too.
            if (spec.Name == "finished_at" && run.OfQueue)
            {
                sets.Add("finished_at = clock_timestamp()");
                continue;
            }

            parameters.Add(spec.Name, Text(column));
            sets.Add($"{SqlName.Quote(spec.Name)} = {Read(spec, $"@{spec.Name}")}");
        }

        parameters.Add("runNo", run.RunNo);
        parameters.Add("toShow", toShow);
        connection.Execute($"""
            update clv.run set {string.Join(", ", sets)}, has_results = true, {RunRow.Idle}, heartbeat_at = now(), published_at = null, to_show = @toShow where run_no = @runNo;
            select pg_notify('{WarehouseNews.Channel}', '')
            """, parameters);
    }

    private static string Read(ColumnSpec spec, string parameter) => spec.Kind switch
    {
        ResultKind.Text => $"{parameter}::text",
        ResultKind.Integer => $"{parameter}::bigint",
        ResultKind.Money or ResultKind.WideMoney => $"{parameter}::numeric * 0.000001",
        ResultKind.Date => $"date '1970-01-01' + {parameter}::int",
        ResultKind.Instant => $"timestamptz '1970-01-01 00:00:00+00' + {parameter}::bigint * interval '1 microsecond'",
        ResultKind.Boolean => $"{parameter}::int = 1",
        _ => $"{parameter}::double precision",
    };

    private static string? Text(ResultColumn column) => column switch
    {
        ResultColumn.Longs longs => longs.Valid?[0] == 0 ? null : $"{longs.Values[0]}",
        ResultColumn.Wide wide => wide.Valid?[0] == 0 ? null : $"{wide.Values[0]}",
        ResultColumn.Reals reals => reals.Valid?[0] == 0 ? null : FormattableString.Invariant($"{reals.Values[0]:R}"),
        ResultColumn.Text text => text.Codes[0] < 0 ? null : System.Text.Encoding.UTF8.GetString(text.Data.AsSpan(text.Offsets[text.Codes[0]]..text.Offsets[text.Codes[0] + 1])),
        _ => null,
    };
}
