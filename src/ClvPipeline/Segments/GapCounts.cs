namespace ClvPipeline;

/// <summary>Counts gaps between purchases in days: a list while they are few, then a count for each length.</summary>
internal sealed class GapCounts
{
    private const int Few = 64;

    private int[] _items = [];
    private bool _counted;
    private int _listed;

    public void Add(int days)
    {
        if (_counted) { Count(days, 1); return; }
        if (_listed == _items.Length)
        {
            if (_listed == Few) { Spread(days); return; }
            Array.Resize(ref _items, Math.Max(4, _listed * 2));
        }

        _items[_listed++] = days;
    }

    public void Add(GapCounts other)
    {
        if (!other._counted)
        {
            foreach (var days in other._items.AsSpan(0, other._listed)) Add(days);
            return;
        }

        if (!_counted) Spread(null);
        for (var days = 0; days < other._items.Length; days++)
            if (other._items[days] > 0) Count(days, other._items[days]);
    }

    /// <summary>The middle gap, or the mean of the two; null without any.</summary>
    public double? Median()
    {
        if (!_counted)
        {
            if (_listed == 0) return null;
            var sorted = _items[.._listed];
            Array.Sort(sorted);
            return (sorted[(_listed - 1) / 2] + sorted[_listed / 2]) / 2.0;
        }

        var all = _items.Sum(count => (long)count);
        return (At((all - 1) / 2) + At(all / 2)) / 2.0;
    }

    private int At(long place)
    {
        var days = 0;
        for (var before = (long)_items[0]; before <= place; before += _items[days]) days++;
        return days;
    }

    private void Count(int days, int gaps)
    {
        if (days >= _items.Length) Array.Resize(ref _items, Math.Max(days + 1, _items.Length * 2));
        _items[days] += gaps;
    }

    private void Spread(int? more)
    {
        var listed = _items.AsSpan(0, _listed).ToArray();
        (_items, _counted) = (new int[128], true);
        foreach (var days in listed) Count(days, 1);
        if (more is { } last) Count(last, 1);
    }
}
