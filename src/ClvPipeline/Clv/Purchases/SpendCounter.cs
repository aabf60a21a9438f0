using System.Runtime.InteropServices;

namespace ClvPipeline;

/// <summary>Collects what repeat customers spend. One for each thread; merged, the table does not depend on order.</summary>
internal sealed class SpendCounter
{
    private readonly List<(int Repeats, long RevenueMicros, int Segment)> _rows = [];

    /// <param name="repeats">x: repeat purchase occasions, at least 1.</param>
    /// <param name="revenueMicros">Their net revenue together, in micro-units.</param>
    /// <param name="segment">The customer's segment.</param>
    public void Add(int repeats, long revenueMicros, int segment = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        _rows.Add((repeats, revenueMicros, segment));
    }

    public void Add(SpendCounter other) => _rows.AddRange(other._rows);

    public SpendTable ToTable() => ToTables([]).All;

    /// <summary>Of all customers, and of those of each of some segments.</summary>
    public (SpendTable All, IReadOnlyList<SpendTable> Segments) ToTables(IReadOnlyList<int> segments)
    {
        CollectionsMarshal.AsSpan(_rows).Sort();
        var (all, own) = (new (int, long)[_rows.Count], segments.Select(_ => new List<(int, long)>()).ToArray());
        var place = segments.Index().ToDictionary(segment => segment.Item, segment => segment.Index);
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = (_rows[i].Repeats, _rows[i].RevenueMicros);
            if (place.Count > 0 && place.TryGetValue(_rows[i].Segment, out var at)) own[at].Add(all[i]);
        }

        return (new SpendTable(all), [.. own.Select(rows => new SpendTable(CollectionsMarshal.AsSpan(rows)))]);
    }
}
