namespace ClvPipeline;

/// <summary>Where a log-likelihood is largest, and how sure that is.</summary>
/// <param name="At">The parameters.</param>
/// <param name="Value">The log-likelihood.</param>
/// <param name="GradientNorm">The largest derivative, per customer.</param>
/// <param name="Information">Minus the matrix of second derivatives.</param>
/// <param name="Evaluations">How often the likelihood was asked for.</param>
internal sealed record Maximum(double[] At, double Value, double GradientNorm, double[,] Information, int Evaluations);

/// <summary>
/// Quasi-Newton ascent (BFGS, Nocedal and Wright 2006, algorithm 6.1; with three or four parameters the full matrix is as cheap as the limited-memory form), then
/// Newton steps with second derivatives from central differences of the gradient, which the standard errors need anyway.
/// </summary>
/// <param name="likelihood">What to maximise.</param>
/// <param name="hopeless">Says of parameters that they lie so far off that there is no maximum to be found; null where any may be right.</param>
internal sealed class Maximiser(LikelihoodSum likelihood, Func<double[], bool>? hopeless = null)
{
    private const double Flat = 1e-6;      // derivative per customer from where on Newton's steps are safe
    private const double Precise = 1e-9;
    private const double LongestStep = 2;  // in logarithms: further than that the local shape says nothing
    private const double Difference = 1e-4;
    private const int MostSteps = 150;
    private readonly int _n = likelihood.Parameters;
    private int _evaluations;

    public Maximum From(double[] start)
    {
        var (at, gradient) = ((double[])start.Clone(), new double[_n]);
        var value = Evaluate(at, gradient);
        (at, value) = Climb(at, value, gradient);
        if (hopeless?.Invoke(at) == true) return new Maximum(at, value * Scale, Largest(gradient), new double[_n, _n], _evaluations);
        var information = Information(at);
        for (var step = 0; step < 3 && Largest(gradient) > Precise; step++)
        {
            if (SymmetricMatrix.Cholesky(information) is not { } lower) break;
            var move = (double[])gradient.Clone();
            SymmetricMatrix.Solve(lower, move);
            if (Largest(move) > LongestStep) break;
            var (there, slope) = (Along(at, move, 1), new double[_n]);
            var found = Evaluate(there, slope);
            if (!(Largest(slope) < Largest(gradient))) break;
            (at, value, gradient) = (there, found, slope);
            // After a long step the second derivatives are those of another place.
            if (Largest(move) > 1e-3) information = Information(at);
        }

        return new Maximum(at, value * Scale, Largest(gradient), Scaled(information), _evaluations);
    }

    /// <summary>
    /// The same from a place that is nearly right, with the covariance that holds about there: Newton's steps with fixed second derivatives, of which a few do.
    /// Null where they do not get closer each time.
    /// </summary>
    public Maximum? Near(double[] start, double[,] covariance)
    {
        var (at, gradient) = ((double[])start.Clone(), new double[_n]);
        var value = Evaluate(at, gradient);
        for (var step = 0; step < 12 && Largest(gradient) > Precise; step++)
        {
            var move = Times(covariance, Along(new double[_n], gradient, Scale));
            if (!(Largest(move) < LongestStep)) return null;
            var (there, slopes) = (Along(at, move, 1), new double[_n]);
            value = Evaluate(there, slopes);
            if (!(Largest(slopes) < 0.5 * Largest(gradient))) return null;
            (at, gradient) = (there, slopes);
        }

        return Largest(gradient) > Flat ? null : new Maximum(at, value * Scale, Largest(gradient), Scaled(Information(at)), _evaluations);
    }

    private double[,] Scaled(double[,] information)
    {
        foreach (ref var second in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref information[0, 0], information.Length)) second *= Scale;
        return information;
    }

    private double Scale => Math.Max(1, likelihood.Customers);

    private (double[] At, double Value) Climb(double[] at, double value, double[] gradient)
    {
        var inverse = Identity(1 / Math.Max(1, Largest(gradient)));
        var fresh = true;
        for (var step = 0; step < MostSteps && Largest(gradient) > Flat && hopeless?.Invoke(at) != true; step++)
        {
            var direction = Times(inverse, gradient);
            var slope = Dot(direction, gradient);
            if (!(slope > 0)) (inverse, direction, slope, fresh) = (Identity(1), (double[])gradient.Clone(), Dot(gradient, gradient), true);
            if (Search(at, value, gradient, direction, slope) is not { } next) break;
            Update(inverse, Minus(next.At, at), Minus(gradient, next.Gradient), fresh);
            fresh = false;
            (at, value) = (next.At, next.Value);
            next.Gradient.CopyTo(gradient, 0);
        }

        return (at, value);
    }

    /// <summary>A step along the direction that gains enough; null where none does.</summary>
    private (double[] At, double Value, double[] Gradient)? Search(double[] at, double value, double[] gradient, double[] direction, double slope)
    {
        var length = Math.Min(1, LongestStep / Largest(direction));
        for (var tries = 0; tries < 30; tries++, length /= tries < 4 ? 3 : 10)
        {
            var (there, slopes) = (Along(at, direction, length), new double[_n]);
            var found = Evaluate(there, slopes);
            // Near the top the gain drowns in rounding; there a gentler slope is the better sign.
            var gains = found >= value + 1e-4 * length * slope || (found >= value - 1e-13 * Math.Abs(value) && Largest(slopes) < 0.5 * Largest(gradient));
            if (gains) return (there, found, slopes);
        }

        return null;
    }

    /// <summary>The BFGS update of the inverse, of a function turned upside down.</summary>
    private void Update(double[,] inverse, double[] moved, double[] turned, bool fresh)
    {
        var curvature = Dot(moved, turned);
        if (!(curvature > 1e-12 * Math.Sqrt(Dot(moved, moved) * Dot(turned, turned)))) return;
        if (fresh)
        {
            var size = curvature / Dot(turned, turned);
            for (var i = 0; i < _n; i++)
                for (var j = 0; j < _n; j++) inverse[i, j] = i == j ? size : 0;
        }

        var hy = Times(inverse, turned);
        var factor = (1 + Dot(turned, hy) / curvature) / curvature;
        for (var i = 0; i < _n; i++)
            for (var j = 0; j < _n; j++) inverse[i, j] += factor * moved[i] * moved[j] - (hy[i] * moved[j] + moved[i] * hy[j]) / curvature;
    }

    private double[,] Information(double[] at)
    {
        var (matrix, above, below) = (new double[_n, _n], new double[_n], new double[_n]);
        for (var i = 0; i < _n; i++)
        {
            var there = (double[])at.Clone();
            there[i] = at[i] + Difference;
            Evaluate(there, above);
            there[i] = at[i] - Difference;
            Evaluate(there, below);
            for (var j = 0; j < _n; j++) matrix[i, j] = (below[j] - above[j]) / (2 * Difference);
        }

        for (var i = 0; i < _n; i++)
            for (var j = 0; j < i; j++) matrix[i, j] = matrix[j, i] = (matrix[i, j] + matrix[j, i]) / 2;
        return matrix;
    }

    /// <summary>Per customer, so that one measure of flatness fits all shops.</summary>
    private double Evaluate(double[] at, double[] gradient)
    {
        _evaluations++;
        var value = likelihood.Evaluate(at, gradient) / Scale;
        for (var i = 0; i < _n; i++) gradient[i] /= Scale;
        return double.IsFinite(value) && double.IsFinite(Largest(gradient)) ? value : double.NegativeInfinity;
    }

    private double[,] Identity(double size)
    {
        var matrix = new double[_n, _n];
        for (var i = 0; i < _n; i++) matrix[i, i] = size;
        return matrix;
    }

    private static double[] Times(double[,] matrix, double[] vector)
    {
        var product = new double[vector.Length];
        for (var i = 0; i < product.Length; i++)
            for (var j = 0; j < vector.Length; j++) product[i] += matrix[i, j] * vector[j];
        return product;
    }

    private static double[] Along(double[] at, double[] direction, double length)
    {
        var there = new double[at.Length];
        for (var i = 0; i < there.Length; i++) there[i] = at[i] + length * direction[i];
        return there;
    }

    private static double[] Minus(double[] a, double[] b) => Along(a, b, -1);

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>The largest magnitude; NaN where there is one.</summary>
    private static double Largest(double[] vector)
    {
        double largest = 0;
        foreach (var value in vector) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
