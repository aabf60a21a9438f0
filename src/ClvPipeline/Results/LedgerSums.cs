using System.Runtime.InteropServices;

namespace ClvPipeline;

/// <summary>Adds up the customers themselves by cohort and segment, without any journey, model or cell: what the tables are checked against.</summary>
internal sealed class LedgerSums
{
    private readonly Dictionary<long, Sum> _sums = []; // by cohort and segment: a look for every customer, so a key that is found fast

    private struct Sum
    {
        public long Customers, Orders;
        public Int128 Revenue, HistoricProfit, ExpectedProfit;
    }

    public long Customers { get; private set; }

    public void Add<TKey>(in Buyer<TKey> buyer) where TKey : unmanaged
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, (long)buyer.Cohort << 32 | (uint)buyer.Segment, out _);
        sum.Customers++;
        sum.Orders += buyer.Orders;
        sum.Revenue += buyer.Revenue;
        sum.HistoricProfit += buyer.HistoricProfit;
        sum.ExpectedProfit += buyer.ExpectedProfit;
        Customers++;
    }

    public void Add(LedgerSums other)
    {
        foreach (var (key, more) in other._sums)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, key, out _);
            sum.Customers += more.Customers;
            sum.Orders += more.Orders;
            sum.Revenue += more.Revenue;
            sum.HistoricProfit += more.HistoricProfit;
            sum.ExpectedProfit += more.ExpectedProfit;
        }

        Customers += other.Customers;
    }

    public IReadOnlyList<LedgerGroup> Groups(Names segments) =>
    [
        .. _sums.Select(s => new LedgerGroup(Cohorts.FirstDay((int)(s.Key >> 32)), segments[(int)s.Key], s.Value.Customers, s.Value.Orders,
            s.Value.Revenue, s.Value.HistoricProfit, s.Value.ExpectedProfit, s.Value.HistoricProfit + s.Value.ExpectedProfit))
            .OrderBy(g => g.CohortDay).ThenBy(g => g.Segment, Utf8Order.Instance),
    ];
}
