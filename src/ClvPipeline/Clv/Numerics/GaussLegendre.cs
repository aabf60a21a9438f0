namespace ClvPipeline;

/// <summary>The nodes and weights of Gauss–Legendre quadrature on 0 .. 1; their number is a multiple of four, for vectors.</summary>
internal sealed class GaussLegendre
{
    public static readonly GaussLegendre Of4 = new(4), Of8 = new(8), Of16 = new(16), Of32 = new(32);

    private GaussLegendre(int order)
    {
        (Nodes, Weights) = (new double[order], new double[order]);
        for (var i = 0; i < order; i++)
        {
            // Newton's method from Chebyshev's guess; the derivative comes with the recurrence.
            var x = Math.Cos(Math.PI * (i + 0.75) / (order + 0.5));
            double slope = 0;
            for (var step = 0; step < 8; step++)
            {
                double before = 1, value = x;
                for (var n = 2; n <= order; n++) (before, value) = (value, ((2 * n - 1) * x * value - (n - 1) * before) / n);
                slope = order * (x * value - before) / (x * x - 1);
                x -= value / slope;
            }

            Nodes[order - 1 - i] = (1 + x) / 2;
            Weights[order - 1 - i] = 1 / ((1 - x * x) * slope * slope);
        }
    }

    public double[] Nodes { get; }

    public double[] Weights { get; }

    /// <summary>The integral from 0 to <paramref name="end"/> (which may be infinite) of a function of one sign whose scale grows with the distance from −<paramref name="pole"/>.</summary>
    /// <param name="pole">How far behind 0 the function's singularity lies.</param>
    /// <param name="growth">The width of a panel as a share of its distance from the singularity.</param>
    /// <param name="widest">The widest panel.</param>
    /// <param name="end">Where to stop; earlier where nothing more is added.</param>
    /// <param name="function">The function.</param>
    public double Integrate(double pole, double growth, double widest, double end, Func<double, double> function)
    {
        double sum = 0;
        for (double from = 0; from < end;)
        {
            var width = Math.Min(Math.Min((pole + from) * growth, widest), end - from);
            double panel = 0;
            for (var i = 0; i < Nodes.Length; i++) panel += Weights[i] * function(from + width * Nodes[i]);
            sum += panel * width;
            if (Math.Abs(panel * width) <= 1e-18 * Math.Abs(sum)) break;
            from += width;
        }

        return sum;
    }
}
