using System.Runtime.Intrinsics;

namespace ClvPipeline;

/// <summary>
/// The odds ρ of having left: s·∫ ((α+T)/(α+y))^(r+x) · ((β+T)/(β+y))^s dy/(β+y) from t_x to T. The textbook solution is a difference of two 2F1 that
/// cancels; the integral is one of positive terms. In v = ln(m + y), m the smaller of α and β, it is nearly exponential, so that few Gauss–Legendre nodes do.
/// </summary>
internal readonly struct DropoutOdds(double alpha, double s, double beta)
{
    /// <summary>Means over the moment y of having left, as the gradient needs them: of ln(α+y), 1/(α+y), ln(β+y), 1/(β+y).</summary>
    public readonly record struct Means(double LogAlpha, double PerAlpha, double LogBeta, double PerBeta);

    /// <summary>ln ρ; minus infinity at t_x = T.</summary>
    public double LogOdds(double shape, double last, double age) => LogOdds(shape, last, age, false, out _);

    /// <summary>ln ρ and the means that its derivatives are made of.</summary>
    public double LogOdds(double shape, double last, double age, out Means means) => LogOdds(shape, last, age, true, out means);

    private double LogOdds(double shape, double last, double age, bool wanted, out Means means)
    {
        means = default;
        if (!(age > last)) return double.NegativeInfinity;
        var (near, apart) = (Math.Min(alpha, beta), Math.Abs(alpha - beta));
        var (from, end) = (Math.Log(near + last), Math.Log(near + age));
        var constant = shape * Math.Log(alpha + age) + s * Math.Log(beta + age);
        // Relative to the value at t_x, which may be beyond what a double holds.
        var reference = constant + LogDensity(shape, from, apart);
        var sums = default(Sums);
        for (var at = from; at < end;)
        {
            var (width, rule) = Panel(shape, at, end, apart);
            sums.Add(this, rule, shape, at, width, apart, constant - reference, wanted);
            at += width;
            if (at < end && Fall(shape, at, apart) >= 0 && constant - reference + LogDensity(shape, at, apart) + Math.Log(end - at) < Math.Log(sums.Total) - 40) break;
        }

        if (wanted) means = sums.ToMeans(alpha <= beta);
        return Math.Log(s) + reference + Math.Log(sums.Total);
    }

    /// <summary>The next panel: short enough for its rule to be exact to rounding, by the decay over it and by the distance of the singularity at ±iπ.</summary>
    private (double Width, GaussLegendre Rule) Panel(double shape, double at, double end, double apart)
    {
        var width = Math.Min(end - at, 4);
        if (width <= 1 && Fall(shape, at + width, apart) * width <= 3) return (width, GaussLegendre.Of8);
        var here = Fall(shape, at, apart);
        if (here * width > 16) width = 16 / here;
        while (Fall(shape, at + width, apart) * width > 24) width /= 2;
        return (width, GaussLegendre.Of16);
    }

    /// <summary>−d/dv of the integrand's logarithm, which grows with v.</summary>
    private double Fall(double shape, double v, double apart)
    {
        var y = Math.Exp(v);
        var share = y / (y + apart); // (m + y) over (the other + y)
        return alpha <= beta ? shape + (s + 1) * share - 1 : shape * share + s;
    }

    /// <summary>ln of the integrand with respect to v, but for a constant.</summary>
    private double LogDensity(double shape, double v, double apart)
    {
        var other = Math.Log(Math.Exp(v) + apart);
        return alpha <= beta ? -shape * v - (s + 1) * other + v : -shape * other - s * v;
    }

    private struct Sums
    {
        private double _v, _other, _perNear, _perOther;

        public double Total { get; private set; }

        public void Add(in DropoutOdds odds, GaussLegendre rule, double shape, double at, double width, double apart, double constant, bool wanted)
        {
            var (alphaIsNear, s) = (odds.IsAlphaNear, odds.Shape);
            var (forV, forOther) = alphaIsNear ? (1 - shape, -(s + 1)) : (-s, -shape);
            Vector256<double> total = default, v = default, other = default, perNear = default, perOther = default;
            for (var i = 0; i < rule.Nodes.Length; i += 4)
            {
                var vs = Vector256.Create(at) + Vector256.Create(width) * Vector256.Create<double>(rule.Nodes.AsSpan(i, 4));
                var near = Vectors.Exp(vs);
                var far = near + Vector256.Create(apart);
                var logFar = Vectors.Log(far);
                var values = Vector256.Create(width) * Vector256.Create<double>(rule.Weights.AsSpan(i, 4))
                    * Vectors.Exp(Vector256.Create(constant) + Vector256.Create(forV) * vs + Vector256.Create(forOther) * logFar);
                total += values;
                if (!wanted) continue;
                v += values * vs;
                other += values * logFar;
                perNear += values / near;
                perOther += values / far;
            }

            Total += Vector256.Sum(total);
            if (!wanted) return;
            _v += Vector256.Sum(v);
            _other += Vector256.Sum(other);
            _perNear += Vector256.Sum(perNear);
            _perOther += Vector256.Sum(perOther);
        }

        public readonly Means ToMeans(bool alphaIsNear) => alphaIsNear
            ? new Means(_v / Total, _perNear / Total, _other / Total, _perOther / Total)
            : new Means(_other / Total, _perOther / Total, _v / Total, _perNear / Total);
    }

    private bool IsAlphaNear => alpha <= beta;

    private double Shape => s;
}
