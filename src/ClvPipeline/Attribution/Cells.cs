using System.Runtime.CompilerServices;

namespace ClvPipeline;

/// <summary>The sums of a cell of <c>channel_value</c>, in this order within it. Money in micro-units, counts in millionths.</summary>
internal static class Measure
{
    public const int Revenue = 0, HistoricProfit = 1, ExpectedProfit = 2, Clv = 3, Customers = 4, Orders = 5, Count = 6;
}

/// <summary>
/// One thread's sums: a row for every (cohort, segment, pair) that occurs, and in each row a cell for every mode and model side by side, so that
/// the models of one touchpoint write to neighbouring memory.
/// </summary>
internal sealed class Cells(int modes, int models, int pairs)
{
    private readonly Dictionary<(int Cohort, int Segment), int> _groups = [];
    private readonly List<(int Cohort, int Segment)> _groupList = [];
    private readonly Dictionary<long, int> _rows = [];
    private readonly List<(int Group, int Pair)> _rowList = [];
    private readonly (int Group, int Row)[] _cache = Enumerable.Repeat((-1, 0), pairs).ToArray();
    private long[] _data = new long[1024];

    /// <summary>Numbers in a row: the cells, then the touchpoints of each mode.</summary>
    public int Stride { get; } = modes * models * Measure.Count + modes;

    public long[] Data => _data;

    public IReadOnlyList<(int Cohort, int Segment)> Groups => _groupList;

    public IReadOnlyList<(int Group, int Pair)> Rows => _rowList;

    /// <summary>Where, within a row, the cell of a mode and model begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Cell(int mode, int model) => (mode * models + model) * Measure.Count;

    /// <summary>Where, within a row, the touchpoints of a mode stand.</summary>
    public int Touchpoints(int mode) => modes * models * Measure.Count + mode;

    public int Group(int cohort, int segment)
    {
        if (_groups.TryGetValue((cohort, segment), out var group)) return group;
        _groups.Add((cohort, segment), group = _groupList.Count);
        _groupList.Add((cohort, segment));
        Row(group, 0); // (unattributed) is a row of every result
        return group;
    }

    /// <summary>Where the row of a group and pair begins in <see cref="Data"/>.</summary>
    public int Row(int group, int pair)
    {
        ref var cached = ref _cache[pair];
        if (cached.Group == group) return cached.Row;
        var key = (long)group << 32 | (uint)pair;
        if (!_rows.TryGetValue(key, out var row))
        {
            row = checked(_rowList.Count * Stride);
            _rows.Add(key, row);
            _rowList.Add((group, pair));
            if (row + Stride > _data.Length) Array.Resize(ref _data, (int)Math.Min(Math.Max(2L * _data.Length, row + Stride), Array.MaxLength));
        }

        cached = (group, row);
        return row;
    }

    /// <summary>Adds another thread's sums.</summary>
    public void Add(Cells other)
    {
        for (var i = 0; i < other._rowList.Count; i++)
        {
            var (group, pair) = other._rowList[i];
            var (cohort, segment) = other._groupList[group];
            var to = Row(Group(cohort, segment), pair);
            for (var k = 0; k < Stride; k++) _data[to + k] = checked(_data[to + k] + other._data[i * Stride + k]);
        }
    }
}
