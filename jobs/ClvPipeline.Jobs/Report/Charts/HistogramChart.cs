namespace ClvPipeline.Jobs.Report;

/// <summary>How often values of each size occur: columns without gaps.</summary>
internal static class HistogramChart
{
    private const int Head = 40, Room = 180;

    /// <summary>Draws it.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="bins">The columns from the left: from where they reach, how many values they hold, and what is told when they are pointed at.</param>
    /// <param name="up">The axis of the numbers of values.</param>
    /// <param name="across">The axis of the values.</param>
    /// <param name="label">What it shows, in words.</param>
    public static void Write(Html html, IReadOnlyList<(string From, long Count, string Title)> bins, Axis up, Axis across, string label)
    {
        var scale = Scale.Of(0, bins.Max(bin => bin.Count), 4, whole: true);
        double bottom = Head + Room, width = 100d / bins.Count;
        Svg.Open(html, bottom + 2 * Svg.Line, label, "up");
        Svg.Up(html, scale, up, Head, bottom);
        for (var i = 0; i < bins.Count; i++)
        {
            var height = Room * scale.At(bins[i].Count);
            html.Write($"<g><title>{bins[i].Title}</title><rect class=\"hit\" x=\"{i * width}%\" y=\"{Head}\" width=\"{width}%\" height=\"{Room}\"/>");
            html.Write($"<rect class=\"s1\" x=\"{i * width + width * 0.06}%\" y=\"{bottom - height}\" width=\"{width * 0.88}%\" height=\"{height}\" rx=\"2\"/></g>");
            if (Svg.IsNamed(i, bins.Count) && i < bins.Count - 1) html.Write($"<text class=\"tick\" x=\"{i * width}%\" y=\"{bottom + 14}\" text-anchor=\"{(i == 0 ? "start" : "middle")}\">{bins[i].From}</text>");
        }

        html.Write($"<text class=\"tick\" x=\"100%\" y=\"{bottom + 14}\" text-anchor=\"end\">{bins[^1].From}</text>");
        html.Write($"<text class=\"unit\" x=\"100%\" y=\"{bottom + 14 + Svg.Line}\" text-anchor=\"end\">{across.Unit}</text>");
        Svg.Close(html);
    }
}
