namespace ClvPipeline;

/// <summary>Makes <c>intake_count</c> and <c>rejected_row</c>.</summary>
internal static class IntakeTables
{
    public static ResultTable Counts(RunRequest request, IReadOnlyList<IntakeCount> counts) => new TableBuilder(Tables.IntakeCountTable, counts.Count)
        .Constant(request.RunId)
        .Text(counts.Select(c => c.Dataset)).Text(counts.Select(c => c.Outcome)).Text(counts.Select(c => c.Reason))
        .Longs([.. counts.Select(c => c.Rows)])
        .Longs([.. counts.Select(c => c.NewestEventAt ?? 0)], [.. counts.Select(c => (byte)(c.NewestEventAt is null ? 0 : 1))])
        .Build();

    public static ResultTable Rejected(RunRequest request, IReadOnlyList<RejectedRow> rows) => new TableBuilder(Tables.RejectedRowTable, rows.Count)
        .Constant(request.RunId)
        .Text(rows.Select(r => r.Dataset)).Text(rows.Select(r => r.Reason)).Text(rows.Select(r => r.Source))
        .Longs([.. rows.Select(r => r.RowNumber)])
        .Text(rows.Select(r => r.Column)).Text(rows.Select(r => r.Value))
        .Build();
}
