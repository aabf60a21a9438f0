using System.Globalization;
using System.Text.RegularExpressions;
using ClvPipeline.Tests.Architecture;
using Xunit;

namespace ClvPipeline.Tests.Report;

/// <summary>The colours of series can be told apart by those who see colours otherwise, and in print without colour; all stand out from the page.</summary>
public sealed class PaletteTests
{
    // Machado, Oliveira and Fernandes (2009), severity 1: what a dichromat sees of linear red, green and blue.
    private static readonly double[][] Protanope = [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]];
    private static readonly double[][] Deuteranope = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]];
    private static readonly double[][] Tritanope = [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]];

    public static TheoryData<bool> Schemes => [false, true];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Neighbours_differ_in_lightness(bool dark)
    {
        var lightness = Series(dark).Select(colour => Lab(colour)[0]).Order().ToArray();
        Assert.All(lightness.Zip(lightness.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 4, $"{pair.First:0.0} and {pair.Second:0.0}"));
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Colours_differ_for_every_kind_of_sight(bool dark)
    {
        var colours = Series(dark);
        foreach (var sight in new[] { null, Protanope, Deuteranope, Tritanope })
            for (var a = 0; a < colours.Count; a++)
                for (var b = a + 1; b < colours.Count; b++)
                {
                    var difference = Math.Sqrt(Lab(Seen(colours[a], sight)).Zip(Lab(Seen(colours[b], sight)), (x, y) => (x - y) * (x - y)).Sum());
                    Assert.True(difference >= 11, $"{a} and {b}: {difference:0.0}");
                }
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Marks_stand_out_from_the_card(bool dark)
    {
        var card = Luminance(Variable("card", dark));
        Assert.All(Series(dark).Append(Variable("ink", dark)), colour => Assert.True(Contrast(Luminance(colour), card) >= 2.4));
        Assert.All(new[] { "ink", "soft", "accent" }, name => Assert.True(Contrast(Luminance(Variable(name, dark)), card) >= 4.5, name));
    }

    private static List<double[]> Series(bool dark) => [.. Enumerable.Range(0, 6).Select(i => Variable($"s{i}", dark))];

    // Linear red, green and blue of a variable of the style sheet.
    private static double[] Variable(string name, bool dark)
    {
        var style = Repository.Text("jobs/ClvPipeline.Jobs/Report/report.css");
        var at = dark ? style.IndexOf("prefers-color-scheme: dark", StringComparison.Ordinal) : 0;
        var hex = Regex.Match(style[at..], $@"--{name}: #([0-9a-f]{{6}})").Groups[1].Value;
        return [.. Enumerable.Range(0, 3).Select(i => int.Parse(hex.AsSpan(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255d).Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];
    }

    private static double[] Seen(double[] rgb, double[][]? sight) => sight is null ? rgb : [.. sight.Select(row => Math.Clamp(row.Zip(rgb, (m, c) => m * c).Sum(), 0, 1))];

    private static double Luminance(double[] rgb) => 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];

    private static double Contrast(double a, double b) => (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);

    // CIE L*a*b* under D65.
    private static double[] Lab(double[] rgb)
    {
        double x = F((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.95047), y = F(Luminance(rgb)), z = F((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.08883);
        return [116 * y - 16, 500 * (x - y), 200 * (y - z)];

        static double F(double t) => t > 216d / 24389 ? Math.Cbrt(t) : (24389d / 27 * t + 16) / 116;
    }
}
