using System.Text;

namespace ClvPipeline.Tests.Jobs;

/// <summary>Results of a run that never was, filled by hand.</summary>
internal static class FixedResults
{
    public static RunResults Of((string Mode, string Model, string Channel, long Cents)[] channels, (string Dataset, string Outcome, string Reason, long Rows)[]? intake = null)
    {
        var clv = channels.Where(row => (row.Mode, row.Model) == (channels[0].Mode, channels[0].Model)).Sum(row => row.Cents) * 10_000;
        intake ??= [("orders", "used", "", 30), ("touchpoints", "used", "", 100)];
        return new RunResults(
        [
            Table("channel_summary", channels.Length, ("mode", Text([.. channels.Select(row => row.Mode)])), ("model", Text([.. channels.Select(row => row.Model)])),
                ("channel", Text([.. channels.Select(row => row.Channel)])), ("clv", new ResultColumn.Longs([.. channels.Select(row => row.Cents * 10_000)]))),
            Table("intake_count", intake.Length, ("dataset", Text([.. intake.Select(row => row.Dataset)])), ("outcome", Text([.. intake.Select(row => row.Outcome)])),
                ("reason", Text([.. intake.Select(row => row.Reason)])), ("rows", new ResultColumn.Longs([.. intake.Select(row => row.Rows)]))),
            Table("rejected_row", 0, ("dataset", Text([]))),
        ],
        new Ledger { Modes = [], Models = [], Groups = [], In = (0, 0), WithoutPurchase = (0, 0), RowsRead = new Dictionary<string, long>(), MaxRejectedShare = 0, EveryCustomerHasARow = true, NoOrders = (0, 0), HorizonMonths = null },
        new RunTotals { Customers = 20, Orders = 30, Touchpoints = 100, Revenue = clv * 2, HistoricProfit = clv, ExpectedProfit = 0, Unattributed = 0, ProfitWithoutPurchase = -5_000_000 });
    }

    /// <summary>Modes and models as they come, each channel with an amount that grows.</summary>
    public static (string, string, string, long)[] Grid(string[] modes, string[] models, string[] channels) =>
        [.. from mode in modes from model in models from channel in channels select (mode, model, channel, 123_456_789L / (1 + Array.IndexOf(channels, channel)) - 1000 * Array.IndexOf(models, model))];

    private static ResultTable Table(string name, int rows, params (string Name, ResultColumn Values)[] columns) => new(
        new TableSpec(name, "A table for tests.", [new ColumnSpec("run_id", ResultKind.Text, "The run."), .. columns.Select(column => new ColumnSpec(column.Name, Kind(column.Name), "For tests."))]),
        rows, [Text([.. Enumerable.Repeat("test", rows)]), .. columns.Select(column => column.Values)]);

    private static ResultKind Kind(string name) => name switch { "clv" => ResultKind.Money, "rows" => ResultKind.Integer, _ => ResultKind.Text };

    private static ResultColumn.Text Text(string[] values)
    {
        var offsets = new List<int> { 0 };
        foreach (var value in values) offsets.Add(offsets[^1] + Encoding.UTF8.GetByteCount(value));
        return new ResultColumn.Text([.. Enumerable.Range(0, values.Length)], Encoding.UTF8.GetBytes(string.Concat(values)), [.. offsets]);
    }
}
