using System.Runtime.CompilerServices;

namespace ClvPipeline;

/// <summary>What a cell of <c>channel_value</c> sums. Money in micro-units, counts in millionths.</summary>
internal enum Measure
{
    Revenue, HistoricProfit, Customers, Orders, ExpectedProfit, Clv, FirstRevenue,
}

/// <summary>
/// One thread's sums: a row for every (cohort, segment, pair) that occurs, and in each row a cell for every mode and model side by side, so that
/// the models of one touchpoint write to neighbouring memory. A cell is one vector of four (<see cref="Amounts.Past"/>), and a second one
/// (<see cref="Amounts.Future"/>) where values are predicted or held against what channels cost; without, the expected part is 0 and CLV is the historic profit.
/// </summary>
internal sealed class Cells(int modes, int models, int pairs, bool wide)
{
    private const int DensePairs = 1 << 16;

    private readonly Dictionary<(int Cohort, int Segment), int> _groups = [];
    private readonly List<(int Cohort, int Segment)> _groupList = [];
    private readonly List<int[]> _denseRows = [];            // by group: the row of each pair, or -1
    private readonly Dictionary<long, int> _sparseRows = []; // for so many pairs that most of them never meet most groups
    private readonly List<(int Group, int Pair)> _rowList = [];
    private long[] _data = new long[1024];

    /// <summary>Numbers in a cell.</summary>
    public int Width { get; } = wide ? 8 : 4;

    /// <summary>Numbers in a row: the cells, then the touchpoints of each mode.</summary>
    public int Stride { get; } = modes * models * (wide ? 8 : 4) + modes;

    public long[] Data => _data;

    public IReadOnlyList<(int Cohort, int Segment)> Groups => _groupList;

    public IReadOnlyList<(int Group, int Pair)> Rows => _rowList;

    /// <summary>Where, within a row, the cell of a mode and model begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Cell(int mode, int model) => (mode * models + model) * Width;

    /// <summary>Where, within a row, the touchpoints of a mode stand.</summary>
    public int Touchpoints(int mode) => modes * models * Width + mode;

    /// <summary>A measure of a row's cell.</summary>
    public static long Value(ReadOnlySpan<long> row, int cell, Measure measure, bool wide) => measure switch
    {
        Measure.ExpectedProfit or Measure.FirstRevenue when !wide => 0,
        Measure.Clv when !wide => row[cell + (int)Measure.HistoricProfit],
        _ => row[cell + (int)measure],
    };

    /// <summary>A measure of the cell of a mode and model in the row of that number.</summary>
    public long Value(int row, int mode, int model, Measure measure) => Value(_data.AsSpan(row * Stride, Stride), Cell(mode, model), measure, wide);

    /// <summary>Whether a cell has its second vector.</summary>
    public bool Wide => wide;

    public int Group(int cohort, int segment)
    {
        if (_groups.TryGetValue((cohort, segment), out var group)) return group;
        _groups.Add((cohort, segment), group = _groupList.Count);
        _groupList.Add((cohort, segment));
        if (pairs <= DensePairs)
        {
            var rows = new int[pairs];
            Array.Fill(rows, -1);
            _denseRows.Add(rows);
        }

        Row(group, 0); // (unattributed) is a row of every result
        return group;
    }

    /// <summary>Where the row of a group and pair begins in <see cref="Data"/>; it may move that to a larger array.</summary>
    public int Row(int group, int pair)
    {
        if (pairs <= DensePairs)
        {
            ref var dense = ref _denseRows[group][pair];
            if (dense < 0) dense = NewRow(group, pair);
            return dense;
        }

        var key = (long)group << 32 | (uint)pair;
        if (!_sparseRows.TryGetValue(key, out var row)) _sparseRows.Add(key, row = NewRow(group, pair));
        return row;
    }

    /// <summary>Where the rows of a group and each of these pairs begin.</summary>
    public void FindRows(int group, ReadOnlySpan<int> ofPairs, Span<int> rows)
    {
        var dense = pairs <= DensePairs ? _denseRows[group] : [];
        for (var i = 0; i < ofPairs.Length; i++)
        {
            var pair = ofPairs[i];
            rows[i] = (uint)pair < (uint)dense.Length && dense[pair] is >= 0 and var row ? row : Row(group, pair);
        }
    }

    /// <summary>Counts a touchpoint of a mode in each of these rows.</summary>
    public void CountTouches(int mode, ReadOnlySpan<int> rows)
    {
        var (data, place) = (_data, Touchpoints(mode));
        foreach (var row in rows) data[row + place]++;
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

    private int NewRow(int group, int pair)
    {
        var row = checked(_rowList.Count * Stride);
        _rowList.Add((group, pair));
        if (row + Stride > _data.Length) Array.Resize(ref _data, (int)Math.Min(Math.Max(2L * _data.Length, row + Stride), Array.MaxLength));
        return row;
    }
}
