using System.Runtime.Intrinsics;

namespace ClvPipeline;

/// <summary>
/// The nodes of a quadrature within each of many days, four days side by side. They lie evenly in ln(m + y), m being the smaller of α and β: there the odds of
/// <see cref="DropoutOdds"/> are nearly exponential.
/// </summary>
/// <param name="rule">The quadrature.</param>
/// <param name="stride">The number of days, a multiple of four.</param>
internal sealed class DayNodes(GaussLegendre rule, int stride)
{
    private readonly double[] _byNear = new double[rule.Nodes.Length * stride], _byFar = new double[rule.Nodes.Length * stride];
    private readonly double[] _perNear = new double[rule.Nodes.Length * stride], _perFar = new double[rule.Nodes.Length * stride];

    /// <summary>From the place of a node to the same day's next.</summary>
    public int Stride => stride;

    /// <summary>By node, then by day d: ln((α+y)/(α+d)).</summary>
    public double[] ByAlpha { get; private set; } = [];

    /// <summary>1/(α+y).</summary>
    public double[] PerAlpha { get; private set; } = [];

    /// <summary>ln((β+y)/(β+d)).</summary>
    public double[] ByBeta { get; private set; } = [];

    /// <summary>1/(β+y).</summary>
    public double[] PerBeta { get; private set; } = [];

    public double[] Weights { get; } = new double[rule.Nodes.Length * stride];

    /// <summary>Moves the nodes to where other parameters want them.</summary>
    /// <param name="alpha">α in days.</param>
    /// <param name="beta">β in days.</param>
    /// <param name="widths">By day: its length in ln(m + y).</param>
    public void Place(double alpha, double beta, double[] widths)
    {
        (ByAlpha, PerAlpha, ByBeta, PerBeta) = alpha <= beta ? (_byNear, _perNear, _byFar, _perFar) : (_byFar, _perFar, _byNear, _perNear);
        var (near, apart) = (Math.Min(alpha, beta), Vector256.Create(Math.Abs(alpha - beta)));
        for (var d = 0; d < stride; d += 4)
        {
            var start = Vector256.Create(near) + Vector256.Create((double)d) + Vector256.Create(0.0, 1, 2, 3);
            var width = Vector256.Create<double>(widths.AsSpan(d, 4));
            for (var (i, at) = (0, d); i < rule.Nodes.Length; i++, at += stride)
            {
                var by = width * rule.Nodes[i];
                var step = start * Vectors.ExpM1(by);
                var y = start + step;
                by.CopyTo(_byNear, at);
                Vectors.Log1P(step / (start + apart)).CopyTo(_byFar, at);
                (Vector256<double>.One / y).CopyTo(_perNear, at);
                (Vector256<double>.One / (y + apart)).CopyTo(_perFar, at);
                (width * y * rule.Weights[i]).CopyTo(Weights, at);
            }
        }
    }
}
