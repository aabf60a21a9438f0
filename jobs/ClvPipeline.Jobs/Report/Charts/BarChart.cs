namespace ClvPipeline.Jobs.Report;

/// <summary>Bars that run to the right, a row each: the name and the value above the bar, so that neither takes its room on a narrow screen.</summary>
internal static class BarChart
{
    private const int Row = 42, Thick = 14, Longest = 46;

    /// <summary>Draws it.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="bars">The bars, from the top.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="label">What it shows, in words.</param>
    public static void Write(Html html, IReadOnlyList<Bar> bars, Axis axis, string label)
    {
        var scale = axis.Scale(bars.Select(bar => bar.Value).Concat(bars.SelectMany(bar => bar.Range is { } range ? new[] { range.Low, range.High } : [])), 4);
        var top = axis.Marks.Count > 0 ? Svg.Line : 0;
        var bottom = top + bars.Count * Row + 4;
        Svg.Open(html, bottom + 2 * Svg.Line, label);
        Svg.Across(html, scale, axis, top, bottom);
        foreach (var (at, text) in axis.Marks)
        {
            var x = scale.Percent(at);
            html.Write($"<line class=\"mark\" x1=\"{x}%\" x2=\"{x}%\" y1=\"{top}\" y2=\"{bottom}\"/><text class=\"tick\" x=\"{x}%\" y=\"12\" text-anchor=\"{Svg.Anchor(x)}\">{text}</text>");
        }

        for (var i = 0; i < bars.Count; i++) Write(html, bars[i], scale, top + i * Row);
        Svg.Close(html);
    }

    private static void Write(Html html, Bar bar, Scale scale, double top)
    {
        double zero = scale.Percent(0), end = scale.Percent(bar.Value), y = top + 21;
        html.Write($"<g><title>{bar.Title ?? $"{bar.Label.Apart}: {bar.Text}"}</title>");
        html.Write($"<rect class=\"hit\" x=\"0\" y=\"{top}\" width=\"100%\" height=\"{Row}\"/>");
        html.Write($"<text class=\"name halo\" x=\"0\" y=\"{top + 15}\">{bar.Label.Short(Longest - bar.Text.Length)}</text><text class=\"value halo\" x=\"100%\" y=\"{top + 15}\" text-anchor=\"end\">{bar.Text}</text>");
        if (bar.Value != 0) html.Write($"<rect class=\"{(bar.Quiet ? "quiet" : Svg.Series(bar.Series))}\" x=\"{Math.Min(zero, end)}%\" y=\"{y}\" width=\"{Math.Max(Math.Abs(end - zero), 0.15)}%\" height=\"{Thick}\" rx=\"3\"/>");
        if (bar.Range is { } range)
        {
            double low = scale.Percent(range.Low), high = scale.Percent(range.High), middle = y + Thick / 2d;
            html.Write($"<g class=\"whisker\"><line x1=\"{low}%\" x2=\"{high}%\" y1=\"{middle}\" y2=\"{middle}\"/><line x1=\"{low}%\" x2=\"{low}%\" y1=\"{middle - 5}\" y2=\"{middle + 5}\"/>");
            // A whisker without an end goes on beyond the axis.
            if (range.High <= scale.To) html.Write($"<line x1=\"{high}%\" x2=\"{high}%\" y1=\"{middle - 5}\" y2=\"{middle + 5}\"/>");
            html.Raw("</g>");
        }

        html.Raw("</g>");
    }
}
