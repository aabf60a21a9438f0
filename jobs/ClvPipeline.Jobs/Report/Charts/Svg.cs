namespace ClvPipeline.Jobs.Report;

/// <summary>
/// What all charts share. A chart is as wide as its place: across it is drawn in percent, downwards in pixels, so that its words keep their size on any screen and on paper.
/// </summary>
internal static class Svg
{
    /// <summary>The height of a line of words.</summary>
    public const int Line = 18;

    /// <summary>What the style leaves free at the left of a picture whose values run upwards.</summary>
    public const int Margin = 46;

    /// <summary>The most names of a row that are told apart by colour; more begin anew, paler.</summary>
    public const int Colours = 6;

    /// <summary>Begins a picture of that height, with what it shows for those who do not see it.</summary>
    public static void Open(Html html, double height, string label, string kind = "across") => html.Write($"<svg class=\"chart {kind}\" role=\"img\" aria-label=\"{label}\" width=\"100%\" height=\"{height}\">");

    /// <summary>Ends it.</summary>
    public static void Close(Html html) => html.Raw("</svg>");

    /// <summary>The classes of series <paramref name="index"/>.</summary>
    public static string Series(int index) => index < Colours ? $"s{index % Colours}" : $"s{index % Colours} pale";

    /// <summary>On which side of its place a word stands: inside the picture at both ends.</summary>
    public static string Anchor(double percent) => percent < 4 ? "start" : percent > 96 ? "end" : "middle";

    /// <summary>A grid for values that run to the right: lines from top to bottom, ticks below, the unit below those.</summary>
    public static void Across(Html html, Scale scale, Axis axis, double top, double bottom)
    {
        foreach (var tick in scale.Ticks)
        {
            var x = scale.Percent(tick);
            // Bars that all begin at the side need no line there.
            if (x > 0) html.Write($"<line class=\"{(tick == 0 ? "zero" : "grid")}\" x1=\"{x}%\" x2=\"{x}%\" y1=\"{top}\" y2=\"{bottom}\"/>");
            html.Write($"<text class=\"tick\" x=\"{x}%\" y=\"{bottom + 14}\" text-anchor=\"{Anchor(x)}\">{axis.Tick(tick)}</text>");
        }

        html.Write($"<text class=\"unit\" x=\"100%\" y=\"{bottom + 14 + Line}\" text-anchor=\"end\">{axis.Unit}</text>");
    }

    /// <summary>A grid for values that run upwards: lines from side to side, their ticks at the left of the picture, the unit above.</summary>
    public static void Up(Html html, Scale scale, Axis axis, double top, double bottom)
    {
        html.Write($"<text class=\"unit\" x=\"{-Margin}\" y=\"{top - Line}\">{axis.Unit}</text>");
        foreach (var tick in scale.Ticks)
        {
            var y = bottom - (bottom - top) * scale.At(tick);
            html.Write($"<line class=\"{(tick == 0 ? "zero" : "grid")}\" x1=\"0\" x2=\"100%\" y1=\"{y}\" y2=\"{y}\"/><text class=\"tick\" x=\"-8\" y=\"{y + 4}\" text-anchor=\"end\">{axis.Tick(tick)}</text>");
        }
    }

    /// <summary>Which of many columns have their name below: as many as fit on a narrow screen, evenly spaced, the last among them.</summary>
    public static bool IsNamed(int index, int count, int most = 4)
    {
        var every = (count + most - 1) / most;
        return (count - 1 - index) % every == 0;
    }
}
