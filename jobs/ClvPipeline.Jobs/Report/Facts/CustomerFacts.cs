namespace ClvPipeline.Jobs.Report;

/// <summary>How value is spread over the customers who have a row, and how much of it is at risk.</summary>
internal sealed class CustomerFacts
{
    private const int Points = 100, MostBins = 24;
    private readonly long[] _clv;

    /// <summary>Reads <c>customer_value</c>.</summary>
    public CustomerFacts(TableView view)
    {
        _clv = (long[])view.Longs("clv").Clone();
        Array.Sort(_clv);
        var (codes, names) = view.Codes("segment");
        var (statuses, words) = view.Codes("status");
        var atRisk = view.LongsOrNull("value_at_risk");
        var (sums, counts) = (new long[names.Length, words.Length], new long[names.Length, words.Length]);
        for (var i = 0; i < view.Rows; i++)
        {
            if (statuses[i] < 0) continue;
            sums[codes[i], statuses[i]] += atRisk(i) ?? 0;
            counts[codes[i], statuses[i]]++;
        }

        for (var s = 0; s < names.Length; s++)
            for (var w = 0; w < words.Length; w++)
                if (counts[s, w] > 0) AtRisk[(names[s], words[w])] = (counts[s, w], sums[s, w]);
    }

    /// <summary>How many customers there are.</summary>
    public int Count => _clv.Length;

    /// <summary>By segment and status: how many customers, and their value at risk in micro-units.</summary>
    public Dictionary<(string Segment, string Status), (long Customers, long ValueAtRisk)> AtRisk { get; } = [];

    /// <summary>The CLV that a share of the customers stay below.</summary>
    public long Quantile(double share) => _clv[(int)Math.Clamp(Math.Round(share * (_clv.Length - 1)), 0, _clv.Length - 1)];

    /// <summary>Share of the customers, the best first, and the share of all CLV that they bring; empty where all of them together bring nothing.</summary>
    public IReadOnlyList<(double X, double Y)> Lorenz()
    {
        var total = Sum(0);
        if (total <= 0) return [];
        var points = new List<(double, double)> { (0, 0) };
        var (sum, from) = ((Int128)0, _clv.Length);
        for (var p = 1; p <= Math.Min(Points, _clv.Length); p++)
        {
            var to = _clv.Length - (int)((long)p * _clv.Length / Math.Min(Points, _clv.Length));
            for (; from > to; from--) sum += _clv[from - 1];
            points.Add((1 - to / (double)_clv.Length, (double)sum / (double)total));
        }

        return points;
    }

    /// <summary>Columns of one width in round steps, from where nearly all customers begin to where nearly all end; the first and the last hold the rest.</summary>
    public IReadOnlyList<(double From, double To, long Count, Int128 Clv)> Bins()
    {
        var scale = Scale.Of(Quantile(0.005) / 1e6, Quantile(0.98) / 1e6, MostBins);
        var edges = scale.Ticks;
        var bins = new (double From, double To, long Count, Int128 Clv)[edges.Count];
        for (var b = 0; b < bins.Length; b++) bins[b] = (edges[b], b + 1 < edges.Count ? edges[b + 1] : double.PositiveInfinity, 0, 0);
        var at = 0;
        foreach (var clv in _clv)
        {
            while (at + 1 < bins.Length && clv >= edges[at + 1] * 1e6) at++;
            bins[at].Count++;
            bins[at].Clv += clv;
        }

        return bins;
    }

    private Int128 Sum(int from)
    {
        var sum = (Int128)0;
        foreach (var clv in _clv.AsSpan(from)) sum += clv;
        return sum;
    }
}
