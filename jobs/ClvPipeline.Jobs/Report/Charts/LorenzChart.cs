using System.Globalization;
using System.Text;

namespace ClvPipeline.Jobs.Report;

/// <summary>How unequally a value is spread: the share that the best customers bring, beside the line on which all bring the same.</summary>
internal static class LorenzChart
{
    private const int Head = 40, Room = 220;

    /// <summary>Draws it.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="points">Share of the customers, the best first, and the share that they bring; from (0, 0) to (1, 1).</param>
    /// <param name="told">The point that is pointed out, with its words.</param>
    /// <param name="up">The axis of what is brought.</param>
    /// <param name="across">The axis of the customers.</param>
    /// <param name="label">What it shows, in words.</param>
    public static void Write(Html html, IReadOnlyList<(double X, double Y)> points, (double X, double Y, string Text) told, Axis up, Axis across, string label)
    {
        // Customers who cost more than they bring lift the curve above 1 before it comes back; a little of that is no reason for another step.
        var most = points.Max(point => point.Y);
        var scale = Scale.Of(Math.Min(0, points.Min(point => point.Y)), most < 1.03 ? 1 : most, 5);
        double bottom = Head + Room;
        var d = new StringBuilder();
        foreach (var (x, y) in points) d.Append(CultureInfo.InvariantCulture, $"{(d.Length == 0 ? 'M' : 'L')}{1000 * x:0.##} {Room * (1 - scale.At(y)):0.##}");
        Svg.Open(html, bottom + 2 * Svg.Line, label, "up");
        Svg.Up(html, scale, up, Head, bottom);
        html.Write($"<line class=\"mark\" x1=\"0\" x2=\"100%\" y1=\"{bottom - Room * scale.At(0)}\" y2=\"{bottom - Room * scale.At(1)}\"/>");
        html.Write($"<svg x=\"0\" y=\"{Head}\" width=\"100%\" height=\"{Room}\" viewBox=\"0 0 1000 {Room}\" preserveAspectRatio=\"none\"><path class=\"line s1\" d=\"{d.ToString()}\"/></svg>");
        foreach (var (x, y) in points.Where((_, i) => i % Math.Max(1, points.Count / 20) == 0))
            html.Write($"<rect class=\"hit\" x=\"{Math.Clamp(100 * x - 2.5, 0, 95)}%\" y=\"{Head}\" width=\"5%\" height=\"{Room}\"><title>{across.Tick(x)} → {up.Tick(y)}</title></rect>");
        double tx = 100 * told.X, ty = bottom - Room * scale.At(told.Y);
        html.Write($"<circle class=\"s3\" cx=\"{tx}%\" cy=\"{ty}\" r=\"5\"/><text class=\"name halo\" x=\"{tx + 2}%\" y=\"{ty + 20}\">{told.Text}</text>");
        foreach (var x in (double[])[0, 0.2, 0.4, 0.6, 0.8, 1])
            html.Write($"<text class=\"tick\" x=\"{100 * x}%\" y=\"{bottom + 14}\" text-anchor=\"{Svg.Anchor(100 * x)}\">{across.Tick(x)}</text>");
        html.Write($"<text class=\"unit\" x=\"100%\" y=\"{bottom + 14 + Svg.Line}\" text-anchor=\"end\">{across.Unit}</text>");
        Svg.Close(html);
    }
}
