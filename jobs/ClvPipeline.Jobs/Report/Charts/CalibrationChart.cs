namespace ClvPipeline.Jobs.Report;

/// <summary>What was forecast against what came: points on the dashed line were forecast right, those above it too low.</summary>
internal static class CalibrationChart
{
    private const int Head = 40, Room = 220;

    /// <summary>Draws it.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="labels">What the series are called, in the order of their colours.</param>
    /// <param name="points">Which series, what was forecast, what came, and what is told of it.</param>
    /// <param name="up">The axis of what came.</param>
    /// <param name="across">The axis of the forecast; both have the same ticks.</param>
    /// <param name="label">What it shows, in words.</param>
    public static void Write(Html html, IReadOnlyList<Name> labels, IReadOnlyList<(int Series, double Forecast, double Actual, string Title)> points, Axis up, Axis across, string label)
    {
        var scale = Scale.Of(0, points.Max(point => Math.Max(point.Forecast, point.Actual)), 5);
        double bottom = Head + Room;
        if (labels.Count > 1) Series.WriteLegend(html, labels);
        Svg.Open(html, bottom + 2 * Svg.Line, label, "up");
        Svg.Up(html, scale, up, Head, bottom);
        html.Write($"<line class=\"mark\" x1=\"0\" y1=\"{bottom}\" x2=\"100%\" y2=\"{Head}\"/>");
        foreach (var tick in scale.Ticks)
        {
            var x = scale.Percent(tick);
            html.Write($"<text class=\"tick\" x=\"{x}%\" y=\"{bottom + 14}\" text-anchor=\"{Svg.Anchor(x)}\">{across.Tick(tick)}</text>");
        }

        foreach (var (series, forecast, actual, title) in points)
            html.Write($"<circle class=\"dot {Svg.Series(series)}\" cx=\"{scale.Percent(forecast)}%\" cy=\"{bottom - Room * scale.At(actual)}\" r=\"5\"><title>{title}</title></circle>");
        html.Write($"<text class=\"unit\" x=\"100%\" y=\"{bottom + 14 + Svg.Line}\" text-anchor=\"end\">{across.Unit}</text>");
        Svg.Close(html);
    }
}
