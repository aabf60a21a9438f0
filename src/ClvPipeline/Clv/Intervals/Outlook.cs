namespace ClvPipeline;

/// <summary>
/// Predictive intervals over a horizon. What a customer will do is the model's own distribution: a chance to have left, else the distribution of counts, and spend on
/// top. What is not known of the parameters comes from their covariance by one step along each axis of it, without any refitting.
/// </summary>
internal sealed class Outlook
{
    private readonly TripletTable _table;
    private readonly double _level;
    private readonly double _z;
    private readonly Entry[] _entries;
    private readonly double[][] _shifts;
    private readonly GammaGamma _spend;
    private readonly IReadOnlyList<(GammaGamma Up, GammaGamma Down)> _spendDeviations;

    /// <param name="table">The triplets that will be asked for.</param>
    /// <param name="purchases">The fitted model of purchases.</param>
    /// <param name="spend">The fitted model of spend.</param>
    /// <param name="horizon">How far ahead.</param>
    /// <param name="level">The probability of staying within the bounds.</param>
    /// <param name="threads">The largest number of threads.</param>
    /// <param name="cancellation">Stops it.</param>
    public Outlook(TripletTable table, Fit<PurchaseModel> purchases, Fit<GammaGamma> spend, Horizon horizon, double level = 0.9, int threads = 1, CancellationToken cancellation = default)
    {
        (_table, _level, _z, _spend, _spendDeviations) = (table, level, NormalQuantile.Of((1 + level) / 2), spend.Model, spend.Deviations());
        _entries = new Entry[table.Count];
        var alive = new double[table.Count];
        purchases.Model.ProbabilitiesAlive(table, threads, alive, cancellation);
        Workers.Run(threads, table.GroupStarts.Length - 1, (_, g) => Fill(purchases.Model, alive, horizon, g), cancellation);
        _shifts = [.. purchases.Deviations().Select(pair => OutlookShifts.Of(table, pair.Up, pair.Down, horizon.Days, threads, cancellation))];
    }

    /// <summary>Purchases in the horizon of a customer with the triplet at that place of the table.</summary>
    public CustomerOutlook Purchases(int triplet)
    {
        ref readonly var entry = ref _entries[triplet];
        var shifts = default(ParameterShifts);
        for (var j = 0; j < _shifts.Length; j++) shifts[j] = _shifts[j][triplet];
        // Not knowing the parameters widens the interval about its mean as it widens the standard deviation.
        var wider = entry.Variance > 0 ? Math.Sqrt(1 + SumOfSquares(shifts) / entry.Variance) : 1;
        var low = Math.Max(0, Math.Floor(entry.Mean - (entry.Mean - entry.Low) * wider));
        return new CustomerOutlook(new Interval(Math.Min(low, entry.Low), entry.Mean, Math.Max(entry.High, Math.Ceiling(entry.Mean + (entry.High - entry.Mean) * wider))), entry.Variance, shifts);
    }

    /// <summary>Discounted profit in the horizon.</summary>
    /// <param name="triplet">The place of the customer's triplet in the table.</param>
    /// <param name="meanSpend">m: mean spend per repeat purchase; not looked at for x = 0.</param>
    /// <param name="marginRate">Profit per unit of revenue.</param>
    public CustomerOutlook Profit(int triplet, double meanSpend, double marginRate)
    {
        var (entry, x, terms) = (_entries[triplet], _table.Repeats[triplet], Terms(triplet, meanSpend, marginRate));
        var (expected, shape, unit) = (terms.Expected, _spend.Shape(x), marginRate * entry.Discount);
        var doubt = expected != 0 ? Special.Log1P(SumOfSquares(terms.ByParameter) / (expected * expected)) : 0;
        var known = entry.LogVariance + Special.Trigamma(shape);
        var (one, other) = (Quantile((1 - _level) / 2, -1), Quantile((1 + _level) / 2, 1));
        return new CustomerOutlook(new Interval(Math.Min(one, other), expected, Math.Max(one, other)), terms.Variance, terms.ByParameter);

        double Quantile(double level, int side)
        {
            if (level <= entry.None) return 0;
            // Not knowing the parameters may only widen the interval, also where most of the distribution is at 0 and the bound lies on the near side of the rest's middle.
            var z = NormalQuantile.Of((level - entry.None) / (1 - entry.None));
            var deviation = Math.Sqrt(z * side > 0 ? known + doubt : known);
            return unit * _spend.Scale(x, meanSpend) * Math.Exp(entry.LogMean - Special.Digamma(shape) + deviation * z);
        }
    }

    /// <summary>The same without the customer's own bounds, which cost most and which no sum needs.</summary>
    public OutlookTerms Terms(int triplet, double meanSpend, double marginRate)
    {
        ref readonly var entry = ref _entries[triplet];
        var x = _table.Repeats[triplet];
        var (mean, shape, shifts) = (_spend.ExpectedSpend(x, meanSpend), _spend.Shape(x), default(ParameterShifts));
        var unit = marginRate * entry.Discount;
        for (var j = 0; j < _shifts.Length; j++) shifts[j] = unit * mean * _shifts[j][triplet];
        for (var j = 0; j < _spendDeviations.Count; j++)
            shifts[4 + j] = unit * entry.Mean * (_spendDeviations[j].Up.ExpectedSpend(x, meanSpend) - _spendDeviations[j].Down.ExpectedSpend(x, meanSpend)) / 2;

        // E[M²] does not exist for q′ up to 2; near there it is held where it is large but finite.
        var square = mean * mean * (shape - 1) / Math.Max(shape - 2, 0.5);
        var variance = (entry.Variance + entry.Mean * entry.Mean) * square - entry.Mean * mean * entry.Mean * mean + entry.Mean * square / _spend.P;
        return new OutlookTerms(unit * mean * entry.Mean, Math.Max(0, variance) * unit * unit, shifts);
    }

    /// <summary>The bounds of a sum over customers.</summary>
    public Interval Sum(SegmentOutlook segment) => segment.Interval(_z);

    private void Fill(PurchaseModel model, double[] probabilities, Horizon horizon, int group)
    {
        var (from, end) = (_table.GroupStarts[group], _table.GroupStarts[group + 1]);
        var (byAge, spend, future) = (new ByAge?[_table.LongestAgeDays + 1], new SpendOfCounts(_spend), model.IfAlive(_table.Repeats[from]).Tabulated(_table.Repeats[from], horizon.Days));
        for (var i = from; i < end; i++)
        {
            var alive = probabilities[i];
            var at = byAge[_table.AgesDays[i]] ??= ByAge.Of(future, _table.AgesDays[i], horizon, spend);
            var mean = alive * at.Mean;
            _entries[i] = new Entry(mean, Math.Max(0, alive * (at.SecondFactorial + at.Mean) - mean * mean), at.Counts.Quantile((1 - _level) / 2, alive), at.Counts.Quantile((1 + _level) / 2, alive),
                1 - alive * (1 - at.Counts.UpTo[0]), at.LogMean, at.LogVariance, at.Discount);
        }
    }

    private static double SumOfSquares(ParameterShifts shifts)
    {
        double sum = 0;
        foreach (var shift in shifts) sum += shift * shift;
        return sum;
    }

    private readonly record struct Entry(double Mean, double Variance, double Low, double High, double None, double LogMean, double LogVariance, double Discount);

    /// <summary>What customers with the same x and T have in common if they are alive.</summary>
    private sealed record ByAge(double Mean, double SecondFactorial, CountDistribution Counts, double LogMean, double LogVariance, double Discount)
    {
        public static ByAge Of(FutureIfAlive future, int age, Horizon horizon, SpendOfCounts spend)
        {
            if (horizon.Months == 0) return new ByAge(0, 0, new CountDistribution([1]), 0, 0, 0);
            var (mean, counts) = (future.Expected(age, horizon.Days), future.Counts(age, horizon.Days, 0.002));
            var (logMean, logVariance) = spend.LogMoments(counts);
            var discount = mean > 0 ? horizon.Discounted(days => future.Expected(age, days)) / mean : 0;
            return new ByAge(mean, future.SecondFactorialMoment(age, horizon.Days), counts, logMean, logVariance, discount);
        }
    }
}
