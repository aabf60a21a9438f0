namespace ClvPipeline.Jobs.Report;

/// <summary>The values of one name over all groups or months of a chart; null where there is none.</summary>
/// <param name="Label">The name.</param>
/// <param name="Values">A value a group.</param>
internal sealed record Series(Name Label, IReadOnlyList<double?> Values)
{
    /// <summary>What the colours stand for, in the order of the series.</summary>
    public static void WriteLegend(Html html, IEnumerable<Name> labels)
    {
        html.Raw("<ul class=\"legend\">");
        foreach (var (i, label) in labels.Index()) html.Write($"<li><i class=\"{Svg.Series(i)}\"></i>{label}</li>");
        html.Raw("</ul>");
    }
}
