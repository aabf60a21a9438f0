using System.Globalization;
using System.Resources;

namespace ClvPipeline.Jobs.Report;

/// <summary>The words of a report, from the resource file of its language. Places for values are written <c>{0}</c>, <c>{1}</c>.</summary>
internal sealed class ReportText(ReportLanguage language)
{
    private readonly ResourceManager _words = new($"ClvPipeline.Jobs.Report.Text.{language.Resources}", typeof(ReportText).Assembly);

    /// <summary>The language.</summary>
    public ReportLanguage Language => language;

    /// <summary>The words of a key.</summary>
    public string this[string key] => Find(key) ?? throw new ArgumentException($"{language.Resources}.resx has no '{key}'", nameof(key));

    /// <summary>The words of a key that may be missing.</summary>
    public string? Find(string key) => _words.GetString(key, CultureInfo.InvariantCulture);

    /// <summary>Plain text with values in it.</summary>
    public string Of(string key, params ReadOnlySpan<string> values)
    {
        var text = this[key];
        for (var i = 0; i < values.Length; i++) text = text.Replace($"{{{i.ToString(CultureInfo.InvariantCulture)}}}", values[i], StringComparison.Ordinal);
        return text;
    }

    /// <summary>A paragraph's words with values in it, as markup.</summary>
    public void Write(Html html, string key, params ReadOnlySpan<Part> parts)
    {
        var text = this[key].AsSpan();
        while (text.IndexOf('{') is >= 0 and var open)
        {
            html.Text(text[..open]);
            var part = parts[text[open + 1] - '0'];
            switch (part.Kind)
            {
                case PartKind.Number: html.Write($"<strong>{part.Text}</strong>"); break;
                case PartKind.Name: html.Write($"<strong>{new Name(part.Text)}</strong>"); break;
                default: html.Text(part.Text); break;
            }

            text = text[(open + 3)..];
        }

        html.Text(text);
    }
}
