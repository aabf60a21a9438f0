using System.Runtime.InteropServices;

namespace ClvPipeline;

/// <summary>What was spent, by pair of channel and campaign and by month. Money in micro-units; the sums do not depend on the order of the rows.</summary>
internal sealed class SpendSums
{
    private readonly Dictionary<(int Pair, int Month), Int128> _sums = [];

    /// <summary>Months (counted since year 0) in which any channel has a row: only customers of these cohorts are held against what they cost.</summary>
    public IReadOnlySet<int> Months => _sums.Keys.Select(key => key.Month).ToHashSet();

    /// <summary>All of it.</summary>
    public Int128 Total => _sums.Values.Aggregate(Int128.Zero, (sum, amount) => sum + amount);

    public void Add(int pair, int month, Int128 amount) => CollectionsMarshal.GetValueRefOrAddDefault(_sums, (pair, month), out _) += amount;

    public void Add(SpendSums other)
    {
        foreach (var ((pair, month), amount) in other._sums) Add(pair, month, amount);
    }

    /// <summary>Added up by any key of pair and month.</summary>
    public Dictionary<TKey, long> By<TKey>(Func<int, int, TKey> keyOf) where TKey : notnull => _sums
        .GroupBy(sum => keyOf(sum.Key.Pair, sum.Key.Month))
        .ToDictionary(group => group.Key, group => checked((long)group.Aggregate(Int128.Zero, (sum, each) => sum + each.Value)));
}
