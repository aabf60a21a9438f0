namespace ClvPipeline.Jobs.Report;

/// <summary>How a report is written: in which language, and how many customers it names.</summary>
/// <param name="Language">The language.</param>
/// <param name="Customers">The most customers that are named; 0 for none.</param>
internal sealed record ReportOptions(ReportLanguage Language, int Customers)
{
    /// <summary>As the settings say.</summary>
    public static ReportOptions Of(ReportSettings settings) => new(ReportLanguage.Find(settings.Language)!, settings.Customers.Limit);
}
