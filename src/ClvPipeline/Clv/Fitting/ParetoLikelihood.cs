using System.Collections.Concurrent;

namespace ClvPipeline;

/// <summary>The likelihood of Pareto/NBD over counted triplets in whole days, by ln r, ln α, ln s, ln β; the odds of having left and their derivatives are worked out day by day, for all customers with one x.</summary>
internal sealed class ParetoLikelihood(TripletTable table, int threads, CancellationToken cancellation = default) : LikelihoodSum
{
    private const double Large = 1e150; // two of them are a double yet

    // Kept from one call to the next: tables that are made anew each time cost more than what stands in them.
    private readonly DropoutByDay _days = new(table.LongestAgeDays, table.Count >= table.LongestAgeDays);
    private readonly ConcurrentQueue<DropoutByDay.Row> _rows = [];

    public override int Parameters => 4;

    public override long Customers => table.TotalCustomers;

    public override double Evaluate(ReadOnlySpan<double> at, Span<double> gradient)
    {
        var (r, alpha, s, beta) = (Math.Exp(at[0]), Math.Exp(at[1]), Math.Exp(at[2]), Math.Exp(at[3]));
        Span<double> sums = stackalloc double[5];
        _days.Set(alpha, s, beta);
        ChunkedSum.Over(table.Count, threads, sums, (from, to, part) => Add(r, alpha, s, beta, from, to, part), cancellation);
        for (var i = 0; i < 4; i++) gradient[i] = sums[i + 1] * Math.Exp(at[i]);
        return sums[0];
    }

    private void Add(double r, double alpha, double s, double beta, int from, int to, double[] sums)
    {
        var (logAlpha, logBeta, gammaR, digammaR) = (Math.Log(alpha), Math.Log(beta), Special.LogGamma(r), Special.Digamma(r));
        if (!_rows.TryDequeue(out var row)) row = new DropoutByDay.Row(_days, true);
        double constant = 0, byRConstant = 0;
        double product = 1; // of factors whose logarithms are still to be added
        double value = 0, byR = 0, byAlpha = 0, byS = 0, byBeta = 0;
        for (var i = from; i < to; i++)
        {
            var (x, last, now, n) = (table.Repeats[i], table.AgesAtLastPurchaseDays[i], table.AgesDays[i], (double)table.Customers[i]);
            var shape = r + x;
            if (i == from || x != table.Repeats[i - 1])
            {
                (constant, byRConstant) = (Special.LogGamma(shape) - gammaR + r * logAlpha, Special.Digamma(shape) - digammaR + logAlpha);
                row.Fill(table, shape, i, to);
            }

            var (logNow, logStay) = (_days.LogAlpha[now], _days.LogBeta[now]);
            var log = row.LogOnePlusOdds(last, now, out var factor, out var left, out var means);
            if (n == 1 && factor < Large) product *= factor;
            else log += Math.Log(factor);
            value += n * (constant - shape * logNow + s * (logBeta - logStay) + log);
            byR += n * (byRConstant - logNow + (left > 0 ? left * (logNow - means.LogAlpha) : 0));
            byAlpha += n * (r / alpha - shape / (alpha + now) + left * shape * (1 / (alpha + now) - means.PerAlpha));
            byS += n * (logBeta - logStay + left * (1 / s + logStay - means.LogBeta));
            byBeta += n * (s / beta - s / (beta + now) + left * (s / (beta + now) - (s + 1) * means.PerBeta));
            if (product < Large) continue;
            value += Math.Log(product);
            product = 1;
        }

        value += Math.Log(product);
        _rows.Enqueue(row);
        (sums[0], sums[1], sums[2], sums[3], sums[4]) = (value, byR, byAlpha, byS, byBeta);
    }
}
