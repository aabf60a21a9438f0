namespace ClvPipeline.Jobs;

/// <summary>Whether and how a run's report is written. It decides no number, so it is no parameter of a run.</summary>
public sealed record ReportSettings
{
    /// <summary>Whether a run writes one.</summary>
    public bool Written { get; init; } = true;

    /// <summary>The code of its language.</summary>
    public string Language { get; init; } = "en";

    /// <summary>The most customers that it names. None by default: a report is forwarded, and ids are personal data.</summary>
    public CustomerRows Customers { get; init; } = new(0);

    /// <summary>Reads <c>none</c> or <c>top:N</c>; null if it is neither.</summary>
    internal static CustomerRows? ParseCustomers(string text) => text == "all" ? null : CustomerRows.Parse(text);
}
