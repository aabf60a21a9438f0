using System.Runtime.InteropServices;

namespace ClvPipeline;

/// <summary>Counts customers who were there before the split by their triplets then and now. One for each thread; merged, the table does not depend on order.</summary>
/// <param name="days">From the split to now.</param>
internal sealed class HoldoutCounter(int days)
{
    private readonly Dictionary<(ulong Before, ulong Now), int> _counts = [];

    /// <summary>A third of the longest history, at most a year (contract §3.4).</summary>
    public static int DaysOf(int longestAgeDays) => Math.Min(longestAgeDays / 3, 365);

    /// <exception cref="ArgumentException">The two cannot be of one customer.</exception>
    public void Add(Triplet before, Triplet now)
    {
        if ((before.Problem ?? now.Problem) is { } problem) throw new ArgumentException($"{before}, {now}: {problem}", nameof(before));
        if (now.AgeDays - before.AgeDays != days || now.Repeats < before.Repeats || (now.Repeats == before.Repeats) != (now.AgeAtLastPurchaseDays == before.AgeAtLastPurchaseDays)
            || (now.Repeats > before.Repeats && now.AgeAtLastPurchaseDays <= before.AgeDays))
            throw new ArgumentException($"{before} and {now} are not of one customer, {days} days apart", nameof(now));
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, (before.Key, now.Key), out _)++;
    }

    public void Add(HoldoutCounter other)
    {
        foreach (var (key, count) in other._counts) CollectionsMarshal.GetValueRefOrAddDefault(_counts, key, out _) += count;
    }

    public HoldoutTable ToTable()
    {
        var (before, now) = (new TripletCounter(), new TripletCounter());
        var rows = new Dictionary<(ulong Before, int Purchases), int>();
        foreach (var (pair, count) in _counts)
        {
            before.Add(Triplet.Of(pair.Before), count);
            now.Add(Triplet.Of(pair.Now), count);
            CollectionsMarshal.GetValueRefOrAddDefault(rows, (pair.Before, Triplet.Of(pair.Now).Repeats - Triplet.Of(pair.Before).Repeats), out _) += count;
        }

        var table = before.ToTable();
        return new HoldoutTable(days, table, now.ToTable(), [.. rows.OrderBy(row => row.Key).Select(row => new HoldoutRow(table.IndexOf(Triplet.Of(row.Key.Before)), row.Key.Purchases, row.Value))]);
    }
}
