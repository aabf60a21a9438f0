namespace ClvPipeline.Tests.Oracle;

/// <summary>A row of <c>channel_value</c>, exact.</summary>
public sealed class Cell
{
    public Measure Customers { get; } = new();

    public Measure Orders { get; } = new();

    public Measure Revenue { get; } = new();

    public Measure HistoricProfit { get; } = new();

    public Measure Clv { get; } = new();

    /// <summary>Distinct touches that stand in a journey of the mode.</summary>
    public int Touchpoints { get; set; }

    /// <summary>Credits a share of a value.</summary>
    public void Add(Fraction share, Value value)
    {
        Customers.Add(share * value.Customers * 1_000_000);
        Orders.Add(share * value.Orders * 1_000_000);
        Revenue.Add(share * value.Revenue);
        HistoricProfit.Add(share * value.Profit);
        Clv.Add(share * value.Profit);
    }
}
