namespace ClvPipeline;

/// <summary>Makes <c>run_change</c>: by mode, model and channel what each cause moved. Nothing but zeros is left out, but for <c>(unattributed)</c>: a run that was compared and did not move says so.</summary>
internal static class RunChangeTable
{
    private sealed record Row(string Mode, string Model, string Channel, string Cause, long Clv, string? Reason);

    /// <param name="request">The run.</param>
    /// <param name="steps">What changed, in turn; none where there is no run before.</param>
    /// <param name="summary">Today's table <c>channel_summary</c>, whose order this one follows.</param>
    public static ResultTable Build(RunRequest request, IReadOnlyList<ChangeStep> steps, ResultTable summary)
    {
        Row[] rows = request.Earlier is { } earlier ? [.. Rows(ChannelClv.Of(earlier.ChannelSummary), steps, summary, earlier.ChannelSummary)] : [];
        return new TableBuilder(Tables.RunChange, rows.Length)
            .Constant(request.RunId).Constant(request.Earlier?.RunId ?? "")
            .Text(rows.Select(row => row.Mode)).Text(rows.Select(row => row.Model)).Text(rows.Select(row => row.Channel)).Text(rows.Select(row => row.Cause))
            .Longs([.. rows.Select(row => row.Clv)])
            .Text(rows.Select(row => row.Reason))
            .Build();
    }

    private static IEnumerable<Row> Rows(ChannelClv before, IReadOnlyList<ChangeStep> steps, ResultTable now, ResultTable then)
    {
        string[] modes = Names("mode"), models = Names("model");
        var today = ChannelClv.Of(now);
        var keys = steps.SelectMany(step => (step.After ?? today).Keys).Concat(before.Keys).Distinct()
            .OrderBy(key => Array.IndexOf(modes, key.Mode)).ThenBy(key => Array.IndexOf(models, key.Model)).ThenBy(key => key.Channel, Utf8Order.Instance);
        foreach (var key in keys)
        {
            var was = before[key];
            foreach (var step in steps)
            {
                var value = (step.After ?? today)[key];
                var moved = checked(value - was);
                was = value;
                if (moved != 0 || key.Channel == ClvPipeline.Names.Unattributed) yield return new Row(key.Mode, key.Model, key.Channel, step.Cause, moved, step.Reason);
            }
        }

        // Those of today in their order, then those that are gone.
        string[] Names(string column) => [.. new TableReader(now).Texts(column).Concat(new TableReader(then).Texts(column)).Distinct()];
    }
}
