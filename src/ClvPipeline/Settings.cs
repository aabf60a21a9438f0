namespace ClvPipeline;

/// <summary>All that decides a run's numbers besides its inputs and its as-of date. Each stage's part stands beside the stage.</summary>
public sealed record RunSettings
{
    /// <summary>IANA zone that decides local days and the reading of timestamps without a zone.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The currency of every amount; a row that names another one is rejected.</summary>
    public string Currency { get; init; } = "EUR";

    /// <summary>Customer lifetime value.</summary>
    public ClvSettings Clv { get; init; } = new();

    /// <summary>Modes, windows and credit models.</summary>
    public AttributionSettings Attribution { get; init; } = new();

    /// <summary>When a row is bad, and how much of that a run bears.</summary>
    public QualitySettings Quality { get; init; } = new();

    /// <summary>Which customers get a row in <c>customer_value</c>.</summary>
    public CustomerRows CustomerValue { get; init; } = CustomerRows.All;

    /// <summary>Whether <c>customer_horizon</c> is made: four rows a customer.</summary>
    public bool CustomerHorizon { get; init; }

    /// <summary>Whether <c>order_value</c> is made: a row an order, which keeps all orders in memory.</summary>
    public bool OrderValue { get; init; }

    /// <summary>Whether journeys are counted by path for <c>channel_path</c>; the table has no rows otherwise.</summary>
    public bool ChannelPath { get; init; } = true;

    /// <summary>Whether customers are summed by segment for <c>segment_value</c>; the table has no rows otherwise.</summary>
    public bool SegmentValue { get; init; } = true;

    /// <summary>Everything that is wrong with these settings, each as a sentence that names the setting.</summary>
    public IEnumerable<string> Problems()
    {
        if (!LocalTime.Exists(TimeZone)) yield return $"timeZone: '{TimeZone}' is not a time zone of this machine; expected an IANA name such as Europe/Amsterdam";
        if (string.IsNullOrWhiteSpace(Currency) || Currency.Length > 10) yield return $"currency: '{Currency}' is not a currency code; expected one such as EUR";
        foreach (var problem in Clv.Problems().Concat(Attribution.Problems()).Concat(Quality.Problems()).Concat(CustomerValue.Problems())) yield return problem;
    }
}
