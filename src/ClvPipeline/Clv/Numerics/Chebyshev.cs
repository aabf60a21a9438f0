namespace ClvPipeline;

/// <summary>A smooth function on 0 .. end as Chebyshev series over panels of equal width.</summary>
internal sealed class Chebyshev
{
    private const int Order = 24;
    private const double Widest = 2;
    private readonly double _width;
    private readonly double[][] _panels;

    /// <param name="end">The largest argument.</param>
    /// <param name="function">Asked for at arguments above 0 and below <paramref name="end"/>.</param>
    public Chebyshev(double end, Func<double, double> function)
    {
        _panels = new double[Math.Max(1, (int)Math.Ceiling(end / Widest))][];
        _width = Math.Max(end, 1e-300) / _panels.Length;
        var values = new double[Order];
        for (var panel = 0; panel < _panels.Length; panel++)
        {
            for (var j = 0; j < Order; j++) values[j] = function(_width * (panel + (1 + Math.Cos(Math.PI * (j + 0.5) / Order)) / 2));
            var coefficients = _panels[panel] = new double[Order];
            for (var k = 0; k < Order; k++)
            {
                double sum = 0;
                for (var j = 0; j < Order; j++) sum += values[j] * Math.Cos(Math.PI * k * (j + 0.5) / Order);
                coefficients[k] = sum * (k == 0 ? 1.0 : 2.0) / Order;
            }
        }
    }

    /// <summary>The function, by Clenshaw's recurrence.</summary>
    public double At(double x)
    {
        var panel = Math.Clamp((int)(x / _width), 0, _panels.Length - 1);
        var t = 2 * (x / _width - panel) - 1;
        var coefficients = _panels[panel];
        double b1 = 0, b2 = 0;
        for (var k = Order - 1; k > 0; k--) (b1, b2) = (2 * t * b1 - b2 + coefficients[k], b1);
        return t * b1 - b2 + coefficients[0];
    }
}
