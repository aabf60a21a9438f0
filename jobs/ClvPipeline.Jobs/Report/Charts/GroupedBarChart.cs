namespace ClvPipeline.Jobs.Report;

/// <summary>Bars side by side within a group: the same series in every group, in the order of the legend.</summary>
internal static class GroupedBarChart
{
    private const int Head = 22, Thick = 9, Gap = 1, Foot = 10, Longest = 34;

    /// <summary>Draws it.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="groups">The groups, from the top.</param>
    /// <param name="series">A value a group each.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="text">A value as people read it.</param>
    /// <param name="label">What it shows, in words.</param>
    public static void Write(Html html, IReadOnlyList<Name> groups, IReadOnlyList<Series> series, Axis axis, Func<double, string> text, string label)
    {
        var scale = axis.Scale(series.SelectMany(each => each.Values).OfType<double>(), 4);
        var group = Head + series.Count * (Thick + Gap) + Foot;
        double bottom = groups.Count * group, zero = scale.Percent(0);
        Series.WriteLegend(html, series.Select(each => each.Label));
        Svg.Open(html, bottom + 2 * Svg.Line, label);
        Svg.Across(html, scale, axis, 0, bottom);
        for (var g = 0; g < groups.Count; g++)
        {
            var top = g * group;
            html.Write($"<text class=\"name halo\" x=\"0\" y=\"{top + 15}\">{groups[g].Short(Longest)}</text>");
            for (var s = 0; s < series.Count; s++)
            {
                if (series[s].Values[g] is not { } value || value == 0) continue;
                var end = scale.Percent(value);
                html.Write($"<rect class=\"{Svg.Series(s)}\" x=\"{Math.Min(zero, end)}%\" y=\"{top + Head + s * (Thick + Gap)}\" width=\"{Math.Max(Math.Abs(end - zero), 0.15)}%\" height=\"{Thick}\" rx=\"2\"><title>{groups[g].Apart}, {series[s].Label.Apart}: {text(value)}</title></rect>");
            }
        }

        Svg.Close(html);
    }
}
