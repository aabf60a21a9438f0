namespace ClvPipeline;

/// <summary>
/// Exact percentiles of CLV and the share of the best fifth, for every segment of a dimension at once: customers pass by from the most to the least valuable, and each
/// segment notes those that stand where it looks.
/// </summary>
internal sealed class ClvRanks
{
    private static readonly int[] Tenths = [1, 5, 9];

    private readonly Place[] _places;
    private readonly Figures[] _figures;

    private struct Place
    {
        public long Seen, Next, Sum;
    }

    private struct Figures
    {
        public Int128 P90, Median, P10, Top;
    }

    /// <param name="customers">By segment: how many will pass.</param>
    public ClvRanks(ReadOnlySpan<long> customers)
    {
        (_places, _figures, Customers) = (new Place[customers.Length], new Figures[customers.Length], customers.ToArray());
    }

    private long[] Customers { get; }

    /// <summary>The next customer of a segment, no more valuable than the one before.</summary>
    public void Pass(int segment, long clv)
    {
        ref var place = ref _places[segment];
        if (place.Seen == place.Next) Note(segment, clv);
        place.Sum += clv;
        place.Seen++;
    }

    /// <summary>Percentile of a segment with customers, interpolated between neighbours as percentile_cont does, in micro-units rounded half to even.</summary>
    public (long P10, long Median, long P90) Percentiles(int segment)
    {
        ref readonly var figures = ref _figures[segment];
        return ((long)Micros.Divide(figures.P10, 10), (long)Micros.Divide(figures.Median, 10), (long)Micros.Divide(figures.P90, 10));
    }

    /// <summary>The part of a segment's CLV that its most valuable fifth brings (of the customer on the edge, a part); null where there is nothing to share.</summary>
    public double? TopFifth(int segment) => _places[segment].Sum > 0 ? (double)_figures[segment].Top / (5.0 * _places[segment].Sum) : null;

    // Percentile p lies at (n − 1)·(1 − p) from the top, a tenth of which is a whole number of tenths.
    private void Note(int segment, long clv)
    {
        ref var place = ref _places[segment];
        ref var figures = ref _figures[segment];
        var (n, at, next) = (Customers[segment], place.Seen, long.MaxValue);
        foreach (var tenths in Tenths)
        {
            var (low, rest) = Math.DivRem(tenths * (n - 1), 10);
            ref var figure = ref tenths == 1 ? ref figures.P90 : ref tenths == 5 ? ref figures.Median : ref figures.P10;
            if (at == low) figure += (Int128)clv * (10 - rest);
            if (at == low + 1) figure += (Int128)clv * rest;
            Look(low);
            Look(low + 1);
        }

        var (fifth, part) = Math.DivRem(n, 5);
        if (at == fifth) figures.Top = (Int128)5 * place.Sum + (Int128)clv * part;
        Look(fifth);
        place.Next = next;

        void Look(long where)
        {
            if (where > at) next = Math.Min(next, where);
        }
    }
}
