using System.Globalization;

namespace ClvPipeline.Jobs.Report;

/// <summary>What goes from where to where: two columns of blocks as high as their value, and bands between them as thick as theirs.</summary>
internal static class FlowChart
{
    private const int Head = 24, Gap = 8, Least = 26, Room = 380, Longest = 14;
    private const double Left = 34, Right = 66; // Between these percents the bands run; outside stand the names.

    /// <summary>Draws it.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="heads">What stands above the columns.</param>
    /// <param name="froms">The blocks of the left column.</param>
    /// <param name="tos">Those of the right.</param>
    /// <param name="bands">How much goes from which block to which; not below 0.</param>
    /// <param name="text">An amount as people read it.</param>
    /// <param name="label">What it shows, in words.</param>
    public static void Write(Html html, (string From, string To) heads, IReadOnlyList<Name> froms, IReadOnlyList<Name> tos, IReadOnlyDictionary<(int From, int To), double> bands, Func<double, string> text, string label)
    {
        double Sum(Func<(int From, int To), bool> of) => bands.Where(band => of(band.Key)).Sum(band => band.Value);
        double[] outs = [.. froms.Select((_, i) => Sum(key => key.From == i))], ins = [.. tos.Select((_, i) => Sum(key => key.To == i))];
        var height = Math.Max(Room, Math.Max(froms.Count, tos.Count) * 2 * (Least + Gap));
        var unit = Math.Min(Unit(outs, height), Unit(ins, height));
        double[] lefts = Tops(outs, unit), rights = Tops(ins, unit);
        Svg.Open(html, Head + height + Gap, label);
        html.Write($"<text class=\"unit\" x=\"0\" y=\"12\">{heads.From}</text><text class=\"unit\" x=\"100%\" y=\"12\" text-anchor=\"end\">{heads.To}</text>");
        html.Write($"<svg x=\"{Left}%\" y=\"{Head}\" width=\"{Right - Left}%\" height=\"{height}\" viewBox=\"0 0 1000 {height}\" preserveAspectRatio=\"none\">");
        double[] used = new double[froms.Count], filled = new double[tos.Count];
        foreach (var ((from, to), value) in bands.OrderBy(band => band.Key))
        {
            if (value <= 0) continue;
            var thick = value * unit;
            double y1 = lefts[from] + used[from], y2 = rights[to] + filled[to];
            (used[from], filled[to]) = (used[from] + thick, filled[to] + thick);
            var d = string.Create(CultureInfo.InvariantCulture, $"M0 {y1:0.##}C500 {y1:0.##} 500 {y2:0.##} 1000 {y2:0.##}V{y2 + thick:0.##}C500 {y2 + thick:0.##} 500 {y1 + thick:0.##} 0 {y1 + thick:0.##}Z");
            html.Write($"<path class=\"band {Svg.Series(from)}\" d=\"{d}\"><title>{froms[from].Apart} → {tos[to].Apart}: {text(value)}</title></path>");
        }

        Svg.Close(html);
        for (var i = 0; i < froms.Count; i++) Block(html, froms[i], text(outs[i]), Left, lefts[i], outs[i] * unit, Svg.Series(i), "end", -1.5);
        for (var i = 0; i < tos.Count; i++) Block(html, tos[i], text(ins[i]), Right - 1, rights[i], ins[i] * unit, "quiet", "start", 2.5);
        Svg.Close(html);
    }

    private static void Block(Html html, Name name, string amount, double x, double top, double height, string series, string anchor, double away)
    {
        html.Write($"<g><title>{name.Apart}: {amount}</title><rect class=\"{series}\" x=\"{x}%\" y=\"{Head + top}\" width=\"1%\" height=\"{Math.Max(height, 1)}\"/>");
        var middle = Head + top + height / 2;
        html.Write($"<text class=\"name small\" x=\"{x + away}%\" y=\"{middle}\" text-anchor=\"{anchor}\">{name.Short(Longest)}</text><text class=\"tick\" x=\"{x + away}%\" y=\"{middle + 13}\" text-anchor=\"{anchor}\">{amount}</text></g>");
    }

    // How many pixels a unit of value is high, so that a column just fits: blocks that are thinner than their name still take the room of the name.
    private static double Unit(double[] values, double height)
    {
        double low = 0, high = height / Math.Max(values.Sum(), double.Epsilon);
        for (var i = 0; i < 50; i++)
        {
            var middle = (low + high) / 2;
            if (values.Sum(value => Math.Max(value * middle, Least) + Gap) <= height) low = middle;
            else high = middle;
        }

        return low;
    }

    private static double[] Tops(double[] values, double unit)
    {
        var tops = new double[values.Length];
        var top = 0d;
        for (var i = 0; i < values.Length; i++)
        {
            var room = Math.Max(values[i] * unit, Least);
            tops[i] = top + (room - values[i] * unit) / 2;
            top += room + Gap;
        }

        return tops;
    }
}
