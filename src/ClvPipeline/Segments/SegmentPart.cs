namespace ClvPipeline;

/// <summary>The records of all threads whose values lie in one part, the most valuable customer first.</summary>
internal sealed class SegmentPart(IReadOnlyList<SegmentVisit> visits, bool predicted, int attributes)
{
    private SegmentCustomer[] _customers = [];
    private SegmentFuture[] _futures = [];
    private byte[] _attributes = [];
    private int[] _gaps = [], _gapStarts = [], _ends = new int[visits.Count];
    private readonly RadixOrder _order = new();
    private long[] _clv = [];

    /// <summary>Reads a part and returns how many customers it has.</summary>
    public int Load(int part)
    {
        var count = visits.Sum(visit => visit.Customers.Count(part));
        if (count == 0) return 0;
        Grow(ref _customers, count);
        Grow(ref _futures, count);
        Grow(ref _attributes, count * attributes);
        Grow(ref _gaps, visits.Sum(visit => visit.Gaps.Count(part)));
        Grow(ref _gapStarts, count + 1);
        Grow(ref _clv, count);
        int done = 0, gaps = 0;
        for (var v = 0; v < visits.Count; v++)
        {
            if (predicted) visits[v].Futures.CopyTo(part, _futures.AsSpan(done));
            if (attributes > 0) visits[v].Attributes.CopyTo(part, _attributes.AsSpan(done * attributes));
            gaps += visits[v].Gaps.CopyTo(part, _gaps.AsSpan(gaps));
            _ends[v] = done += visits[v].Customers.CopyTo(part, _customers.AsSpan(done));
        }

        for (var i = 0; i < count; i++)
        {
            _gapStarts[i + 1] = _gapStarts[i] + _customers[i].Gaps;
            _clv[i] = ClvOf(i);
        }

        _order.Sort(_clv.AsSpan(0, count));
        return count;
    }

    /// <summary>The place of a customer by rank, the most valuable first.</summary>
    public int this[int rank] => _order[rank];

    public ref readonly SegmentCustomer Customer(int place) => ref _customers[place];

    public SegmentFuture Future(int place) => predicted ? _futures[place] : default;

    public long ClvOf(int place) => _customers[place].HistoricProfit + Future(place).ExpectedProfit;

    public ReadOnlySpan<byte> Attributes(int place) => _attributes.AsSpan(place * attributes, attributes);

    public ReadOnlySpan<int> Gaps(int place) => _gaps.AsSpan(_gapStarts[place], _customers[place].Gaps);

    /// <summary>Which thread's record it is.</summary>
    public int VisitOf(int place)
    {
        var visit = 0;
        while (place >= _ends[visit]) visit++;
        return visit;
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length) array = new T[Math.Max(length, array.Length * 2)];
    }
}
