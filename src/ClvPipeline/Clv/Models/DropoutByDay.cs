using System.Runtime.Intrinsics;

namespace ClvPipeline;

/// <summary>
/// The odds of having left, as <see cref="DropoutOdds"/> has them, for many customers whose times are whole days. For one x they are integrals of one function from t_x
/// to T, so each day's part is worked out once and added up from the last day back: a customer then takes an exponential and a logarithm. The function falls with time,
/// so the sum behind a day is of the size of that day's part times the days at most, and the difference of two sums loses few digits; where it would lose more, and
/// where a day is too long for few nodes, the odds are worked out one by one.
/// </summary>
internal sealed class DropoutByDay
{
    private const int Lost = 64; // how many times smaller than its parts a difference may be
    private const double Far = 600; // a fall in logarithms after which a double holds no odds
    private const double Even = 0.15; // a fall within a day up to which four nodes are as exact as eight
    private readonly DayNodes? _nodes, _few;
    private readonly double[] _widths; // by day: its length in ln(m + y)
    private double _s, _beta;
    private DropoutOdds _odds;

    /// <param name="days">The longest age that will be asked for.</param>
    /// <param name="many">Whether so many customers will be asked for that work by day pays.</param>
    public DropoutByDay(int days, bool many)
    {
        var stride = (days + 3) / 4 * 4;
        (LogAlpha, LogBeta, _widths) = (new double[stride + 4], new double[stride + 4], new double[stride]);
        if (many && stride > 0) (_nodes, _few) = (new DayNodes(GaussLegendre.Of8, stride), new DayNodes(GaussLegendre.Of4, stride));
    }

    /// <summary>Takes other parameters.</summary>
    /// <param name="alpha">α in days.</param>
    /// <param name="s">s.</param>
    /// <param name="beta">β in days.</param>
    public void Set(double alpha, double s, double beta)
    {
        (_s, _beta, _odds) = (s, beta, new DropoutOdds(alpha, s, beta));
        for (var d = 0; d < LogAlpha.Length; d += 4)
        {
            var day = Vector256.Create((double)d) + Vector256.Create(0.0, 1, 2, 3);
            Vectors.Log(Vector256.Create(alpha) + day).CopyTo(LogAlpha, d);
            Vectors.Log(Vector256.Create(beta) + day).CopyTo(LogBeta, d);
            if (d < _widths.Length) Vectors.Log1P(Vector256<double>.One / (Vector256.Create(Math.Min(alpha, beta)) + day)).CopyTo(_widths, d);
        }

        _nodes?.Place(alpha, beta, _widths);
        _few?.Place(alpha, beta, _widths);
    }

    /// <summary>ln(α + d) by day.</summary>
    public double[] LogAlpha { get; }

    /// <summary>ln(β + d) by day.</summary>
    public double[] LogBeta { get; }

    /// <summary>Customers with one x; used again for the next, and after other parameters were taken.</summary>
    /// <param name="days">The parameters.</param>
    /// <param name="wanted">Whether the means that derivatives are made of are asked for.</param>
    public sealed class Row(DropoutByDay days, bool wanted)
    {
        // By day d up to the last: the integral of the function over its value at d; then of it times ln((α+y)/(α+d)), 1/(α+y), and the same of β.
        private readonly double[] _sum = Table(days, true), _logAlpha = Table(days, wanted), _perAlpha = Table(days, wanted), _logBeta = Table(days, wanted), _perBeta = Table(days, wanted);
        private readonly double[] _stay = Table(days, true); // the function's value at the next day over its value at d
        private double _shape;
        private int _first;

        /// <summary>Makes ready for the triplets of a table from a place on that have the same x.</summary>
        /// <param name="table">The table.</param>
        /// <param name="shape">r + x.</param>
        /// <param name="from">The place.</param>
        /// <param name="to">Where to stop at the latest.</param>
        /// <returns>The place behind them.</returns>
        public int Fill(TripletTable table, double shape, int from, int to)
        {
            _shape = shape;
            var (end, first, last) = (from, table.AgesAtLastPurchaseDays[from], 0); // by t_x: the first has the smallest
            for (; end < to && table.Repeats[end] == table.Repeats[from]; end++) last = Math.Max(last, table.AgesDays[end]);
            var (fall, longest) = (shape + days._s + 1, 1 / Math.Max(1, (shape + days._s + 1) / 3));
            while (first < last && first < days._widths.Length && days._widths[first] > longest) first++;
            _first = days._nodes is null || first >= last || end - from < (last - first) / 32 ? int.MaxValue : first;
            if (_first == int.MaxValue) return end;
            var even = first / 4 * 4;
            while (even < last && days._widths[even] * fall > Even) even += 4;
            AddNodes(days._nodes!, first / 4 * 4, Math.Min(even, last));
            AddNodes(days._few!, even, last);
            AddUp(first, last);
            return end;
        }

        /// <summary>The odds ρ of having left; infinite where a double does not hold them.</summary>
        public double Odds(int last, int age)
        {
            var odds = ByDay(last, age, out _, out _);
            return double.IsNaN(odds) ? Math.Exp(days._odds.LogOdds(_shape, last, age)) : odds;
        }

        /// <summary>ln(1 + ρ), the share of it that has left, and the means that its derivatives are made of.</summary>
        /// <param name="last">t_x.</param>
        /// <param name="age">T.</param>
        /// <param name="factor">To be added to the result: its logarithm. Of a product of many it is cheaper.</param>
        /// <param name="left">ρ/(1 + ρ).</param>
        /// <param name="means">The means.</param>
        public double LogOnePlusOdds(int last, int age, out double factor, out double left, out DropoutOdds.Means means)
        {
            var odds = ByDay(last, age, out var total, out var stay);
            factor = 1;
            if (double.IsNaN(odds))
            {
                var log = days._odds.LogOdds(_shape, last, age, out means);
                left = Special.Logistic(log);
                return Special.SoftPlus(log);
            }

            left = odds / (1 + odds);
            means = default;
            if (!(total > 0)) return 0;
            factor = 1 + odds;
            var (byAlpha, byBeta) = (days.LogAlpha[age] - days.LogAlpha[last], days.LogBeta[age] - days.LogBeta[last]);
            means = new DropoutOdds.Means(
                days.LogAlpha[last] + (_logAlpha[last] - stay * (_logAlpha[age] + byAlpha * _sum[age])) / total, (_perAlpha[last] - stay * _perAlpha[age]) / total,
                days.LogBeta[last] + (_logBeta[last] - stay * (_logBeta[age] + byBeta * _sum[age])) / total, (_perBeta[last] - stay * _perBeta[age]) / total);
            return 0;
        }

        /// <summary>ρ, or NaN where it has to be worked out by itself; with the integral from t_x to T and the function's value at T, both over its value at t_x.</summary>
        private double ByDay(int last, int age, out double total, out double stay)
        {
            (total, stay) = (0, 1);
            if (age <= last) return 0;
            if (last < _first) return double.NaN;
            var fall = _shape * (days.LogAlpha[age] - days.LogAlpha[last]) + (days._s + 1) * (days.LogBeta[age] - days.LogBeta[last]);
            stay = Math.Exp(-fall);
            total = _sum[last] - stay * _sum[age];
            return fall > Far || total * Lost < _sum[last] ? double.NaN : days._s * total / (stay * (days._beta + age));
        }

        // Four days at once, node by node.
        private void AddNodes(DayNodes nodes, int first, int last)
        {
            var (shape, other) = (Vector256.Create(-_shape), Vector256.Create(-(days._s + 1)));
            for (var d = first; d < last; d += 4)
            {
                Vector256<double> sum = default, logAlpha = default, perAlpha = default, logBeta = default, perBeta = default;
                for (var at = d; at < nodes.Weights.Length; at += nodes.Stride)
                {
                    var (byAlpha, byBeta) = (Four(nodes.ByAlpha, at), Four(nodes.ByBeta, at));
                    var value = Four(nodes.Weights, at) * Vectors.Exp(shape * byAlpha + other * byBeta);
                    sum += value;
                    if (!wanted) continue;
                    logAlpha += value * byAlpha;
                    perAlpha += value * Four(nodes.PerAlpha, at);
                    logBeta += value * byBeta;
                    perBeta += value * Four(nodes.PerBeta, at);
                }

                Vectors.Exp(shape * (Four(days.LogAlpha, d + 1) - Four(days.LogAlpha, d)) + other * (Four(days.LogBeta, d + 1) - Four(days.LogBeta, d))).CopyTo(_stay, d);
                sum.CopyTo(_sum, d);
                if (!wanted) continue;
                logAlpha.CopyTo(_logAlpha, d);
                perAlpha.CopyTo(_perAlpha, d);
                logBeta.CopyTo(_logBeta, d);
                perBeta.CopyTo(_perBeta, d);
            }
        }

        private void AddUp(int first, int last)
        {
            _sum[last] = 0;
            if (wanted) _logAlpha[last] = _perAlpha[last] = _logBeta[last] = _perBeta[last] = 0;
            for (var d = last - 1; d >= first; d--)
            {
                var stay = _stay[d];
                if (wanted)
                {
                    _logAlpha[d] += stay * (_logAlpha[d + 1] + (days.LogAlpha[d + 1] - days.LogAlpha[d]) * _sum[d + 1]);
                    _perAlpha[d] += stay * _perAlpha[d + 1];
                    _logBeta[d] += stay * (_logBeta[d + 1] + (days.LogBeta[d + 1] - days.LogBeta[d]) * _sum[d + 1]);
                    _perBeta[d] += stay * _perBeta[d + 1];
                }

                _sum[d] += stay * _sum[d + 1];
            }
        }

        private static double[] Table(DropoutByDay days, bool wanted) => wanted && days._nodes is not null ? new double[days.LogAlpha.Length] : [];

        private static Vector256<double> Four(double[] values, int at) => Vector256.Create<double>(values.AsSpan(at, 4));
    }
}
