namespace ClvPipeline;

/// <summary>The sums of every segment of one dimension, by number. One for each thread; they do not depend on the order of the customers.</summary>
/// <param name="predicted">Whether there is a model.</param>
internal sealed class SegmentSums(bool predicted)
{
    private SegmentMeasures[] _measures = new SegmentMeasures[8];
    private GapCounts[] _gaps = [];
    private Future[] _futures = [];

    /// <summary>What comes after the last number that has customers.</summary>
    public int Count { get; private set; }

    public ref readonly SegmentMeasures this[int segment] => ref _measures[segment];

    /// <summary>Adds a customer.</summary>
    public void Add(int segment, in SegmentMeasures measures, ReadOnlySpan<int> gaps, in FutureTerms terms)
    {
        if (segment >= Count) Grow(segment + 1);
        _measures[segment].Add(measures);
        if (gaps.Length > 0)
        {
            var counts = _gaps[segment];
            foreach (var days in gaps) counts.Add(days);
        }

        if (predicted) _futures[segment].Add(terms);
    }

    /// <summary>Adds another's segments.</summary>
    /// <param name="other">The other.</param>
    /// <param name="to">By its numbers: ours.</param>
    public void Add(SegmentSums other, Func<int, int> to)
    {
        for (var segment = 0; segment < other.Count; segment++)
        {
            if (other._measures[segment][SegmentMeasure.Customers] == 0) continue;
            var own = to(segment);
            if (own >= Count) Grow(own + 1);
            _measures[own].Add(other._measures[segment]);
            _gaps[own].Add(other._gaps[segment]);
            if (predicted) _futures[own].Add(other._futures[segment]);
        }
    }

    public double? MedianGap(int segment) => _gaps[segment].Median();

    /// <summary>Expected profit with its errors, Σ p_alive, and Σ of the chances of another purchase within a year; null without a model.</summary>
    public (SegmentOutlook Profit, double Alive, double WithinYear)? FutureOf(int segment) =>
        predicted ? (_futures[segment].Profit, _futures[segment].Alive.Value, _futures[segment].WithinYear.Value) : null;

    private void Grow(int count)
    {
        if (count > _measures.Length || _gaps.Length == 0)
        {
            var (from, room) = (_gaps.Length, Math.Max(count, _measures.Length * 2));
            Array.Resize(ref _measures, room);
            Array.Resize(ref _gaps, room);
            for (var i = from; i < room; i++) _gaps[i] = new GapCounts();
            if (predicted) Array.Resize(ref _futures, room);
            if (predicted) for (var i = from; i < room; i++) _futures[i] = new Future();
        }

        Count = count;
    }

    private sealed class Future
    {
        public readonly SegmentOutlook Profit = new();
        public FixedSum Alive, WithinYear;

        public void Add(in FutureTerms terms)
        {
            Profit.Add(terms.Profit, terms.Models);
            Alive.Add(terms.Alive);
            WithinYear.Add(terms.WithinYear);
        }

        public void Add(Future other)
        {
            Profit.Add(other.Profit);
            Alive.Add(other.Alive);
            WithinYear.Add(other.WithinYear);
        }
    }
}
