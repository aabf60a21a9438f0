using ClvPipeline.Storage;
using ClvPipeline.Tests.Jobs;

namespace ClvPipeline.Tests.Faults;

/// <summary>A way to break one check of a run, and no other.</summary>
/// <param name="Check">The check's name in <c>run_check</c>.</param>
/// <param name="How">What goes wrong.</param>
/// <param name="Break">Does it to the results before they are checked, or to the files.</param>
internal sealed record BrokenCheck(string Check, string How, Func<RunResults, TestShell, RunResults> Break)
{
    private static readonly string[] Measures = ["customers", "orders", "revenue", "historic_profit", "expected_profit", "clv"], Datasets = ["customers", "orders", "touchpoints", "spend"];
    private static readonly string[] Money = Measures[2..];

    /// <summary>What has to be there before the run.</summary>
    public Action<TestShell> Before { get; private init; } = _ => { };

    /// <summary>Every way that is tried.</summary>
    public static IReadOnlyList<BrokenCheck> All { get; } =
    [
        .. Measures.Select(measure => new BrokenCheck($"sum_{measure}", "a cell has a micro-unit too much", (results, _) => Tampering.Add(results, "channel_value", measure, 1))),
        .. Measures.Select(measure => new BrokenCheck($"sum_{measure}", "a micro-unit stands in another cohort or segment", (results, _) => Tampering.MoveBetweenGroups(results, measure))),
        .. from table in new[] { "channel_summary", "campaign_summary", "channel_month" } from measure in Measures.Append("spend") select new BrokenCheck(table, $"{measure} has a micro-unit too little", (results, _) => Tampering.Add(results, table, measure, -1)),
        .. Measures.Select(measure => new BrokenCheck("segment_value", $"{measure} of the last segment is one too many", (results, _) => Tampering.Add(results, "segment_value", measure, 1))),
        new("segment_value", "a customer is counted in another segment", (results, _) => Tampering.MoveBetweenSegments(results, "segment")),
        new("segment_value", "a part of a wider segment is missing", (results, _) => Tampering.WithoutLastSegment(results, "channel_use")),
        new("segment_value", "a dimension is missing", (results, _) => Tampering.WithoutDimension(results, "value_decile")),
        new("channel_path", "a path has a micro-unit too much", (results, _) => Tampering.Add(results, "channel_path", "clv", 1)),
        new("channel_path", "a conversion is missing", (results, _) => Tampering.Add(results, "channel_path", "conversions", -1)),
        .. Money.Select(measure => new BrokenCheck("customer_value", $"a customer has a micro-unit of {measure} too much", (results, _) => Tampering.Add(results, "customer_value", measure, 1))),
        new("customer_value", "a customer is missing", (results, _) => Tampering.WithoutLastCustomer(results, Money)),
        new("customer_horizon", "at the run's own horizon a micro-unit too much is expected", (results, _) => Tampering.AddAt(results, "customer_horizon", "expected_profit", 2)),
        new("customer_horizon", "a row says another distance", (results, _) => Tampering.AddAt(results, "customer_horizon", "months", 0)),
        .. new[] { "revenue", "cogs", "profit" }.Select(measure => new BrokenCheck("order_value", $"an order has a micro-unit of {measure} too much", (results, _) => Tampering.Add(results, "order_value", measure, 1))),
        new("order_value", "profit and costs of orders are off together", (results, _) => Tampering.Add(Tampering.Add(results, "order_value", "profit", 1), "order_value", "cogs", -1)),
        new("run_change", "a channel has moved a micro-unit more", (results, _) => Tampering.Add(results, "run_change", "clv", 1)),
        new("ledger_revenue", "revenue came in that no customer has", (results, _) => ComeIn(results, 1, 0)),
        new("ledger_profit", "profit came in that no customer has", (results, _) => ComeIn(results, 0, 1)),
        .. Datasets.Select(dataset => new BrokenCheck($"rows_{dataset}", "a row is lost without a count", (results, _) => Tampering.LoseRow(results, dataset))),
        .. Datasets.Select(dataset => new BrokenCheck($"rejected_share_{dataset}", "too many rows are rejected", (results, _) => Tampering.Reject(results, dataset))),
        .. Datasets.Select(dataset => new BrokenCheck("inputs_unchanged", $"{dataset} change while they are read", (results, shell) =>
        {
            File.AppendAllText(Path.Combine(shell.Folder, "shop", $"{dataset}.parquet"), "more");
            return results;
        })),
        new("orders_of_last_run", "readers see a run with three times the orders", (results, _) => results)
        {
            Before = shell =>
            {
                var folder = Path.Combine(shell.Folder, "out");
                var shown = Publication.Current(folder)!;
                Publication.Move(folder, shown with { Orders = shown.Orders * 3 });
            },
        },
    ];

    public override string ToString() => $"{Check}: {How}";

    private static RunResults ComeIn(RunResults results, int revenue, int profit)
    {
        var ledger = results.Ledger;
        return results with { Ledger = ledger with { In = (ledger.In.Revenue + revenue, ledger.In.Profit + profit) } };
    }
}
