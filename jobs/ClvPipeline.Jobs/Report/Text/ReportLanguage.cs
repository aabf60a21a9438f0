namespace ClvPipeline.Jobs.Report;

/// <summary>A language that reports are written in, and how it writes numbers and dates.</summary>
/// <param name="Code">Its code, as in the setting and in the page.</param>
/// <param name="Resources">Its resource file.</param>
/// <param name="Point">Between whole and fraction.</param>
/// <param name="Comma">Between thousands.</param>
/// <param name="BetweenSymbolAndAmount">Between a currency's symbol and an amount.</param>
/// <param name="Thousand">Behind thousands, short.</param>
/// <param name="Million">Behind millions, short.</param>
/// <param name="Billion">Behind thousands of millions, short.</param>
/// <param name="Months">The months, from January on.</param>
internal sealed record ReportLanguage(
    string Code, string Resources, char Point, char Comma, string BetweenSymbolAndAmount, string Thousand, string Million, string Billion, IReadOnlyList<string> Months)
{
    /// <summary>English, the default.</summary>
    public static readonly ReportLanguage English = new("en", "English", '.', ',', "", "k", "M", "bn",
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]);

    /// <summary>Dutch.</summary>
    public static readonly ReportLanguage Dutch = new("nl", "Dutch", ',', '.', "\u00a0", "k", "\u00a0mln", "\u00a0mld",
        ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"]);

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<ReportLanguage> All = [English, Dutch];

    /// <summary>The language of a code; null if it is none of these.</summary>
    public static ReportLanguage? Find(string code) => All.FirstOrDefault(language => language.Code == code);
}
