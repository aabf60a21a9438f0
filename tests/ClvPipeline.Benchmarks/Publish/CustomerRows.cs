using System.Text;

namespace ClvPipeline.Benchmarks.Publish;

/// <summary>Made-up rows of <c>customer_value</c>, as a run with a model would have them.</summary>
internal static class CustomerRows
{
    private static readonly string[] Words = ["benchmark", "consumer", "business", "active", "at_risk", "lost", "paid_search", "email", "organic_search", "(unattributed)"];

    public static (ResultTable Table, RunTotals Totals) Make(int rows)
    {
        var random = new Random(1);
        var totals = (Orders: 0L, Revenue: 0L, Historic: 0L, Expected: 0L);
        var spec = Tables.CustomerValue;
        var columns = spec.Columns.ToDictionary(column => column.Name, column => column.Kind switch
        {
            ResultKind.Real => new double[rows],
            ResultKind.Text => new int[rows],
            _ => (Array)new long[rows],
        });
        for (var row = 0; row < rows; row++)
        {
            foreach (var column in spec.Columns)
            {
                switch (columns[column.Name])
                {
                    case double[] reals: reals[row] = random.NextDouble() * 40; break;
                    case int[] codes: codes[row] = column.Name switch { "run_id" => 0, "customer_id" => row, "segment" => 1 + random.Next(2), "status" => 3 + random.Next(3), _ => 6 + random.Next(4) }; break;
                    case long[] longs:
                        longs[row] = column.Kind switch { ResultKind.Date => 20_000 + random.Next(700), ResultKind.Instant => 1_750_000_000_000_000 + random.NextInt64(30_000_000_000_000), ResultKind.Integer => random.Next(40), _ => random.NextInt64(900_000_000) };
                        break;
                }
            }

            Longs("clv")[row] = Longs("historic_profit")[row] + Longs("expected_profit")[row];
            totals = (totals.Orders + Longs("orders")[row], totals.Revenue + Longs("revenue")[row], totals.Historic + Longs("historic_profit")[row], totals.Expected + Longs("expected_profit")[row]);
        }

        var (words, ids) = (Texts(Words), Texts([.. Enumerable.Range(0, rows).Select(row => $"{1_000_000 + row}")]));
        var table = new ResultTable(spec, rows, [.. spec.Columns.Select(column => columns[column.Name] switch
        {
            double[] reals => (ResultColumn)new ResultColumn.Reals(reals),
            int[] codes => column.Name == "customer_id" ? new ResultColumn.Text(codes, ids.Data, ids.Offsets) : new ResultColumn.Text(codes, words.Data, words.Offsets),
            var longs => new ResultColumn.Longs((long[])longs),
        })]);
        return (table, new RunTotals { Customers = rows, Orders = totals.Orders, Touchpoints = 0, Revenue = totals.Revenue, HistoricProfit = totals.Historic, ExpectedProfit = totals.Expected, Unattributed = 0, ProfitWithoutPurchase = 0 });

        long[] Longs(string name) => (long[])columns[name];
    }

    private static (byte[] Data, int[] Offsets) Texts(IReadOnlyList<string> values)
    {
        var offsets = new int[values.Count + 1];
        for (var i = 0; i < values.Count; i++) offsets[i + 1] = offsets[i] + Encoding.UTF8.GetByteCount(values[i]);
        return (Encoding.UTF8.GetBytes(string.Concat(values)), offsets);
    }
}
