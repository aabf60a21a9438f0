using System.Runtime.InteropServices;

namespace ClvPipeline;

/// <summary>A smooth function on 0 .. end as Chebyshev series over panels that are halved until their last terms are lost in rounding.</summary>
internal sealed class Chebyshev
{
    private const int Order = 20;
    private const int MostHalvings = 12;
    private const double Widest = 2;
    private readonly double[] _edges; // where panels begin, ascending
    private readonly (double From, double Width, double[] Terms)[] _panels;

    /// <param name="end">The largest argument.</param>
    /// <param name="rounding">How exact the function's values are, relative to the largest of a panel.</param>
    /// <param name="function">Asked for at arguments above 0 and below <paramref name="end"/>.</param>
    public Chebyshev(double end, double rounding, Func<double, double> function)
    {
        var panels = new List<(double, double, double[])>();
        var first = Math.Max(1, (int)Math.Ceiling(end / Widest));
        var width = Math.Max(end, 1e-300) / first;
        for (var i = 0; i < first; i++) Add(i * width, width, 0);
        _panels = CollectionsMarshal.AsSpan(panels).ToArray();
        _edges = [.. _panels.Select(panel => panel.From)];

        void Add(double from, double size, int halvings)
        {
            var terms = Terms(from, size, function);
            if (halvings < MostHalvings && Math.Max(Math.Abs(terms[^1]), Math.Abs(terms[^2])) > rounding * terms.Max(Math.Abs))
            {
                Add(from, size / 2, halvings + 1);
                Add(from + size / 2, size / 2, halvings + 1);
            }
            else
            {
                panels.Add((from, size, terms));
            }
        }
    }

    /// <summary>The function, by Clenshaw's recurrence.</summary>
    public double At(double x)
    {
        var place = _panels.Length == 1 ? 0 : Array.BinarySearch(_edges, x);
        var (from, width, terms) = _panels[place >= 0 ? place : Math.Max(0, ~place - 1)];
        var t = 2 * ((x - from) / width) - 1;
        double b1 = 0, b2 = 0;
        for (var k = Order - 1; k > 0; k--) (b1, b2) = (2 * t * b1 - b2 + terms[k], b1);
        return t * b1 - b2 + terms[0];
    }

    private static readonly double[] Cosines = [.. Enumerable.Range(0, 4 * Order).Select(i => Math.Cos(Math.PI * i / (2 * Order)))];

    private static double[] Terms(double from, double width, Func<double, double> function)
    {
        var (values, terms) = (new double[Order], new double[Order]);
        for (var j = 0; j < Order; j++) values[j] = function(from + width * (1 + Cosines[2 * j + 1]) / 2);
        for (var k = 0; k < Order; k++)
        {
            double sum = 0;
            for (var j = 0; j < Order; j++) sum += values[j] * Cosines[k * (2 * j + 1) % (4 * Order)];
            terms[k] = sum * (k == 0 ? 1.0 : 2.0) / Order;
        }

        return terms;
    }
}
