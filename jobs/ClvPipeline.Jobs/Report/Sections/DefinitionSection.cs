namespace ClvPipeline.Jobs.Report;

/// <summary>What every number on the page means.</summary>
internal sealed class DefinitionSection(Sheet sheet)
{
    /// <summary>The columns whose numbers the page shows: table, column. Their meaning is that of the result tables.</summary>
    internal static readonly (string Table, string Column)[] Columns =
    [
        ("channel_summary", "clv"), ("channel_summary", "historic_profit"), ("channel_summary", "expected_profit"), ("channel_summary", "share"), ("channel_summary", "customers"), ("channel_summary", "touchpoints"),
        ("channel_summary", "spend"), ("channel_summary", "new_customers"), ("channel_summary", "cac"), ("channel_summary", "clv_to_cac"), ("channel_summary", "roas"), ("channel_summary", "roas_first_order"), ("channel_summary", "payback_months"),
        ("customer_value", "value_at_risk"), ("customers_at_risk", "max_retention_spend"), ("customers_at_risk", "expected_next_purchase"), ("customers_at_risk", "days_overdue"),
        ("channel_path", "path"), ("channel_path", "journeys"), ("channel_path", "conversions"),
        ("backtest", "bias"), ("backtest", "mean_absolute_error"), ("backtest", "root_mean_squared_error"), ("backtest", "normalised_gini"), ("backtest", "coverage"), ("backtest", "log_score"),
    ];

    /// <summary>Words of the page that are no column.</summary>
    private static readonly string[] Terms = ["mode", "model", "linear", "unattributed", "cohort", "status", "bands", "flow", "lorenz", "naive"];

    /// <summary>Writes it.</summary>
    public void Write() => sheet.Section("definitions", () =>
    {
        var (html, words) = (sheet.Html, sheet.Words);
        html.Raw("<dl class=\"terms\">");
        foreach (var term in Terms) html.Write($"<div><dt>{words[$"term.{term}"]}</dt><dd>{words[$"term.{term}.means"]}</dd></div>");
        foreach (var (table, column) in Columns) Column(table, column);
        if (sheet.Tables.All.FirstOrDefault(each => each.Spec.Name == "segment_value") is { } segments)
            foreach (var column in segments.Spec.Columns.Where(column => column.Kind is ResultKind.Money or ResultKind.Real or ResultKind.Integer)) Column(segments.Spec.Name, column.Name, column);
        html.Raw("</dl>");
    });

    // In the language of the page where it has words for it, else as the table says it.
    private void Column(string table, string column, ColumnSpec? spec = null)
    {
        spec ??= Tables.All.First(each => each.Name == table).Columns.First(each => each.Name == column);
        sheet.Html.Write($"<div><dt><code>{table}.{column}</code></dt>");
        if (sheet.Words.Find($"column.{table}.{column}") is { } words) sheet.Html.Write($"<dd>{words}</dd></div>");
        else sheet.Html.Write($"<dd lang=\"en\">{spec.Description}</dd></div>");
    }
}
