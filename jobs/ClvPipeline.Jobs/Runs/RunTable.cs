using System.Globalization;
using System.Text.Json.Nodes;

namespace ClvPipeline.Jobs;

/// <summary>The table <c>run</c>: one row that says what a run was, and <c>run.json</c> with the same content.</summary>
public static class RunTable
{
    private const string Engine = "in-process";

    private static readonly (ColumnSpec Spec, Func<RunRecord, object?> Value)[] Columns =
    [
        (new("run_id", ResultKind.Text, "The run; the same in every row of its results."), run => run.RunId),
        (new("pipeline", ResultKind.Text, "The schedule's name; 'default' for a plain 'clv run'. Runs of one pipeline follow one another."), run => run.Pipeline),
        (new("as_of", ResultKind.Date, "The last local day, in the run's time zone, whose events count."), run => run.AsOf),
        (new("status", ResultKind.Text, "queued, running, succeeded, failed or cancelled; a run that a check refused has failed. In files: succeeded or failed."), run => run.Status),
        (new("attempt", ResultKind.Integer, "How many times the run was tried, this time included."), run => (long)run.Attempt),
        (new("trigger", ResultKind.Text, "What started it: manual, backfill, schedule or api."), run => run.Trigger),
        (new("requested_by", ResultKind.Text, "Who asked for it, as the system calls them.", Nullable: true), run => run.RequestedBy),
        (new("note", ResultKind.Text, "Why it was asked for, in the words of who asked.", Nullable: true), run => run.Note),
        (new("requested_at", ResultKind.Instant, "When it was asked for, UTC."), run => run.RequestedAt),
        (new("started_at", ResultKind.Instant, "When it began to read, UTC."), run => run.StartedAt),
        (new("finished_at", ResultKind.Instant, "When its results were complete, UTC."), run => run.FinishedAt),
        (new("published_at", ResultKind.Instant, "When it was handed to readers, UTC; null where it is only kept. Which run they see now is for current.json or clv.publication to say.", Nullable: true), run => run.PublishedAt),
        (new("parameters", ResultKind.Text, "All settings that decide its numbers, defaults filled in, as JSON with sorted keys."), run => run.Parameters),
        (new("parameters_hash", ResultKind.Text, "SHA-256 of parameters, in hex: equal for runs with the same settings."), run => run.ParametersHash),
        (new("inputs", ResultKind.Text, "What was read, by dataset, as JSON: of a file its path, length in bytes, rows, time of last change and CRC-32 of the footer; of a query its connection, SHA-256, rows and snapshot."), run => run.Inputs),
        (new("result_hash", ResultKind.Text, "SHA-256 of the result tables without run_id, in hex; null for a failed run.", Nullable: true), run => run.ResultHash),
        (new("engine", ResultKind.Text, "What computed it."), _ => Engine),
        (new("version", ResultKind.Text, "The version of the program."), _ => VersionText.Version),
        (new("host", ResultKind.Text, "The machine that it ran on."), run => run.Host),
        (new("stages", ResultKind.Text, "How long each stage took, in seconds, as JSON in the order in which they began."), run => run.Stages),
        (new("customers", ResultKind.Integer, "Customers with an order."), run => run.Totals.Customers),
        (new("orders", ResultKind.Integer, "Orders with net revenue above 0."), run => run.Totals.Orders),
        (new("touchpoints", ResultKind.Integer, "Touchpoints that were used."), run => run.Totals.Touchpoints),
        (new("total_revenue", ResultKind.WideMoney, "Net revenue of customers with an order, in the run's currency."), run => run.Totals.Revenue),
        (new("total_historic_profit", ResultKind.WideMoney, "Their historic profit, in the run's currency."), run => run.Totals.HistoricProfit),
        (new("total_expected_profit", ResultKind.WideMoney, "Their expected profit, in the run's currency."), run => run.Totals.ExpectedProfit),
        (new("total_clv", ResultKind.WideMoney, "Their customer lifetime value: historic plus expected profit, in the run's currency."), run => run.Totals.Clv),
        (new("total_unattributed", ResultKind.WideMoney, "The part of total_clv that no touchpoint may claim, in the run's first mode."), run => run.Totals.Unattributed),
        (new("profit_without_purchase", ResultKind.WideMoney, "Profit of customer ids without an order (refunds only), so that the ledger closes."), run => run.Totals.ProfitWithoutPurchase),
        (new("error", ResultKind.Text, "Why it failed, in a sentence.", Nullable: true), run => run.Error),
    ];

    /// <summary>The table as documented.</summary>
    public static TableSpec Spec { get; } = new("run", "One row per run: what it was, from what, when, and what it came to.", [.. Columns.Select(column => column.Spec)]);

    /// <summary>The row of a run.</summary>
    public static ResultTable Of(RunRecord run) => new(Spec, 1, [.. Columns.Select(column => OwnColumn.Single(column.Spec.Kind, column.Value(run)))]);

    /// <summary>The same as JSON; money as decimal text, parameters and inputs as JSON within.</summary>
    public static JsonObject Json(RunRecord run) => new(Columns.Select(column => KeyValuePair.Create(column.Spec.Name, column.Spec.Name is "parameters" or "inputs" or "stages"
        ? JsonNode.Parse((string)column.Value(run)!)
        : Node(column.Value(run)))));

    /// <summary>The sums that a row holds.</summary>
    internal static RunTotals Totals(ResultTable row)
    {
        var view = new TableView(row);
        return new RunTotals
        {
            Customers = view.Longs("customers")[0], Orders = view.Longs("orders")[0], Touchpoints = view.Longs("touchpoints")[0],
            Revenue = view.Wide("total_revenue")[0], HistoricProfit = view.Wide("total_historic_profit")[0], ExpectedProfit = view.Wide("total_expected_profit")[0],
            Unattributed = view.Wide("total_unattributed")[0], ProfitWithoutPurchase = view.Wide("profit_without_purchase")[0],
        };
    }

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        long number => number,
        Int128 money => Money.Exact(money),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        _ => (string)value,
    };
}
