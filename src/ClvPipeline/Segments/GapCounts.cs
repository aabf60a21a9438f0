using System.Runtime.CompilerServices;

namespace ClvPipeline;

/// <summary>Counts gaps between purchases in days: a list while they are few, then a count for each length.</summary>
internal sealed class GapCounts
{
    private const int Few = 64;

    private int[] _counts = []; // by days; empty while there is a list
    private int[] _list = [];
    private int _listed;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int days)
    {
        var counts = _counts;
        if ((uint)days < (uint)counts.Length) counts[days]++;
        else Other(days);
    }

    public void Add(GapCounts other)
    {
        foreach (var days in other._list.AsSpan(0, other._listed)) Add(days);
        if (other._counts.Length == 0) return;
        if (_counts.Length < other._counts.Length) Count(other._counts.Length);
        for (var days = 0; days < other._counts.Length; days++) _counts[days] += other._counts[days];
    }

    /// <summary>The middle gap, or the mean of the two; null without any.</summary>
    public double? Median()
    {
        if (_counts.Length == 0) Count(1);
        var all = _counts.Sum(count => (long)count);
        return all == 0 ? null : (At((all - 1) / 2) + At(all / 2)) / 2.0;
    }

    private int At(long place)
    {
        var days = 0;
        for (var before = (long)_counts[0]; before <= place; before += _counts[days]) days++;
        return days;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Other(int days)
    {
        if (_counts.Length == 0 && _listed < Few)
        {
            if (_listed == _list.Length) Array.Resize(ref _list, Math.Max(4, _listed * 2));
            _list[_listed++] = days;
            return;
        }

        Count(days + 1);
        _counts[days]++;
    }

    // Room for gaps shorter than that many days; what was listed is counted.
    private void Count(int room)
    {
        var listed = _list.AsSpan(0, _listed);
        foreach (var days in listed) room = Math.Max(room, days + 1);
        Array.Resize(ref _counts, Math.Max(room, Math.Max(128, _counts.Length * 2)));
        foreach (var days in listed) _counts[days]++;
        (_list, _listed) = ([], 0);
    }
}
