using System.Globalization;
using System.Runtime.CompilerServices;

namespace ClvPipeline.Jobs.Report;

/// <summary>What <see cref="Html.Write"/> is given: the literal parts go out as they are, the rest by its kind.</summary>
[InterpolatedStringHandler]
internal readonly ref struct Markup
{
    private readonly Html _html;

    /// <summary>Called by the compiler.</summary>
    public Markup(int literalLength, int formattedCount, Html html) => _html = html;

    /// <summary>Markup.</summary>
    public void AppendLiteral(string markup) => _html.Raw(markup);

    /// <summary>Text.</summary>
    public void AppendFormatted(string? text) => _html.Text(text);

    /// <summary>A whole number of the page's own, such as a span.</summary>
    public void AppendFormatted(int number) => _html.Raw(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A coordinate, to a hundredth of a pixel or percent.</summary>
    public void AppendFormatted(double coordinate) => _html.Raw((Math.Round(coordinate, 2) + 0d).ToString("0.##", CultureInfo.InvariantCulture));

    /// <summary>A name of the data.</summary>
    public void AppendFormatted(Name name) => name.WriteTo(_html);
}
