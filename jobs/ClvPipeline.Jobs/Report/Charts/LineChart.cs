using System.Globalization;
using System.Text;

namespace ClvPipeline.Jobs.Report;

/// <summary>Values over months: lines, or areas that stand upon one another.</summary>
internal static class LineChart
{
    private const int Head = 40, Room = 200;

    /// <summary>Draws lines; a line is broken where a value is missing.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="months">The names below.</param>
    /// <param name="series">A value a month each.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="text">A value as people read it.</param>
    /// <param name="label">What it shows, in words.</param>
    public static void Write(Html html, IReadOnlyList<string> months, IReadOnlyList<Series> series, Axis axis, Func<double, string> text, string label)
    {
        var scale = axis.Scale(series.SelectMany(each => each.Values).OfType<double>(), 5);
        Frame(html, months, series, axis, scale, text, label, () =>
        {
            for (var s = 0; s < series.Count; s++) html.Write($"<path class=\"line {Colour(series, s)}\" d=\"{Path(series[s].Values, scale)}\"/>");
        }, () =>
        {
            for (var s = 0; s < series.Count; s++)
                for (var m = 0; m < months.Count && months.Count <= 60; m++)
                    if (series[s].Values[m] is { } value) html.Write($"<circle class=\"{Colour(series, s)}\" cx=\"{X(m, months.Count) / 10}%\" cy=\"{Head + Y(value, scale)}\" r=\"3\"/>");
        });
    }

    /// <summary>Draws areas upon one another, the first at the bottom; for values that are not below 0.</summary>
    public static void WriteAreas(Html html, IReadOnlyList<string> months, IReadOnlyList<Series> series, Axis axis, Func<double, string> text, string label)
    {
        var sums = new double[series.Count + 1][];
        sums[0] = new double[months.Count];
        for (var s = 0; s < series.Count; s++) sums[s + 1] = [.. sums[s].Select((below, m) => below + Math.Max(0, series[s].Values[m] ?? 0))];
        var scale = Scale.Of(0, sums[^1].DefaultIfEmpty().Max(), 5, axis.Whole);
        Frame(html, months, series, axis, scale, text, label, () =>
        {
            for (var s = 0; s < series.Count; s++)
            {
                var d = new StringBuilder();
                for (var m = 0; m < months.Count; m++) Point(d, m == 0 ? 'M' : 'L', m, months.Count, sums[s + 1][m], scale);
                for (var m = months.Count - 1; m >= 0; m--) Point(d, 'L', m, months.Count, sums[s][m], scale);
                html.Write($"<path class=\"area {Svg.Series(s)}\" d=\"{d.Append('Z').ToString()}\"/>");
            }
        }, () =>
        {
            // A single month has no area: it is shown by its tops.
            for (var s = 0; s < series.Count && months.Count == 1; s++) html.Write($"<circle class=\"{Svg.Series(s)}\" cx=\"50%\" cy=\"{Head + Y(sums[s + 1][0], scale)}\" r=\"4\"/>");
        });
    }

    private static void Frame(Html html, IReadOnlyList<string> months, IReadOnlyList<Series> series, Axis axis, Scale scale, Func<double, string> text, string label, Action shapes, Action points)
    {
        double bottom = Head + Room, width = 100d / months.Count;
        if (series.Count > 1) Series.WriteLegend(html, series.Select(each => each.Label));
        Svg.Open(html, bottom + Svg.Line + 4, label, "up");
        Svg.Up(html, scale, axis, Head, bottom);
        html.Write($"<svg x=\"0\" y=\"{Head}\" width=\"100%\" height=\"{Room}\" viewBox=\"0 0 1000 {Room}\" preserveAspectRatio=\"none\">");
        shapes();
        Svg.Close(html);
        points();
        foreach (var (at, name) in axis.Marks)
        {
            var y = Head + Y(at, scale);
            html.Write($"<line class=\"mark\" x1=\"0\" x2=\"100%\" y1=\"{y}\" y2=\"{y}\"/><text class=\"tick halo\" x=\"100%\" y=\"{y - 4}\" text-anchor=\"end\">{name}</text>");
        }

        for (var m = 0; m < months.Count; m++)
        {
            var x = X(m, months.Count) / 10;
            if (Svg.IsNamed(m, months.Count)) html.Write($"<text class=\"tick\" x=\"{x}%\" y=\"{bottom + 16}\" text-anchor=\"{(x > 90 && months.Count > 1 ? "end" : x < 10 ? "start" : "middle")}\">{months[m]}</text>");
            html.Write($"<rect class=\"hit\" x=\"{m * width}%\" y=\"{Head}\" width=\"{width}%\" height=\"{Room}\"><title>{months[m]}");
            foreach (var each in series)
                if (each.Values[m] is { } value) html.Write($"\n{each.Label.Apart}: {text(value)}");
            html.Raw("</title></rect>");
        }

        Svg.Close(html);
    }

    // A line alone has the colour of bars alone.
    private static string Colour(IReadOnlyList<Series> series, int index) => Svg.Series(series.Count == 1 ? 1 : index);

    private static string Path(IReadOnlyList<double?> values, Scale scale)
    {
        var (d, broken) = (new StringBuilder(), true);
        for (var m = 0; m < values.Count; m++)
        {
            if (values[m] is { } value) Point(d, broken ? 'M' : 'L', m, values.Count, value, scale);
            broken = values[m] is null;
        }

        return d.ToString();
    }

    private static void Point(StringBuilder to, char command, int month, int months, double value, Scale scale) =>
        to.Append(CultureInfo.InvariantCulture, $"{command}{X(month, months):0.##} {Y(value, scale):0.##}");

    // In thousandths of the width: the middle of the month's column.
    private static double X(int month, int months) => 1000 * (month + 0.5) / months;

    private static double Y(double value, Scale scale) => Room * (1 - scale.At(value));
}
