namespace ClvPipeline;

/// <summary>Makes <c>customer_horizon</c>: for each customer of <c>customer_value</c> a row per distance.</summary>
internal sealed class HorizonTable<TKey>(RunRequest request, IntakeContext context, Predictions? predictions, int threads) where TKey : unmanaged, IKey<TKey>
{
    private const int CustomersAtOnce = 4096;

    /// <param name="buyers">The buyers.</param>
    /// <param name="order">Places of those who get rows, in the order of the rows.</param>
    /// <param name="cancellation">Stops between distances.</param>
    public ResultTable Build(Buyer<TKey>[] buyers, int[] order, CancellationToken cancellation)
    {
        if (predictions is null) order = [];
        var (customers, months) = (order.Length, Forecaster.Months);
        var rows = checked(customers * months.Count);
        var (keys, texts, known) = (new TKey[customers], new long[customers], new (int Models, int Place, double MeanSpend, double Spend, double Margin)[customers]);
        // Customers are far apart in memory, and large: what four distances need of each is gathered in one look.
        InParts((from, to) =>
        {
            for (var i = from; i < to; i++)
            {
                ref readonly var buyer = ref buyers[order[i]];
                var expected = predictions!.Of(buyer.Occasions, context.Segments[buyer.Segment], buyer.Revenue, buyer.HistoricProfit);
                (keys[i], texts[i], known[i]) = (buyer.Key, buyer.Text, (expected.Models.Number, expected.Place, buyer.Occasions.MeanSpend, expected.ExpectedSpend, expected.MarginRate));
            }
        });

        var (purchases, profit, low, high) = (new double[rows], new long[rows], new long[rows], new long[rows]);
        for (var k = 0; k < months.Count && customers > 0; k++)
        {
            // One distance after another, so that the forecasts of one at a time are in memory.
            var (within, column) = (predictions!.Within(months[k], threads, cancellation), k);
            InParts((from, to) =>
            {
                for (var i = from; i < to; i++)
                {
                    var (row, customer) = (i * months.Count + column, known[i]);
                    (purchases[row], profit[row], low[row], high[row]) = within.Of(customer.Models, customer.Place, customer.MeanSpend, customer.Spend, customer.Margin);
                }
            });
        }

        var (codes, distances) = (new int[rows], new long[rows]);
        for (var row = 0; row < rows; row++) (codes[row], distances[row]) = (row / months.Count, months[row % months.Count]);
        var table = new TableBuilder(Tables.CustomerHorizon, rows).Constant(request.RunId);
        new CustomerIds<TKey>(context).AddTo(table, codes, keys, texts);
        return table.Longs(distances).Reals(purchases).Longs(profit).Longs(low).Longs(high).Build();

        void InParts(Action<int, int> work) => Workers.Run(threads, (customers + CustomersAtOnce - 1) / CustomersAtOnce,
            (_, part) => work(part * CustomersAtOnce, Math.Min(customers, (part + 1) * CustomersAtOnce)), cancellation);
    }
}
