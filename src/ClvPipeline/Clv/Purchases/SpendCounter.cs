using System.Runtime.InteropServices;

namespace ClvPipeline;

/// <summary>Collects what repeat customers spend. One for each thread; merged, the table does not depend on order.</summary>
internal sealed class SpendCounter
{
    private readonly List<(int Repeats, long RevenueMicros)> _rows = [];

    /// <param name="repeats">x: repeat purchase occasions, at least 1.</param>
    /// <param name="revenueMicros">Their net revenue together, in micro-units.</param>
    public void Add(int repeats, long revenueMicros)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        _rows.Add((repeats, revenueMicros));
    }

    public void Add(SpendCounter other) => _rows.AddRange(other._rows);

    public SpendTable ToTable()
    {
        var rows = CollectionsMarshal.AsSpan(_rows);
        rows.Sort();
        return new SpendTable(rows);
    }
}
