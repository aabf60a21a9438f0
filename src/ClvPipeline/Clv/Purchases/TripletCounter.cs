using System.Runtime.InteropServices;

namespace ClvPipeline;

/// <summary>Counts customers by triplet, so that a fit does not grow with them. One for each thread; the sums are merged, and do not depend on order.</summary>
internal sealed class TripletCounter
{
    private readonly Dictionary<ulong, int> _counts = [];

    /// <exception cref="ArgumentException">No customer can have this triplet.</exception>
    public void Add(Triplet triplet, int customers = 1)
    {
        if (triplet.Problem is { } problem) throw new ArgumentException($"{triplet}: {problem}", nameof(triplet));
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, triplet.Key, out _) += customers;
    }

    public void Add(TripletCounter other)
    {
        foreach (var (key, count) in other._counts) CollectionsMarshal.GetValueRefOrAddDefault(_counts, key, out _) += count;
    }

    public TripletTable ToTable()
    {
        var keys = _counts.Keys.ToArray();
        Array.Sort(keys);
        return new TripletTable(keys, Array.ConvertAll(keys, key => _counts[key]));
    }
}
