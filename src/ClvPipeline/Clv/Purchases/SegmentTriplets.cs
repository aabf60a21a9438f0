using System.Runtime.InteropServices;

namespace ClvPipeline;

/// <summary>Counts customers by segment and triplet. One for each thread; merged, the result does not depend on order.</summary>
internal sealed class SegmentTripletCounter
{
    private readonly Dictionary<SegmentTriplet, int> _counts = [];

    /// <exception cref="ArgumentException">No customer can have this triplet.</exception>
    public void Add(int segment, Triplet triplet)
    {
        if (triplet.Problem is { } problem) throw new ArgumentException($"{triplet}: {problem}", nameof(triplet));
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, new SegmentTriplet(segment, triplet.Key), out _)++;
    }

    public void Add(SegmentTripletCounter other)
    {
        foreach (var (key, count) in other._counts) CollectionsMarshal.GetValueRefOrAddDefault(_counts, key, out _) += count;
    }

    public SegmentTriplets ToTriplets()
    {
        var keys = _counts.Keys.ToArray();
        Array.Sort(keys);
        return new SegmentTriplets(keys, Array.ConvertAll(keys, key => _counts[key]));
    }
}

/// <summary>The distinct triplets of each segment, ascending by segment's number and triplet, and how many customers have each.</summary>
internal sealed class SegmentTriplets(SegmentTriplet[] keys, int[] customers)
{
    /// <summary>Each segment's number, customers, and those of them with a repeat purchase.</summary>
    public IReadOnlyList<(int Segment, long Customers, long Repeaters)> Sizes()
    {
        var sizes = new List<(int Segment, long Customers, long Repeaters)>();
        for (var i = 0; i < keys.Length; i++)
        {
            var (segment, repeaters) = (keys[i].Segment, Triplet.Of(keys[i].Triplet).Repeats > 0 ? customers[i] : 0);
            if (i > 0 && keys[i - 1].Segment == segment) sizes[^1] = (segment, sizes[^1].Customers + customers[i], sizes[^1].Repeaters + repeaters);
            else sizes.Add((segment, customers[i], repeaters));
        }

        return sizes;
    }

    /// <summary>The customers of some segments together.</summary>
    public TripletTable Of(Func<int, bool> segment)
    {
        var (some, counts) = (new List<ulong>(), new List<int>());
        for (int from = 0, to; from < keys.Length; from = to)
        {
            var number = keys[from].Segment;
            var wanted = segment(number);
            for (to = from; to < keys.Length && keys[to].Segment == number; to++)
            {
                if (!wanted) continue;
                some.Add(keys[to].Triplet);
                counts.Add(customers[to]);
            }
        }

        // Several segments may have the same triplet.
        var (sorted, together) = (some.ToArray(), counts.ToArray());
        Array.Sort(sorted, together);
        var n = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (n > 0 && sorted[n - 1] == sorted[i]) together[n - 1] += together[i];
            else (sorted[n], together[n], n) = (sorted[i], together[i], n + 1);
        }

        return new TripletTable(sorted[..n], together[..n]);
    }
}

/// <summary>A segment's number and a triplet's, ordered by them.</summary>
internal readonly record struct SegmentTriplet(int Segment, ulong Triplet) : IComparable<SegmentTriplet>
{
    public int CompareTo(SegmentTriplet other) => Segment != other.Segment ? Segment.CompareTo(other.Segment) : Triplet.CompareTo(other.Triplet);
}
