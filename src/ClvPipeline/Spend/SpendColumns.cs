namespace ClvPipeline;

/// <summary>What channels cost beside what they brought: spend, new customers, CAC, return on spend and payback of each row of a roll-up. Null where it is not known.</summary>
internal sealed class SpendColumns(NewCustomerValue? newCustomer, int rows)
{
    private const double MostUnits = 1e11; // DECIMAL(18,6) holds ten times that

    private readonly long[] _spend = new long[rows], _newCustomers = new long[rows], _cac = new long[rows], _payback = new long[rows];
    private readonly double[] _roas = new double[rows], _roasFirst = new double[rows], _clvToCac = new double[rows];
    private readonly byte[] _hasSpend = new byte[rows], _hasCustomers = new byte[rows], _hasCac = new byte[rows], _hasPayback = new byte[rows], _hasRatio = new byte[rows];

    /// <summary>Fills a row.</summary>
    /// <param name="row">Which.</param>
    /// <param name="spend">In micro-units; null where the channel has no row of spend.</param>
    /// <param name="newCustomers">Customers credited in <c>acquisition</c>, in millionths; null where that mode is not computed.</param>
    /// <param name="revenue">Credited, of the cohorts that spend has rows for; so the others. In micro-units.</param>
    /// <param name="firstRevenue">Revenue of first orders.</param>
    /// <param name="clv">Lifetime value.</param>
    public void Set(int row, long? spend, long? newCustomers, long revenue, long firstRevenue, long clv)
    {
        if (newCustomers is { } customers) (_newCustomers[row], _hasCustomers[row]) = (customers, 1);
        if (spend is not { } amount) return;
        (_spend[row], _hasSpend[row]) = (amount, 1);
        if (amount > 0) (_roas[row], _roasFirst[row], _clvToCac[row], _hasRatio[row]) = ((double)revenue / amount, (double)firstRevenue / amount, (double)clv / amount, 1);
        if (amount < 0 || newCustomers is not > 0) return;
        var cac = (double)amount / newCustomers.Value; // micro-units per millionth of a customer: units of the currency per customer
        // A millionth of a customer can make this larger than a result holds: then it says nothing anyhow.
        if (cac >= MostUnits) return;
        (_cac[row], _hasCac[row]) = ((long)Math.Round(cac * Micros.PerUnit), 1);
        if (newCustomer?.PaybackMonths(cac) is { } months) (_payback[row], _hasPayback[row]) = (months, 1);
    }

    /// <summary>Adds the columns in the order of <see cref="Tables"/>.</summary>
    public TableBuilder AddTo(TableBuilder table) => table
        .Longs(_spend, _hasSpend).Longs(_newCustomers, _hasCustomers).Longs(_cac, _hasCac)
        .Reals(_roas, _hasRatio).Reals(_roasFirst, _hasRatio).Reals(_clvToCac, _hasRatio)
        .Longs(_payback, _hasPayback);
}
