namespace ClvPipeline;

/// <summary>A customer with an order, and what that is worth. Money in micro-units, instants in microseconds.</summary>
internal struct Buyer<TKey> where TKey : unmanaged
{
    public TKey Key;
    public long Text;
    public int Segment;

    /// <summary>Months since year 0 of the local month of the first order.</summary>
    public int Cohort;

    /// <summary>What the models know of the customer; not filled while there is no model.</summary>
    public Occasions Occasions;

    public long FirstOrderAt, LastOrderAt, Orders, Revenue, HistoricProfit, ExpectedRevenue, ExpectedProfit;

    /// <summary>Channels of the first and last touchpoint that may claim the first order; 0 is (unattributed).</summary>
    public int FirstChannel, LastChannel;

    public readonly long Clv => HistoricProfit + ExpectedProfit;
}
