namespace ClvPipeline;

/// <summary>
/// The likelihood of BG/NBD and MBG/NBD over counted triplets in whole days, by ln r, ln α, ln a, ln b. ln(α + d) is tabulated by day and the gamma functions by x,
/// so that a triplet costs one exponential and one logarithm.
/// </summary>
internal sealed class BetaGeometricLikelihood(bool modified, TripletTable table, int threads, CancellationToken cancellation = default) : LikelihoodSum
{
    private readonly double[] _logs = new double[table.LongestAgeDays + 1], _inverses = new double[table.LongestAgeDays + 1];

    public override int Parameters => 4;

    public override long Customers => table.TotalCustomers;

    public override double Evaluate(ReadOnlySpan<double> at, Span<double> gradient)
    {
        var (r, alpha, a, b) = (Math.Exp(at[0]), Math.Exp(at[1]), Math.Exp(at[2]), Math.Exp(at[3]));
        for (var d = 0; d < _logs.Length; d++) (_logs[d], _inverses[d]) = (Math.Log(alpha + d), 1 / (alpha + d));
        var groups = Groups(r, alpha, a, b);
        Span<double> sums = stackalloc double[5];
        ChunkedSum.Over(table.Count, threads, sums, (from, to, part) => Add(groups, r, from, to, part), cancellation);
        for (var i = 0; i < 4; i++) gradient[i] = sums[i + 1] * Math.Exp(at[i]);
        return sums[0];
    }

    private void Add(Group[] groups, double r, int from, int to, double[] sums)
    {
        var g = Array.FindIndex(table.GroupStarts, start => start > from) - 1;
        double value = 0, byR = 0, byAlpha = 0, byA = 0, byB = 0;
        for (; from < to; g++)
        {
            var (group, end) = (groups[g], Math.Min(to, table.GroupStarts[g + 1]));
            var shape = r + table.Repeats[from];
            for (; from < end; from++)
            {
                var (last, now, n) = (table.AgesAtLastPurchaseDays[from], table.AgesDays[from], (double)table.Customers[from]);
                var (logNow, logLast) = (_logs[now], _logs[last]);
                var alive = 1.0;
                var log = -shape * logNow;
                if (group.MayHaveLeft)
                {
                    // The larger of the two terms, and the other one's share.
                    var apart = group.Left + shape * (logNow - logLast);
                    var small = Math.Exp(-Math.Abs(apart));
                    alive = (apart > 0 ? small : 1) / (1 + small);
                    log += Math.Max(apart, 0) + Math.Log(1 + small);
                }

                var left = 1 - alive;
                value += n * (group.Constant + log);
                byR += n * (group.ByR - alive * logNow - left * logLast);
                byAlpha += n * (group.ByAlpha - shape * (alive * _inverses[now] + left * _inverses[last]));
                byA += n * (group.ByA + left * group.LeftByA);
                byB += n * (group.ByB - left * group.LeftByB);
            }
        }

        (sums[0], sums[1], sums[2], sums[3], sums[4]) = (value, byR, byAlpha, byA, byB);
    }

    private Group[] Groups(double r, double alpha, double a, double b)
    {
        var groups = new Group[table.GroupStarts.Length - 1];
        for (var g = 0; g < groups.Length; g++)
        {
            var x = table.Repeats[table.GroupStarts[g]];
            var stays = b + x + (modified ? 1 : 0);
            var mayHaveLeft = modified || x > 0;
            groups[g] = new Group
            {
                MayHaveLeft = mayHaveLeft,
                Constant = Special.LogGamma(r + x) - Special.LogGamma(r) + r * Math.Log(alpha) + Special.LogGamma(a + b) - Special.LogGamma(b) + Special.LogGamma(stays) - Special.LogGamma(a + stays),
                ByR = Special.Digamma(r + x) - Special.Digamma(r) + Math.Log(alpha),
                ByAlpha = r / alpha,
                ByA = Special.Digamma(a + b) - Special.Digamma(a + stays),
                ByB = Special.Digamma(a + b) - Special.Digamma(b) + Special.Digamma(stays) - Special.Digamma(a + stays),
                Left = mayHaveLeft ? Math.Log(a / (stays - 1)) : 0,
                LeftByA = mayHaveLeft ? 1 / a : 0,
                LeftByB = mayHaveLeft ? 1 / (stays - 1) : 0,
            };
        }

        return groups;
    }

    /// <summary>What customers with the same x have in common.</summary>
    private readonly record struct Group(bool MayHaveLeft, double Constant, double ByR, double ByAlpha, double ByA, double ByB, double Left, double LeftByA, double LeftByB);
}
