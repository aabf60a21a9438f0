namespace ClvPipeline;

/// <summary>The likelihood of Gamma-Gamma over repeat customers, by ln p, ln(q − 1), ln v.</summary>
internal sealed class GammaGammaLikelihood : LikelihoodSum
{
    private readonly SpendTable _table;
    private readonly int _threads;
    private readonly CancellationToken _cancellation;
    private readonly double[] _logRevenue; // by x: the sum of ln(x·m)
    private readonly double _logMeans;     // the sum of ln m

    public GammaGammaLikelihood(SpendTable table, int threads, CancellationToken cancellation = default)
    {
        (_table, _threads, _cancellation) = (table, threads, cancellation);
        _logRevenue = new double[table.GroupStarts.Length - 1];
        for (var g = 0; g < _logRevenue.Length; g++)
        {
            for (var i = table.GroupStarts[g]; i < table.GroupStarts[g + 1]; i++) _logRevenue[g] += Math.Log(table.Revenue[i]);
            _logMeans += _logRevenue[g] - (table.GroupStarts[g + 1] - table.GroupStarts[g]) * Math.Log(table.Repeats[table.GroupStarts[g]]);
        }
    }

    public override int Parameters => 3;

    public override long Customers => _table.Count;

    public override double Evaluate(ReadOnlySpan<double> at, Span<double> gradient)
    {
        var (p, excess, v) = (Math.Exp(at[0]), Math.Exp(at[1]), Math.Exp(at[2]));
        var q = 1 + excess;
        Span<double> sums = stackalloc double[4];
        ChunkedSum.Over(_table.Count, _threads, sums, (from, to, part) => Add(p, q, v, from, to, part), _cancellation);
        // What does not depend on the row, by x.
        var (value, byP, byQ) = (sums[0] - _logMeans, sums[1], sums[2] + _table.Count * (Math.Log(v) - Special.Digamma(q)));
        value += _table.Count * (q * Math.Log(v) - Special.LogGamma(q));
        for (var g = 0; g < _logRevenue.Length; g++)
        {
            var (x, n) = (_table.Repeats[_table.GroupStarts[g]], _table.GroupStarts[g + 1] - _table.GroupStarts[g]);
            var px = p * x;
            value += n * (Special.LogGamma(px + q) - Special.LogGamma(px)) + px * _logRevenue[g];
            byP += x * (n * (Special.Digamma(px + q) - Special.Digamma(px)) + _logRevenue[g]);
            byQ += n * Special.Digamma(px + q);
        }

        (gradient[0], gradient[1], gradient[2]) = (byP * p, byQ * excess, (sums[3] + _table.Count * q / v) * v);
        return value;
    }

    private void Add(double p, double q, double v, int from, int to, double[] sums)
    {
        double value = 0, byP = 0, byQ = 0, byV = 0;
        for (var i = from; i < to; i++)
        {
            var x = _table.Repeats[i];
            var (scale, shape) = (_table.Revenue[i] + v, p * x + q);
            var log = Math.Log(scale);
            value -= shape * log;
            byP -= x * log;
            byQ -= log;
            byV -= shape / scale;
        }

        (sums[0], sums[1], sums[2], sums[3]) = (value, byP, byQ, byV);
    }
}
