namespace ClvPipeline;

/// <summary>
/// What of a customer's value is no order's own in <c>order</c> mode (left-overs, the expected part, the customer itself). Its journey is the customer's
/// order journeys one after another, each share divided by the number of orders; an order without touches gives its part to (unattributed).
/// </summary>
internal readonly struct Residual(long leftRevenue, long leftProfit, long expectedProfit)
{
    private long Clv => leftProfit + expectedProfit;

    /// <summary>The part of CLV that goes with the journey of order k of n.</summary>
    public long ClvPart(int k, int n) => Before(Clv, k + 1, n) - Before(Clv, k, n);

    /// <summary>Spreads what falls to the journey of order k of n.</summary>
    public void Spread(int k, int n, ReadOnlySpan<double> upTo, ReadOnlySpan<int> rows, int unattributed, long[] data, int cell)
    {
        One(leftRevenue, Measure.Revenue, k, n, upTo, rows, unattributed, data, cell);
        One(leftProfit, Measure.HistoricProfit, k, n, upTo, rows, unattributed, data, cell);
        One(expectedProfit, Measure.ExpectedProfit, k, n, upTo, rows, unattributed, data, cell);
        One(Clv, Measure.Clv, k, n, upTo, rows, unattributed, data, cell);
        One(Credit.One, Measure.Customers, k, n, upTo, rows, unattributed, data, cell);
    }

    private static void One(long value, int measure, int k, int n, ReadOnlySpan<double> upTo, ReadOnlySpan<int> rows, int unattributed, long[] data, int cell)
    {
        if (value == 0) return;
        var before = Before(value, k, n);
        var after = Before(value, k + 1, n);
        for (var i = 0; i < rows.Length - 1; i++)
        {
            var now = Credit.UpTo(value, (k + upTo[i]) / n);
            data[rows[i] + cell + measure] += now - before;
            before = now;
        }

        data[(rows.Length == 0 ? unattributed : rows[^1]) + cell + measure] += after - before;
    }

    // The running sum of the shares is k/n where journey k begins, whatever the model; at n of n it is 1 exactly.
    private static long Before(long value, int k, int n) => Credit.UpTo(value, (double)k / n);
}
