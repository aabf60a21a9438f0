using ClvPipeline.Jobs.Report;

namespace ClvPipeline.Jobs.Serve;

/// <summary>What all pages share: head, style, the one form by which buttons of the live part act, and the foot.</summary>
internal static class Page
{
    /// <summary>The form that buttons of the live part belong to. It stands apart, so that a part that is written anew takes no token along.</summary>
    public const string Act = "act";

    private static readonly Lazy<string> StyleText = new(() => ReportPage.Style + Resource("serve.css")), ScriptText = new(() => Resource("serve.js"));

    /// <summary>The style of all pages.</summary>
    public static string Style => StyleText.Value;

    /// <summary>Their script.</summary>
    public static string Script => ScriptText.Value;

    /// <summary>Writes a page.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="title">What it is called.</param>
    /// <param name="token">What tells a form of ours.</param>
    /// <param name="text">Times.</param>
    /// <param name="body">What it holds.</param>
    public static void Write(Html html, string title, FormToken token, PageText text, Action body)
    {
        html.Raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n<link rel=\"icon\" href=\"data:,\">\n");
        html.Write($"<link rel=\"stylesheet\" href=\"/serve.css\">\n<script src=\"/serve.js\" defer></script>\n<title>{title}</title>\n</head>\n<body>\n");
        html.Raw($"<form id=\"{Act}\" method=\"post\">");
        token.Write(html);
        html.Raw("</form>\n");
        body();
        html.Write($"<footer><p>clv {VersionText.Version}. Times are those of {text.Zone}. This page is for this machine alone: nobody else can open it.</p></footer>\n</body>\n</html>\n");
    }

    /// <summary>A button of the live part that does something.</summary>
    public static void Button(Html html, string action, string label, string spoken, string kind = "") =>
        html.Write($"<button type=\"submit\" form=\"{Act}\" formaction=\"{action}\" class=\"small {kind}\" aria-label=\"{spoken}\">{label}</button>");

    /// <summary>What is wrong with what was asked for.</summary>
    public static void Problems(Html html, IReadOnlyList<string> problems)
    {
        if (problems.Count == 0) return;
        html.Raw("<div class=\"refused\" role=\"alert\" id=\"problems\" tabindex=\"-1\"><p>This could not be done:</p><ul>");
        foreach (var problem in problems) html.Write($"<li>{problem}</li>");
        html.Raw("</ul></div>");
    }

    private static string Resource(string name)
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream($"ClvPipeline.Jobs.Serve.Web.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>What tells a form of ours from one that another page has made up.</summary>
/// <param name="Name">The field.</param>
/// <param name="Value">Its value.</param>
internal sealed record FormToken(string Name, string Value)
{
    /// <summary>Writes it into a form.</summary>
    public void Write(Html html) => html.Write($"<input type=\"hidden\" name=\"{Name}\" value=\"{Value}\">");
}
