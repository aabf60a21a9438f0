using System.Text;

namespace ClvPipeline.Jobs.Report;

/// <summary>
/// The report of a run: one page that needs nothing besides itself, a pure function of the run's tables. Sections stand in the order of the questions that people ask;
/// each says in a sentence what it shows, or why it has nothing to show.
/// </summary>
internal static class ReportPage
{
    /// <summary>The name of the file in a run's folder.</summary>
    public const string FileName = "report.html";

    private static readonly string[] Sections = ["channels", "spend", "customers", "risk", "paths", "trust", "definitions"];
    private static readonly Lazy<string> StyleText = new(() => Resource("report.css"));

    /// <summary>Its style, which other pages of the program have too.</summary>
    internal static string Style => StyleText.Value;

    /// <summary>Writes it as UTF-8.</summary>
    public static void Write(Stream to, RunTables tables, ReportOptions options)
    {
        using var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
        Write(writer, tables, options);
    }

    /// <summary>Writes it.</summary>
    public static void Write(TextWriter to, RunTables tables, ReportOptions options)
    {
        var (html, words) = (new Html(to), new ReportText(options.Language));
        var run = new RunFacts(tables.Find("run")!);
        var sheet = new Sheet(html, words, new NumberText(options.Language, run.Currency), run, tables, options);
        Head(sheet);
        new Headline(sheet).Write();
        Contents(sheet);
        html.Raw("<main>\n");
        new ChannelSection(sheet).Write();
        new SpendSection(sheet).Write();
        new CustomerSection(sheet).Write();
        new RiskSection(sheet).Write();
        new PathSection(sheet).Write();
        new TrustSection(sheet).Write();
        new DefinitionSection(sheet).Write();
        html.Raw("</main>\n");
        html.Write($"<footer><p>{words.Of("page.footer", run.Text("run_id")!, run.Text("version")!)}</p></footer>\n</body>\n</html>\n");
    }

    private static void Head(Sheet sheet)
    {
        // Nothing is fetched and nothing is run, whatever the data hold.
        sheet.Html.Write($"<!doctype html>\n<html lang=\"{sheet.Options.Language.Code}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n");
        sheet.Html.Write($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n<link rel=\"icon\" href=\"data:,\">\n");
        sheet.Html.Write($"<title>{sheet.Words.Of("page.title", sheet.Numbers.Day(sheet.Run.AsOf))}</title>\n<style>\n");
        sheet.Html.Raw(Style);
        sheet.Html.Raw("</style>\n</head>\n<body>\n");
    }

    private static void Contents(Sheet sheet)
    {
        sheet.Html.Write($"<nav aria-label=\"{sheet.Words["page.contents"]}\"><ol>");
        foreach (var id in Sections) sheet.Html.Write($"<li><a href=\"#{id}\">{sheet.Words[$"{id}.short"]}</a></li>");
        sheet.Html.Raw("</ol></nav>\n");
    }

    private static string Resource(string name)
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream($"ClvPipeline.Jobs.Report.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
